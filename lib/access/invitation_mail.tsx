import { type Mail, mailHtml, mailText } from "../ui/mail_layout.tsx";
import { INVITATION_DAYS } from "./invitation_link.ts";
import { english } from "./text.en.ts";
import { type AccessTexts, french } from "./text.fr.ts";

/** Languages of the mail; pages that invite are French until a dossier has others. */
const TEXTS: Readonly<Record<"fr" | "en", AccessTexts>> = { fr: french, en: english };

/** What the mail of an invitation tells. */
export interface InvitationFacts {
  readonly email: string;
  readonly companyName: string;
  readonly inviter: string;
  readonly profileLabel: string;
  readonly link: string;
}

/** The mail of an invitation: who invites, where, as what, and the link. Never a password. */
export function invitationMail(
  facts: InvitationFacts,
  lang: keyof typeof TEXTS = "fr",
): { subject: string; text: string; html: string } {
  const words = TEXTS[lang];
  const { email, companyName, inviter, profileLabel, link } = facts;
  const mail: Mail = {
    lang,
    title: words.title,
    sender: "Paraphe",
    blocks: [
      { kind: "text", text: words.text(inviter, companyName) },
      {
        kind: "facts",
        facts: [{ term: words.profile, value: profileLabel }, { term: words.address, value: email }],
      },
      { kind: "button", label: words.button, href: link },
      { kind: "small", text: words.validity(INVITATION_DAYS) },
      { kind: "small", text: words.ignore },
    ],
    footer: [words.footer],
  };
  return { subject: words.subject(companyName), text: mailText(mail), html: mailHtml(mail) };
}
