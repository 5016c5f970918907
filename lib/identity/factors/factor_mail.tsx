import { dayOf, type IsoInstant } from "../../base/dates.ts";
import { type MailBlock, mailHtml, mailText } from "../../ui/mail_layout.tsx";
import type { FactorEvent } from "../jobs.ts";
import { linkTo } from "../links.ts";
import type { WrittenMail } from "../sign_up_mail.tsx";
import { MAIL_CODE_MINUTES } from "./mail_code.ts";
import type { Language } from "../people_store.ts";
import { english } from "./text.en.ts";
import { type FactorTexts, french } from "./text.fr.ts";

const TEXTS: Readonly<Record<Language, FactorTexts>> = { fr: french, en: english };

/** Tells what changed in how somebody signs in, on which day, and what to do if it was not he. */
export function factorMail(event: FactorEvent, at: IsoInstant, lang: Language): WrittenMail {
  const words = TEXTS[lang].changed;
  return written(lang, words, [
    { kind: "text", text: words.events[event] },
    { kind: "facts", facts: [{ term: words.when, value: words.day(dayOf(at)) }] },
    { kind: "text", text: words.advice },
    { kind: "button", label: words.button, href: linkTo("signIn") },
  ]);
}

/** The six digits of a second step. */
export function mailCodeMail(digits: string, lang: Language): WrittenMail {
  const words = TEXTS[lang].code;
  return written(lang, words, [
    { kind: "text", text: words.text },
    { kind: "facts", facts: [{ term: words.term, value: digits }] },
    { kind: "small", text: words.validity(MAIL_CODE_MINUTES) },
    { kind: "small", text: words.ignore },
  ]);
}

function written(
  lang: Language,
  { subject, title }: { subject: string; title: string },
  blocks: readonly MailBlock[],
): WrittenMail {
  const mail = { lang, title, sender: "Paraphe", blocks, footer: [TEXTS[lang].footer] };
  return { subject, text: mailText(mail), html: mailHtml(mail) };
}
