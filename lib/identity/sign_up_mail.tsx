import { type Mail, type MailBlock, mailHtml, mailText } from "../ui/mail_layout.tsx";
import { linkTo } from "./links.ts";
import { SIGN_UP_LINK_HOURS } from "./one_time_token.ts";
import type { FoundSignUp, Language } from "./people_store.ts";
import { english } from "./text.en.ts";
import { french, type IdentityTexts } from "./text.fr.ts";

/** A mail as it is handed over. */
export interface WrittenMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const TEXTS: Readonly<Record<Language, IdentityTexts>> = { fr: french, en: english };

/** The mail that answers a sign-up; only the mailbox's owner learns which of the three cases it was. */
export function signUpMail(signUp: FoundSignUp, secret: string): WrittenMail {
  switch (signUp.purpose) {
    case "confirm_signup":
      return linkMail(signUp, { words: TEXTS[signUp.language].confirm, secret });
    case "open_second_dossier":
      return linkMail(signUp, { words: TEXTS[signUp.language].second, secret });
    case "refused_signup":
      return refusedMail(signUp);
  }
}

/** The welcome: it recalls the address of the account, for whoever forgets which one it was. */
export function welcomeMail(signUp: FoundSignUp): WrittenMail {
  const words = TEXTS[signUp.language].welcome;
  return written(signUp, words, [
    { kind: "text", text: words.text(signUp.companyName) },
    { kind: "facts", facts: [{ term: words.address, value: signUp.email }] },
    { kind: "text", text: words.advice },
    { kind: "button", label: words.button, href: linkTo("signIn") },
  ]);
}

function linkMail(
  signUp: FoundSignUp,
  { words, secret }: { words: IdentityTexts["confirm" | "second"]; secret: string },
): WrittenMail {
  const texts = TEXTS[signUp.language];
  return written(signUp, words, [
    { kind: "text", text: words.text(signUp.companyName) },
    { kind: "button", label: words.button, href: linkTo("confirmSignUp", secret) },
    { kind: "small", text: texts.validity(SIGN_UP_LINK_HOURS) },
    { kind: "small", text: texts.ignore },
  ]);
}

function refusedMail(signUp: FoundSignUp): WrittenMail {
  const words = TEXTS[signUp.language].refused;
  return written(signUp, words, [
    { kind: "text", text: words.text(signUp.companyName) },
    { kind: "text", text: words.advice },
    { kind: "button", label: words.button, href: linkTo("signIn") },
    { kind: "text", text: words.forgotten(linkTo("forgottenPassword")) },
    { kind: "small", text: words.ignore },
  ]);
}

function written(
  { language }: FoundSignUp,
  words: { subject: string; title: string },
  blocks: readonly MailBlock[],
): WrittenMail {
  const footer = [TEXTS[language].footer];
  const mail: Mail = { lang: language, title: words.title, sender: "Paraphe", blocks, footer };
  return { subject: words.subject, text: mailText(mail), html: mailHtml(mail) };
}
