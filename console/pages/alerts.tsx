import { formatInstant } from "../../lib/base/dates.ts";
import {
  type Alert,
  ALERT_KINDS,
  ALERT_LEVELS,
  ALERT_SORTS,
  type AlertFilter,
  type AlertKind,
  figuresText,
  listAlerts,
  SUBJECT_WORDS,
} from "../../lib/instances/operator.ts";
import { InstantText, SelectField, State } from "../../lib/ui/mod.ts";
import type { Routes } from "../handler.ts";
import { listPage } from "../list_page.tsx";
import { textIn } from "../lists.tsx";
import { paths } from "../paths.ts";
import { LEVELS, standing, subjectText } from "./alert_parts.tsx";

const KINDS = Object.keys(ALERT_KINDS) as readonly AlertKind[];
const STATES = [
  { value: "open", label: "Ouvertes" },
  { value: "over", label: "Closes" },
  { value: "all", label: "Toutes" },
] as const;

const alerts = listPage<Omit<AlertFilter, "sort" | "after">, Alert, (typeof ALERT_SORTS)[number]>({
  name: "alerts",
  title: "Alertes",
  lead: (
    <>
      Ce qui ne va pas, et qui s’en occupe. <a href={paths.thresholds()}>Seuils</a>,{" "}
      <a href={paths.alertChannels()}>envoi par mail et par webhook</a>.
    </>
  ),
  path: paths.alerts,
  files: paths.alertsExport,
  sorts: ALERT_SORTS,
  usual: { by: "raised", isDescending: true },
  filterOf: (c) => {
    const { etat, sorte, niveau } = c.req.query();
    return {
      state: STATES.find(({ value }) => value === etat)?.value ?? "open",
      kind: KINDS.find((kind) => kind === sorte),
      level: ALERT_LEVELS.find((level) => level === niveau),
      assignedTo: c.req.query("a") === "moi" ? c.get("operator").operatorId : undefined,
      subject: textIn(c, "sujet"),
    };
  },
  load: listAlerts,
  keep: ({ subject }) => subject === undefined ? {} : { sujet: subject },
  fields: ({ state, kind, level, assignedTo }) => (
    <>
      <SelectField name="etat" label="État" optional value={state} options={STATES} />
      <SelectField
        name="sorte"
        label="Sorte"
        blank="Toutes"
        optional
        value={kind}
        options={KINDS.map((each) => ({ value: each, label: ALERT_KINDS[each] }))}
      />
      <SelectField
        name="niveau"
        label="Niveau"
        blank="Tous"
        optional
        value={level}
        options={ALERT_LEVELS.map((each) => ({ value: each, label: LEVELS[each].word }))}
      />
      <SelectField
        name="a"
        label="Attribuées"
        blank="À tous"
        optional
        value={assignedTo ? "moi" : undefined}
        options={[{ value: "moi", label: "À moi" }]}
      />
    </>
  ),
  shown: ({ c, sorted }) => [
    { label: "Alerte", cell: (alert) => ALERT_KINDS[alert.kind] },
    { label: "Sujet", cell: subjectText },
    { label: "Niveau", cell: ({ level }) => <State {...LEVELS[level]} />, card: "aside" },
    { label: "Chiffres", cell: ({ figures }) => figuresText(figures) },
    { label: "Levée le", cell: ({ raisedAt }) => <InstantText instant={raisedAt} />, sort: sorted("raised") },
    { label: "Constatée le", cell: ({ seenAt }) => <InstantText instant={seenAt} />, sort: sorted("seen") },
    { label: "Où elle en est", cell: (alert) => standing(alert, c.get("now")) },
  ],
  rowHref: ({ id }) => paths.alert(id),
  empty: { title: "Aucune alerte", text: "Rien ne répond à ces filtres : tout va bien, ou tout est clos." },
  columns: [
    { title: "Alerte", kind: "text", width: 40, value: ({ kind }) => ALERT_KINDS[kind] },
    { title: "Sur", kind: "text", width: 14, value: ({ subject }) => SUBJECT_WORDS[subject.kind] },
    { title: "Sujet", kind: "text", width: 38, value: ({ subject }) => subject.id },
    { title: "Niveau", kind: "text", width: 14, value: ({ level }) => LEVELS[level].word },
    { title: "Chiffres", kind: "text", width: 60, value: ({ figures }) => figuresText(figures) },
    { title: "Levée", kind: "text", width: 20, value: ({ raisedAt }) => formatInstant(raisedAt) },
    { title: "Constatée encore", kind: "text", width: 20, value: ({ seenAt }) => formatInstant(seenAt) },
    { title: "Attribuée à", kind: "text", width: 20, value: ({ assignedName }) => assignedName },
    { title: "Close", kind: "text", width: 20, value: ({ resolvedAt }) => resolvedAt && formatInstant(resolvedAt) },
  ],
});

/** What went wrong: open alerts unless the address asks for others. */
export const routes: Routes = {
  "GET /alertes": alerts.show,
  "GET /alertes/export.csv": alerts.csv,
  "GET /alertes/export.xlsx": alerts.xlsx,
};
