import type { Uuid } from "../base/ids.ts";
import { type Mail, mailHtml, mailText } from "../ui/mail_layout.tsx";
import type { Language } from "../identity/mod.ts";
import { INVITATION_DAYS } from "./invitation_link.ts";
import { isReady, labelOfProfile } from "./profiles.ts";
import { english } from "./text.en.ts";
import { type AccessTexts, french } from "./text.fr.ts";

const TEXTS: Readonly<Record<Language, AccessTexts>> = { fr: french, en: english };

/** What the mail of an invitation tells. */
export interface InvitationFacts {
  readonly email: string;
  readonly companyName: string;
  readonly inviter: string;
  readonly language: Language;
  /** Key of a ready profile, or `custom`. */
  readonly profile: string;
  /** Name of a profile of the dossier's own. */
  readonly profileName: string | null;
  /** The recovery that sent it: whoever accepts becomes an owner too. */
  readonly recoveryId: Uuid | null;
  readonly link: string;
}

/** The mail of an invitation: who invites, where, as what, and the link. Never a password. */
export function invitationMail(facts: InvitationFacts): { subject: string; text: string; html: string } {
  const { email, companyName, inviter, language: lang, profile, profileName, link } = facts;
  const words = TEXTS[lang];
  const label = isReady(profile) ? words.profiles[profile] : labelOfProfile(profile, profileName);
  const profileLabel = facts.recoveryId === null ? label : words.ownerToo(label);
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
