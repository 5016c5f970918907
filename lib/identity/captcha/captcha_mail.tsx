import { type Mail, mailHtml, mailText } from "../../ui/mail_layout.tsx";
import type { WrittenMail } from "../sign_up_mail.tsx";
import { french } from "../text.fr.ts";
import { CAPTCHA_LIFETIME_S } from "./captcha_code.ts";

/** The code of a picture, for somebody who cannot see it. In French: people have no language yet. */
export function captchaMail(code: string): WrittenMail {
  const { captcha: words, footer } = french;
  const mail: Mail = {
    lang: "fr",
    title: words.title,
    sender: "Paraphe",
    blocks: [
      { kind: "text", text: words.text },
      { kind: "facts", facts: [{ term: words.code, value: code }] },
      { kind: "small", text: words.validity(CAPTCHA_LIFETIME_S / 60) },
      { kind: "small", text: words.ignore },
    ],
    footer: [footer],
  };
  return { subject: words.subject, text: mailText(mail), html: mailHtml(mail) };
}
