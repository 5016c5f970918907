import { formatInstant } from "../../lib/base/dates.ts";
import { isUuid } from "../../lib/base/ids.ts";
import {
  listProcedures,
  PROCEDURE_KINDS,
  PROCEDURE_SORTS,
  type ProcedureFilter,
  type ProcedureLine,
} from "../../lib/instances/operator.ts";
import { Empty, Filters, InstantText, type JSX, PageHead, SelectField, State, Table } from "../../lib/ui/mod.ts";
import { ConsolePage } from "../frame.tsx";
import type { OperatorContext, Routes } from "../handler.ts";
import { ExportLinks, keptSort, type ListPage, listPage, NextPage, sortIn, sortLink } from "../lists.tsx";
import { paths } from "../paths.ts";
import { kindWords, PROCEDURE_STATES, stepWords } from "../procedure_words.ts";
import { countText } from "../words.ts";

const procedures = listPage<ProcedureFilter, ProcedureLine>({
  name: "procedures",
  file: "Procédures",
  filterOf,
  load: (ctx, filter, after) => listProcedures(ctx, { ...filter, after }),
  draw: ProceduresPage,
  columns: [
    { title: "Procédure", kind: "text", width: 26, value: ({ kind }) => kindWords(kind) },
    { title: "Dossier", kind: "text", width: 40, value: ({ companyName }) => companyName },
    { title: "Identifiant du dossier", kind: "text", width: 38, value: ({ tenantId }) => tenantId },
    { title: "Identifiant", kind: "text", width: 38, value: ({ id }) => id },
    { title: "Étape", kind: "text", width: 30, value: ({ stepName }) => stepWords(stepName) },
    { title: "État", kind: "text", width: 20, value: ({ state }) => PROCEDURE_STATES[state].word },
    { title: "Essais", kind: "number", value: ({ attempts }) => attempts },
    { title: "Dernière erreur", kind: "text", width: 24, value: ({ lastError }) => lastError },
    { title: "Commencée", kind: "text", width: 20, value: ({ createdAt }) => formatInstant(createdAt) },
    { title: "Dernier pas", kind: "text", width: 20, value: ({ updatedAt }) => formatInstant(updatedAt) },
  ],
});

/** Work over two databases: openings, moves, erasures; where each stands, since when, and what stops it. */
export const routes: Routes = {
  "GET /procedures": procedures.show,
  "GET /procedures/export.csv": procedures.csv,
  "GET /procedures/export.xlsx": procedures.xlsx,
};

const LATEST_FIRST = { by: "begun", isDescending: true } as const;
const STATES = [
  { value: "under_way", label: "En cours" },
  { value: "done", label: "Terminées" },
  { value: "abandoned", label: "Défaites" },
  { value: "all", label: "Toutes" },
] as const;

function filterOf(c: OperatorContext): ProcedureFilter {
  const { etat, sorte, dossier, q } = c.req.query();
  const state = STATES.find(({ value }) => value === etat)?.value ?? "under_way";
  return {
    state: state === "all" ? undefined : state,
    kind: PROCEDURE_KINDS.find((kind) => kind === sorte),
    tenantId: dossier !== undefined && isUuid(dossier) ? dossier : undefined,
    text: q?.slice(0, 100) || undefined,
    sort: sortIn(c, PROCEDURE_SORTS, LATEST_FIRST),
  };
}

function ProceduresPage(
  { c, filter, rows, next }: { c: OperatorContext; filter: ProcedureFilter } & ListPage<ProcedureLine>,
): JSX.Element {
  const path = paths.procedures(), sort = filter.sort ?? LATEST_FIRST;
  const sorted = (by: (typeof PROCEDURE_SORTS)[number]) => sortLink(c, { path, by, now: sort });
  return (
    <ConsolePage c={c} title="Procédures">
      <PageHead
        title="Procédures"
        lead="Ouvertures, déménagements et effacements : où ils en sont, depuis quand, et ce qui les arrête."
      />
      <Filters
        action={path}
        keep={{ ...keptSort(c), ...filter.tenantId ? { dossier: filter.tenantId } : {} }}
        search={{ label: "Dossier : nom ou identifiant", value: filter.text }}
      >
        <SelectField name="etat" label="État" optional value={filter.state ?? "all"} options={STATES} />
        <SelectField
          name="sorte"
          label="Sorte"
          blank="Toutes"
          optional
          value={filter.kind}
          options={PROCEDURE_KINDS.map((kind) => ({ value: kind, label: kindWords(kind) }))}
        />
      </Filters>
      <ExportLinks c={c} href={paths.proceduresExport} />
      <Table
        caption="Procédures"
        columns={[
          { label: "Procédure", cell: ({ kind }) => kindWords(kind) },
          { label: "Dossier", cell: ({ companyName, tenantId }) => companyName ?? tenantId },
          { label: "État", cell: ({ state }) => <State {...PROCEDURE_STATES[state]} />, card: "aside" },
          { label: "Étape", cell: stepText, grow: true },
          { label: "Depuis", cell: ({ createdAt }) => <InstantText instant={createdAt} />, sort: sorted("begun") },
          { label: "Dernier pas", cell: ({ updatedAt }) => <InstantText instant={updatedAt} />, sort: sorted("moved") },
          {
            label: "Essais",
            cell: ({ attempts, lastError }) =>
              lastError ? `${countText(attempts)} (${lastError})` : countText(attempts),
            align: "end",
            sort: sorted("attempts"),
          },
        ]}
        rows={rows}
        rowHref={(procedure) => paths.procedure(procedure)}
        empty={<Empty title="Aucune procédure">Aucune procédure ne répond à ces filtres.</Empty>}
      />
      <NextPage c={c} path={path} next={next} />
    </ConsolePage>
  );
}

function stepText({ state, step, steps, stepName, notBefore, attempts }: ProcedureLine): string {
  if (state === "done" || state === "abandoned") return "";
  if (step === 0 && attempts === 0 && notBefore !== null) return `attend le ${formatInstant(notBefore)}`;
  return `${stepWords(stepName)} (${step + 1} sur ${steps})`;
}
