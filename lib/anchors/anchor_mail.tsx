import { formatDate, type IsoDate } from "../base/dates.ts";
import { type Mail, mailHtml, mailText } from "../ui/mail_layout.tsx";
import { english } from "./text.en.ts";
import { type AnchorTexts, french } from "./text.fr.ts";

const TEXTS: Readonly<Record<"fr" | "en", AnchorTexts>> = { fr: french, en: english };

/** What the mail of a proof says beside its attachment. */
export interface AnchorFacts {
  readonly day: IsoDate;
  /** Number of the last record that the anchor covers. */
  readonly seq: number;
  /** Page of the day. */
  readonly link: string;
}

/** The mail that carries a dossier's proof of a day. */
export function anchorMail(
  { day, seq, link }: AnchorFacts,
  lang: keyof typeof TEXTS = "fr",
): { subject: string; text: string; html: string } {
  const words = TEXTS[lang];
  const shown = lang === "fr" ? formatDate(day) : day;
  const mail: Mail = {
    lang,
    title: words.title,
    sender: "Paraphe",
    blocks: [
      { kind: "text", text: words.text },
      { kind: "facts", facts: [{ term: words.day, value: shown }, { term: words.seq, value: String(seq) }] },
      { kind: "text", text: words.check },
      { kind: "button", label: words.button, href: link },
      { kind: "small", text: words.privacy },
    ],
    footer: [words.footer],
  };
  return { subject: words.subject(shown), text: mailText(mail), html: mailHtml(mail) };
}
