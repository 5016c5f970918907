import { type Mail, mailHtml, mailText } from "../ui/mail_layout.tsx";
import { linkTo } from "./links.ts";
import { UNBLOCK_LINK_HOURS } from "./password_tries.ts";
import type { WrittenMail } from "./sign_up_mail.tsx";
import type { Language } from "./people_store.ts";
import { english } from "./text.en.ts";
import { french, type IdentityTexts } from "./text.fr.ts";
import type { FoundBlock } from "./tries_store.ts";

const TEXTS: Readonly<Record<Language, IdentityTexts>> = { fr: french, en: english };

/** Tells a person that his account is blocked, and how to open it. */
export function blockedMail(block: FoundBlock, secret: string): WrittenMail {
  const { blocked: words, footer } = TEXTS[block.language];
  const mail: Mail = {
    lang: block.language,
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
