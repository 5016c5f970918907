import type { Language } from "../../identity/mod.ts";
import { type Mail, mailHtml, mailText } from "../../ui/mail_layout.tsx";
import { english } from "../text.en.ts";
import { type AccessTexts, french } from "../text.fr.ts";

const TEXTS: Readonly<Record<Language, AccessTexts>> = { fr: french, en: english };

/** What an administrator is told of his dossier's size. */
export interface SizeFacts {
  readonly companyName: string;
  readonly percent: number;
  readonly language: Language;
  readonly link: string;
}

/** The mail of a dossier that approaches its size: how far, that nothing stops, and where to look. */
export function sizeMail(
  { companyName, percent, language: lang, link }: SizeFacts,
): { subject: string; text: string; html: string } {
  const words = TEXTS[lang].size;
  const mail: Mail = {
    lang,
    title: words.title(percent),
    sender: "Paraphe",
    blocks: [
      { kind: "text", text: words.text(companyName, percent) },
      { kind: "text", text: words.nothingStops },
      { kind: "button", label: words.button, href: link },
    ],
    footer: [words.footer],
  };
  return { subject: words.subject(companyName, percent), text: mailText(mail), html: mailHtml(mail) };
}
