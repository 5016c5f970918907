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
import { Filters, type JSX, PageHead, SelectField } from "../../lib/ui/mod.ts";
import { ConsolePage } from "../frame.tsx";
import type { OperatorContext, Routes } from "../handler.ts";
import { ExportLinks, keptSort, type ListPage, listPage, NextPage, sortIn, sortLink } from "../lists.tsx";
import { paths } from "../paths.ts";
import { AlertTable, LEVELS } from "./alert_parts.tsx";

const alerts = listPage<AlertFilter, Alert>({
  name: "alerts",
  file: "Alertes",
  filterOf,
  load: (ctx, filter, after) => listAlerts(ctx, { ...filter, after }),
  draw: AlertsPage,
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

const YOUNGEST_FIRST = { by: "raised", isDescending: true } as const;

const KINDS = Object.keys(ALERT_KINDS) as readonly AlertKind[];
const STATES = [
  { value: "open", label: "Ouvertes" },
  { value: "over", label: "Closes" },
  { value: "all", label: "Toutes" },
] as const;

function filterOf(c: OperatorContext): AlertFilter {
  const { etat, sorte, niveau, sujet } = c.req.query();
  return {
    state: STATES.find(({ value }) => value === etat)?.value ?? "open",
    kind: KINDS.find((kind) => kind === sorte),
    level: ALERT_LEVELS.find((level) => level === niveau),
    assignedTo: c.req.query("a") === "moi" ? c.get("operator").operatorId : undefined,
    subject: sujet?.slice(0, 100) || undefined,
    sort: sortIn(c, ALERT_SORTS, YOUNGEST_FIRST),
  };
}

function AlertsPage(
  { c, filter, rows, next }: { c: OperatorContext; filter: AlertFilter } & ListPage<Alert>,
): JSX.Element {
  const path = paths.alerts(), sort = filter.sort ?? YOUNGEST_FIRST;
  const sorted = (by: (typeof ALERT_SORTS)[number]) => sortLink(c, { path, by, now: sort });
  return (
    <ConsolePage c={c} title="Alertes">
      <PageHead
        title="Alertes"
        lead={
          <>
            Ce qui ne va pas, et qui s’en occupe. <a href={paths.thresholds()}>Seuils</a>,{" "}
            <a href={paths.alertChannels()}>envoi par mail et par webhook</a>.
          </>
        }
      />
      <Filters
        action={path}
        keep={{ ...keptSort(c), ...filter.subject === undefined ? {} : { sujet: filter.subject } }}
      >
        <SelectField name="etat" label="État" optional value={filter.state} options={STATES} />
        <SelectField
          name="sorte"
          label="Sorte"
          blank="Toutes"
          optional
          value={filter.kind}
          options={KINDS.map((kind) => ({ value: kind, label: ALERT_KINDS[kind] }))}
        />
        <SelectField
          name="niveau"
          label="Niveau"
          blank="Tous"
          optional
          value={filter.level}
          options={ALERT_LEVELS.map((level) => ({ value: level, label: LEVELS[level].word }))}
        />
        <SelectField
          name="a"
          label="Attribuées"
          blank="À tous"
          optional
          value={filter.assignedTo ? "moi" : undefined}
          options={[{ value: "moi", label: "À moi" }]}
        />
      </Filters>
      <ExportLinks c={c} href={paths.alertsExport} />
      <AlertTable alerts={rows} caption="Alertes" now={c.get("now")} sorted={sorted} />
      <NextPage c={c} path={path} next={next} />
    </ConsolePage>
  );
}
