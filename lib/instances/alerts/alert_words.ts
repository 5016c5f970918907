import { ALERT_KINDS, type AlertAct, type AlertFigures, type AlertKey, type AlertSubject } from "./alert.ts";

/** What an alert is about, in words; a dossier by its id, since mails carry no company's name. */
export const SUBJECT_WORDS: Readonly<Record<AlertSubject["kind"], string>> = {
  cell: "cellule",
  dossier: "dossier",
  queue: "file",
  procedure: "procédure",
  service: "service",
};

/** What happened to an alert, in words: « Odile » or « Le programme » + words. */
export const ALERT_ACT_WORDS: Readonly<Record<AlertAct, string>> = {
  raised: "a levé l’alerte",
  worsened: "a trouvé que cela s’aggrave",
  eased: "a trouvé que cela s’arrange",
  cleared: "a constaté que c’est fini",
  acknowledged: "en a pris connaissance",
  assigned: "a attribué l’alerte",
  released: "a retiré l’attribution",
  muted: "a mis l’alerte en sourdine",
  unmuted: "a levé la sourdine",
  resolved: "a clos l’alerte",
};

/** Names of figures, in words; a name without words is shown as it is. */
const FIGURE_WORDS: Readonly<Record<string, string>> = {
  percent: "part de la limite (%)",
  limit: "limite",
  dossiers: "dossiers",
  bytes: "octets",
  parked: "travaux garés",
  minutes: "attente du plus ancien (min)",
  ready: "travaux à faire",
  attempts: "essais",
  step: "étape",
  code: "code",
  kind: "sorte",
  until: "gardé jusqu’au",
  lacking: "fichiers manquants",
};

/** « Des travaux attendent : file trial-1 ». */
export function alertTitle({ kind, subject }: AlertKey): string {
  return `${ALERT_KINDS[kind]}\u00a0: ${SUBJECT_WORDS[subject.kind]} ${subject.id}`;
}

/** « travaux garés : 3 ; attente du plus ancien (min) : 12 ». */
export function figuresText(figures: AlertFigures): string {
  return Object.entries(figures).map(([name, value]) => `${FIGURE_WORDS[name] ?? name}\u00a0: ${value}`).join(
    "\u00a0; ",
  );
}
