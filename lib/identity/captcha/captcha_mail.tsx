import { type Mail, mailHtml, mailText } from "../../ui/mail_layout.tsx";
import type { WrittenMail } from "../sign_up_mail.tsx";
import type { Language } from "../people_store.ts";
import { english } from "../text.en.ts";
import { french, type IdentityTexts } from "../text.fr.ts";
import { CAPTCHA_LIFETIME_S } from "./captcha_code.ts";

const TEXTS: Readonly<Record<Language, IdentityTexts>> = { fr: french, en: english };

/** The code of a picture, for somebody who cannot see it. */
export function captchaMail(code: string, lang: Language): WrittenMail {
  const { captcha: words, footer } = TEXTS[lang];
  const mail: Mail = {
    lang,
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
