import { isUuid } from "../../lib/base/ids.ts";
import {
  ALERT_KINDS,
  ALERT_LEVELS,
  type AlertFilter,
  type AlertKind,
  type AlertPage,
  listAlerts,
} from "../../lib/instances/operator.ts";
import { Filters, type JSX, PageHead, Pager, SelectField } from "../../lib/ui/mod.ts";
import { ConsolePage } from "../frame.tsx";
import { answerJson, type OperatorContext, operatorCtx, page, type Routes, wantsJson } from "../handler.ts";
import { paths } from "../paths.ts";
import { AlertTable, LEVELS } from "./alert_parts.tsx";

/** What went wrong: open alerts unless the address asks for others. */
export const routes: Routes = { "GET /alertes": showAlerts };

const KINDS = Object.keys(ALERT_KINDS) as readonly AlertKind[];
const STATES = [
  { value: "open", label: "Ouvertes" },
  { value: "over", label: "Closes" },
  { value: "all", label: "Toutes" },
] as const;

async function showAlerts(c: OperatorContext): Promise<Response> {
  const filter = filterOf(c);
  const found = await listAlerts(operatorCtx(c), filter);
  return wantsJson(c) ? answerJson(c, found) : page(c, <AlertsPage c={c} filter={filter} found={found} />);
}

/** What the address asks for; what it says that cannot be is left aside. */
function filterOf(c: OperatorContext): AlertFilter {
  const { etat, sorte, niveau, sujet, avant } = c.req.query();
  return {
    state: STATES.find(({ value }) => value === etat)?.value ?? "open",
    kind: KINDS.find((kind) => kind === sorte),
    level: ALERT_LEVELS.find((level) => level === niveau),
    assignedTo: c.req.query("a") === "moi" ? c.get("operator").operatorId : undefined,
    subject: sujet?.slice(0, 100) || undefined,
    before: avant !== undefined && isUuid(avant) ? avant : undefined,
  };
}

function AlertsPage(
  { c, filter, found }: { c: OperatorContext; filter: AlertFilter; found: AlertPage },
): JSX.Element {
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
      <Filters action={paths.alerts()} keep={filter.subject === undefined ? {} : { sujet: filter.subject }}>
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
      <AlertTable alerts={found.alerts} caption="Alertes" now={c.get("now")} />
      <Pager olderHref={olderHref(filter, found)} />
    </ConsolePage>
  );
}

function olderHref({ state, kind, level, assignedTo, subject }: AlertFilter, { next }: AlertPage): string | undefined {
  if (next === null) return undefined;
  const query = new URLSearchParams({
    etat: state,
    ...(kind ? { sorte: kind } : {}),
    ...(level ? { niveau: level } : {}),
    ...(assignedTo ? { a: "moi" } : {}),
    ...(subject ? { sujet: subject } : {}),
    avant: next,
  });
  return paths.alerts(`?${query}`);
}
