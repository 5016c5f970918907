import { formatInstant, type IsoInstant } from "../../base/dates.ts";
import { type Mail, mailHtml, mailText } from "../../ui/mail_layout.tsx";
import { english } from "../text.en.ts";
import { type AccessTexts, french } from "../text.fr.ts";
import { OBJECTION_HOURS } from "./recovery.ts";

const TEXTS: Readonly<Record<"fr" | "en", AccessTexts>> = { fr: french, en: english };

/** What a member is told of a recovery. */
export interface RecoveryFacts {
  readonly companyName: string;
  /** Who is to become administrator and owner. */
  readonly name: string;
  readonly email: string;
  readonly until: IsoInstant;
  readonly link: string;
}

/** The mail to a member of a dossier that is to be recovered: by whom, until when he may object, and the link. */
export function recoveryMail(
  { companyName, name, email, until, link }: RecoveryFacts,
  lang: keyof typeof TEXTS = "fr",
): { subject: string; text: string; html: string } {
  const { recovery: words, footer } = TEXTS[lang];
  const mail: Mail = {
    lang,
    title: words.title,
    sender: "Paraphe",
    blocks: [
      { kind: "text", text: words.text(companyName) },
      {
        kind: "facts",
        facts: [
          { term: words.person, value: name },
          { term: words.address, value: email },
          { term: words.until, value: formatInstant(until) },
        ],
      },
      { kind: "text", text: words.choice(OBJECTION_HOURS) },
      { kind: "button", label: words.button, href: link },
      { kind: "small", text: words.agree },
    ],
    footer: [footer],
  };
  return { subject: words.subject(companyName), text: mailText(mail), html: mailHtml(mail) };
}
