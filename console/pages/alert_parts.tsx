import { type Alert, type AlertLevel, isMuted, SUBJECT_WORDS } from "../../lib/instances/operator.ts";
import type { IsoInstant } from "../../lib/base/dates.ts";
import type { Tone } from "../../lib/ui/mod.ts";

/** Level → how the console says it. */
export const LEVELS: Readonly<Record<AlertLevel, { readonly word: string; readonly tone: Tone }>> = {
  warning: { word: "à surveiller", tone: "due" },
  critical: { word: "critique", tone: "late" },
};

/** Where an alert stands: over, muted, in somebody's hands, seen, or new. */
export function standing(alert: Alert, now: IsoInstant): string {
  if (alert.resolvedAt !== null) return "close";
  if (isMuted(alert, now)) return "en sourdine";
  if (alert.assignedName !== null) return `à ${alert.assignedName}`;
  return alert.acknowledgedAt === null ? "nouvelle" : "vue";
}

/** A cell or a queue by its name; a dossier by the beginning of its id, which its alert's page spells out. */
export function subjectText({ subject: { kind, id } }: Alert): string {
  return kind === "dossier" || kind === "procedure" ? `${SUBJECT_WORDS[kind]} ${id.slice(0, 8)}` : id;
}
