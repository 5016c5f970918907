import { formatDate } from "../../base/dates.ts";
import { dayOf, type IsoInstant } from "../../base/dates.ts";
import { type MailBlock, mailHtml, mailText } from "../../ui/mail_layout.tsx";
import type { FactorEvent } from "../jobs.ts";
import { linkTo } from "../links.ts";
import type { WrittenMail } from "../sign_up_mail.tsx";
import { MAIL_CODE_MINUTES } from "./mail_code.ts";
import { french } from "./text.fr.ts";

/** Tells what changed in how somebody signs in, on which day, and what to do if it was not he. */
export function factorMail(event: FactorEvent, at: IsoInstant): WrittenMail {
  const words = french.changed;
  return written(words.subject, words.title, [
    { kind: "text", text: words.events[event] },
    { kind: "facts", facts: [{ term: words.when, value: formatDate(dayOf(at)) }] },
    { kind: "text", text: words.advice },
    { kind: "button", label: words.button, href: linkTo("signIn") },
  ]);
}

/** The six digits of a second step. */
export function mailCodeMail(digits: string): WrittenMail {
  const words = french.code;
  return written(words.subject, words.title, [
    { kind: "text", text: words.text },
    { kind: "facts", facts: [{ term: words.term, value: digits }] },
    { kind: "small", text: words.validity(MAIL_CODE_MINUTES) },
    { kind: "small", text: words.ignore },
  ]);
}

function written(subject: string, title: string, blocks: readonly MailBlock[]): WrittenMail {
  const mail = { lang: "fr", title, sender: "Paraphe", blocks, footer: [french.footer] } as const;
  return { subject, text: mailText(mail), html: mailHtml(mail) };
}
