import {
  type Alert,
  ALERT_KINDS,
  type AlertLevel,
  figuresText,
  isMuted,
  SUBJECT_WORDS,
} from "../../lib/instances/operator.ts";
import type { IsoInstant } from "../../lib/base/dates.ts";
import { type Column, Empty, InstantText, type JSX, State, Table, type Tone } from "../../lib/ui/mod.ts";
import { paths } from "../paths.ts";

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
function subjectText({ subject: { kind, id } }: Alert): string {
  return kind === "dossier" || kind === "procedure" ? `${SUBJECT_WORDS[kind]} ${id.slice(0, 8)}` : id;
}

/** Alerts. */
export function AlertTable(
  { alerts, caption, now, sorted }: {
    alerts: readonly Alert[];
    caption: string;
    now: IsoInstant;
    sorted: (by: "raised" | "seen") => Column<Alert>["sort"];
  },
): JSX.Element {
  return (
    <Table
      caption={caption}
      columns={[
        { label: "Alerte", cell: (alert) => ALERT_KINDS[alert.kind] },
        { label: "Sujet", cell: subjectText },
        { label: "Niveau", cell: ({ level }) => <State {...LEVELS[level]} />, card: "aside" },
        { label: "Chiffres", cell: ({ figures }) => figuresText(figures), grow: true },
        { label: "Levée le", cell: ({ raisedAt }) => <InstantText instant={raisedAt} />, sort: sorted("raised") },
        { label: "Constatée le", cell: ({ seenAt }) => <InstantText instant={seenAt} />, sort: sorted("seen") },
        { label: "Où elle en est", cell: (alert) => standing(alert, now) },
      ]}
      rows={alerts}
      rowHref={({ id }) => paths.alert(id)}
      empty={<Empty title="Aucune alerte">Rien ne répond à ces filtres : tout va bien, ou tout est clos.</Empty>}
    />
  );
}
