import { type Mail, mailHtml, mailText } from "../../ui/mod.ts";
import type { Alert } from "./alert.ts";
import { ALERT_ACT_WORDS, alertTitle, figuresText } from "./alert_words.ts";
import type { AlertEventRow } from "./alert_query.ts";

const LEVEL_WORDS = { warning: "à surveiller", critical: "critique" } as const;

/** A mail's words. */
export interface AlertMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** What an operator reads of an alert: what is wrong, its figures, and where to act. */
export function alertMail(alert: Alert, { act, level, figures, operator }: AlertEventRow, link: string): AlertMail {
  const title = alertTitle(alert);
  const words = `${operator ?? "Le programme"} ${ALERT_ACT_WORDS[act]}.`;
  const mail: Mail = {
    lang: "fr",
    title,
    sender: "Console d’exploitation de Paraphe",
    blocks: [
      { kind: "text", text: words },
      {
        kind: "facts",
        facts: [
          { term: "Niveau", value: LEVEL_WORDS[level] },
          { term: "Chiffres", value: figuresText(figures) || "aucun" },
        ],
      },
      { kind: "button", label: "Ouvrir l’alerte", href: link },
    ],
    footer: ["Vous recevez ce message parce que vous exploitez Paraphe ; la console dit ce qui part par mail."],
  };
  return { subject: `[${LEVEL_WORDS[level]}] ${title}`, text: mailText(mail), html: mailHtml(mail) };
}
