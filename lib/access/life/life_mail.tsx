import { formatDate, formatEnglishInstant, formatInstant, type IsoDate, type IsoInstant } from "../../base/dates.ts";
import type { Ending, Notice } from "../../instances/mod.ts";
import { type Mail, mailHtml, mailText } from "../../ui/mail_layout.tsx";
import { english } from "./life_text.en.ts";
import { french, type LifeTexts } from "./life_text.fr.ts";

const TEXTS: Readonly<Record<"fr" | "en", LifeTexts>> = { fr: french, en: english };

/** What a mail about the life of a dossier says. */
export interface LifeFacts {
  readonly notice: Notice;
  readonly companyName: string;
  /** The day that it is about: end of the trial, of the export, of the cooling-off; null where there is none. */
  readonly on: IsoDate | null;
  readonly ending: Ending | null;
  /** When the dossier changes servers at the earliest; null where it does not. */
  readonly moveFrom: IsoInstant | null;
  readonly timeZone: string;
  /** Subscriber's area, and the archives. */
  readonly links: { readonly area: string; readonly archives: string };
}

/** The mail to an owner or administrator: what becomes of the dossier, until when, and where to act. */
export function lifeMail(
  { notice, companyName, on, ending, moveFrom, timeZone, links }: LifeFacts,
  lang: keyof typeof TEXTS = "fr",
): { subject: string; text: string; html: string } {
  const { says, area, archives, footer } = TEXTS[lang];
  const day = on === null ? "" : dayIn(lang, on);
  const move = moveFrom === null ? "" : momentIn(lang, moveFrom, timeZone);
  const { subject, title, text } = says(notice, { company: companyName, day, ending, move });
  const mail: Mail = {
    lang,
    title,
    sender: "Paraphe",
    blocks: [
      ...text.map((each) => ({ kind: "text", text: each }) as const),
      ...(notice === "erase" ? [] : [{ kind: "button", label: area, href: links.area } as const]),
      ...(wantsArchive(notice) ? [{ kind: "small", text: `${archives} ${links.archives}` } as const] : []),
    ],
    footer: [footer(companyName)],
  };
  return { subject, text: mailText(mail), html: mailHtml(mail) };
}

/** What ends sooner or later is told with the way to one's data. */
function wantsArchive(notice: Notice): boolean {
  return notice === "close" || notice === "suspend" || notice === "trial_over" || notice.startsWith("unused_");
}

function dayIn(lang: "fr" | "en", day: IsoDate): string {
  return lang === "fr" ? formatDate(day) : day;
}

function momentIn(lang: "fr" | "en", moment: IsoInstant, timeZone: string): string {
  return lang === "fr" ? formatInstant(moment, timeZone) : formatEnglishInstant(moment, timeZone);
}
