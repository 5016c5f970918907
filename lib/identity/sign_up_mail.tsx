import { type Mail, type MailBlock, mailHtml, mailText } from "../ui/mail_layout.tsx";
import { linkTo } from "./links.ts";
import { SIGN_UP_LINK_HOURS } from "./one_time_token.ts";
import type { FoundSignUp } from "./people_store.ts";
import { french } from "./text.fr.ts";

/** A mail as it is handed over. */
export interface WrittenMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** The mail that answers a sign-up; only the mailbox's owner learns which of the three cases it was. */
export function signUpMail(signUp: FoundSignUp, secret: string): WrittenMail {
  switch (signUp.purpose) {
    case "confirm_signup":
      return confirmMail(signUp, secret);
    case "open_second_dossier":
      return secondDossierMail(signUp, secret);
    case "refused_signup":
      return refusedMail(signUp);
  }
}

/** The welcome: it recalls the address of the account, for whoever forgets which one it was. */
export function welcomeMail({ email, companyName }: Pick<FoundSignUp, "email" | "companyName">): WrittenMail {
  const words = french.welcome;
  return written(words, [
    { kind: "text", text: words.text(companyName) },
    { kind: "facts", facts: [{ term: words.address, value: email }] },
    { kind: "text", text: words.advice },
    { kind: "button", label: words.button, href: linkTo("signIn") },
  ]);
}

function confirmMail({ companyName }: FoundSignUp, secret: string): WrittenMail {
  const words = french.confirm;
  return written(words, [
    { kind: "text", text: words.text(companyName) },
    { kind: "button", label: words.button, href: linkTo("confirmSignUp", secret) },
    { kind: "small", text: words.validity(SIGN_UP_LINK_HOURS) },
    { kind: "small", text: french.ignore },
  ]);
}

function secondDossierMail({ companyName }: FoundSignUp, secret: string): WrittenMail {
  const words = french.second;
  return written(words, [
    { kind: "text", text: words.text(companyName) },
    { kind: "button", label: words.button, href: linkTo("confirmSignUp", secret) },
    { kind: "small", text: french.confirm.validity(SIGN_UP_LINK_HOURS) },
    { kind: "small", text: french.ignore },
  ]);
}

function refusedMail({ companyName }: FoundSignUp): WrittenMail {
  const words = french.refused;
  return written(words, [
    { kind: "text", text: words.text(companyName) },
    { kind: "text", text: words.advice },
    { kind: "button", label: words.button, href: linkTo("signIn") },
    { kind: "text", text: words.forgotten(linkTo("forgottenPassword")) },
    { kind: "small", text: words.ignore },
  ]);
}

function written(words: { subject: string; title: string }, blocks: readonly MailBlock[]): WrittenMail {
  const mail: Mail = { lang: "fr", title: words.title, sender: "Paraphe", blocks, footer: [french.footer] };
  return { subject: words.subject, text: mailText(mail), html: mailHtml(mail) };
}
