import { type Mail, mailHtml, mailText } from "../ui/mail_layout.tsx";
import { linkTo } from "./links.ts";
import { UNBLOCK_LINK_HOURS } from "./password_tries.ts";
import type { WrittenMail } from "./sign_up_mail.tsx";
import { french } from "./text.fr.ts";
import type { FoundBlock } from "./tries_store.ts";

/** Tells a person that his account is blocked, and how to open it. In French: people have no language yet. */
export function blockedMail(block: FoundBlock, secret: string): WrittenMail {
  const { blocked: words, footer } = french;
  const mail: Mail = {
    lang: "fr",
    title: words.title,
    sender: "Paraphe",
    blocks: [
      { kind: "text", text: words.text(block.used) },
      { kind: "button", label: words.button, href: linkTo("unblock", secret) },
      { kind: "small", text: words.validity(UNBLOCK_LINK_HOURS) },
      { kind: "text", text: words.advice },
    ],
    footer: [footer],
  };
  return { subject: words.subject, text: mailText(mail), html: mailHtml(mail) };
}
