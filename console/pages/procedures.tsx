import { formatInstant } from "../../lib/base/dates.ts";
import { isUuid } from "../../lib/base/ids.ts";
import {
  listProcedures,
  PROCEDURE_KINDS,
  PROCEDURE_SORTS,
  type ProcedureFilter,
  type ProcedureLine,
} from "../../lib/instances/operator.ts";
import { InstantText, SelectField, State } from "../../lib/ui/mod.ts";
import type { Routes } from "../handler.ts";
import { listPage } from "../list_page.tsx";
import { textIn } from "../lists.tsx";
import { paths } from "../paths.ts";
import { kindWords, PROCEDURE_STATES, stepWords } from "../procedure_words.ts";
import { countText } from "../words.ts";

const STATES = [
  { value: "under_way", label: "En cours" },
  { value: "done", label: "Terminées" },
  { value: "abandoned", label: "Défaites" },
  { value: "all", label: "Toutes" },
] as const;

const procedures = listPage<Pick<ProcedureFilter, "state" | "kind" | "tenantId" | "text">, ProcedureLine, Sort>({
  name: "procedures",
  title: "Procédures",
  lead: (
    <>
      Ouvertures, déménagements et effacements : où ils en sont, depuis quand, et ce qui les arrête.{" "}
      <a href={paths.quietHour()}>Heure creuse</a> des déménagements.
    </>
  ),
  path: paths.procedures,
  files: paths.proceduresExport,
  sorts: PROCEDURE_SORTS,
  usual: { by: "begun", isDescending: true },
  filterOf: (c) => {
    const { etat, sorte, dossier } = c.req.query();
    const state = STATES.find(({ value }) => value === etat)?.value ?? "under_way";
    return {
      state: state === "all" ? undefined : state,
      kind: PROCEDURE_KINDS.find((kind) => kind === sorte),
      tenantId: dossier !== undefined && isUuid(dossier) ? dossier : undefined,
      text: textIn(c),
    };
  },
  load: listProcedures,
  search: ({ text }) => ({ label: "Dossier : nom ou identifiant", value: text }),
  keep: ({ tenantId }) => tenantId ? { dossier: tenantId } : {},
  fields: ({ state, kind }) => (
    <>
      <SelectField name="etat" label="État" optional value={state ?? "all"} options={STATES} />
      <SelectField
        name="sorte"
        label="Sorte"
        blank="Toutes"
        optional
        value={kind}
        options={PROCEDURE_KINDS.map((each) => ({ value: each, label: kindWords(each) }))}
      />
    </>
  ),
  shown: ({ sorted }) => [
    { label: "Procédure", cell: ({ kind }) => kindWords(kind) },
    { label: "Dossier", cell: ({ companyName, tenantId }) => companyName ?? tenantId },
    { label: "État", cell: ({ state }) => <State {...PROCEDURE_STATES[state]} />, card: "aside" },
    { label: "Étape", cell: stepText, grow: true },
    { label: "Depuis", cell: ({ createdAt }) => <InstantText instant={createdAt} />, sort: sorted("begun") },
    { label: "Dernier pas", cell: ({ updatedAt }) => <InstantText instant={updatedAt} />, sort: sorted("moved") },
    {
      label: "Essais",
      cell: ({ attempts, lastError }) => lastError ? `${countText(attempts)} (${lastError})` : countText(attempts),
      align: "end",
      sort: sorted("attempts"),
    },
  ],
  rowHref: paths.procedure,
  empty: { title: "Aucune procédure", text: "Aucune procédure ne répond à ces filtres." },
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
type Sort = (typeof PROCEDURE_SORTS)[number];

/** Work over two databases: openings, moves, erasures; where each stands, since when, and what stops it. */
export const routes: Routes = {
  "GET /procedures": procedures.show,
  "GET /procedures/export.csv": procedures.csv,
  "GET /procedures/export.xlsx": procedures.xlsx,
};

function stepText({ state, step, steps, stepName, notBefore, attempts }: ProcedureLine): string {
  if (state === "done" || state === "abandoned") return "";
  if (step === 0 && attempts === 0 && notBefore !== null) return `attend le ${formatInstant(notBefore)}`;
  return `${stepWords(stepName)} (${step + 1} sur ${steps})`;
}
