import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";

/**
 * What may go wrong, each with its title. The figures that a kind tells are names → text or numbers; they never hold
 * business data.
 */
export const ALERT_KINDS = {
  cell_load: "Une cellule dépasse un seuil",
  cell_down: "Une cellule ne répond pas",
  no_cell: "Plus aucune cellule n’accepte de dossier",
  dossier_size: "Un dossier approche de sa place",
  jobs_parked: "Des travaux sont garés",
  jobs_late: "Des travaux attendent",
  procedure_stuck: "Une procédure n’avance plus",
  move_failed: "Un déménagement a échoué",
  procedure_failed: "Une procédure a été abandonnée",
  not_moved: "Un dossier activé reste dans une cellule d’essai",
  keep_failed: "La conservation d’un dossier fermé a échoué",
  keep_to_second: "Un dossier fermé par l’exploitation attend une seconde personne pour être conservé",
  retention_over: "Les dix ans d’un dossier conservé sont passés",
  exit_lacks: "Des documents manquent à une archive de sortie",
  store_down: "Un espace de fichiers ne répond pas",
} as const;

/** Key of what went wrong. */
export type AlertKind = keyof typeof ALERT_KINDS;

/** How bad it is. */
export const ALERT_LEVELS = ["warning", "critical"] as const;
/** How bad it is. */
export type AlertLevel = (typeof ALERT_LEVELS)[number];

/** What an alert is about. */
export const ALERT_SUBJECTS = ["cell", "dossier", "queue", "procedure", "service"] as const;

/** What an alert is about: a cell by its id, a dossier by its tenant id, a queue by its database, and so on. */
export interface AlertSubject {
  readonly kind: (typeof ALERT_SUBJECTS)[number];
  readonly id: string;
}

/** Figures of an alert, by name: counts, bytes, shares, codes. Never a name, an address or an amount of a dossier. */
export type AlertFigures = Readonly<Record<string, string | number>>;

/** What tells one open alert from another: raised twice, it stays one. */
export interface AlertKey {
  readonly kind: AlertKind;
  readonly subject: AlertSubject;
}

/** What is raised. */
export interface Alarm extends AlertKey {
  readonly at: IsoInstant;
  readonly level: AlertLevel;
  readonly figures: AlertFigures;
}

/** What happens to an alert; each stands in its history, which nobody can rewrite. */
export const ALERT_ACTS = [
  "raised",
  "worsened",
  "eased",
  "cleared",
  "acknowledged",
  "assigned",
  "released",
  "muted",
  "unmuted",
  "resolved",
] as const;
/** What happens to an alert. */
export type AlertAct = (typeof ALERT_ACTS)[number];

/** An alert as it stands. */
export interface Alert extends AlertKey {
  readonly id: Uuid;
  readonly level: AlertLevel;
  readonly figures: AlertFigures;
  readonly raisedAt: IsoInstant;
  /** When it was last found to hold. */
  readonly seenAt: IsoInstant;
  readonly acknowledgedAt: IsoInstant | null;
  readonly assignedTo: Uuid | null;
  readonly assignedName: string | null;
  readonly mutedUntil: IsoInstant | null;
  readonly resolvedAt: IsoInstant | null;
}

/** True while nobody is to be told of an alert. */
export function isMuted({ mutedUntil }: Pick<Alert, "mutedUntil">, at: IsoInstant): boolean {
  return mutedUntil !== null && mutedUntil > at;
}
