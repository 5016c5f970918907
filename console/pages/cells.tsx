import { dayOf } from "../../lib/base/dates.ts";
import {
  type Cell,
  CELL_KINDS,
  CELL_SORTS,
  CELL_STATES,
  type CellFilter,
  type CellKind,
  type CellState,
  listCellPage,
  registerNewCell,
} from "../../lib/instances/operator.ts";
import { SelectField, State, type Tone } from "../../lib/ui/mod.ts";
import { may, type OperatorContext, operatorCtx, type Routes, submit } from "../handler.ts";
import { listPage } from "../list_page.tsx";
import { textIn } from "../lists.tsx";
import { paths } from "../paths.ts";
import { countText } from "../words.ts";
import { limitsIn, NewCellCard } from "./cell_forms.tsx";

/** What cells are for, in words. */
export const KINDS: Readonly<Record<CellKind, string>> = CELL_KINDS;

const ANSWERS = { word: "oui", tone: "done" } as const;
const SILENT = { word: "ne répond pas", tone: "late" } as const;
const DOORS: Readonly<Record<CellState, string>> = { waiting: "En réserve", open: "Ouverte", closed: "Fermée" };

/** Whether a cell takes new dossiers, in words. */
export function doorOf(
  { state, closedBecause, fullPercent }: Pick<Cell, "state" | "closedBecause" | "fullPercent">,
): { word: string; tone: Tone } {
  if (state === "open") return { word: "ouverte", tone: "done" };
  if (state === "waiting") return { word: "en réserve", tone: "draft" };
  return closedBecause === "full"
    ? { word: `fermée à ${fullPercent} %`, tone: "due" }
    : { word: "fermée à la main", tone: "ended" };
}

const cells = listPage<Omit<CellFilter, "sort" | "after">, Cell, (typeof CELL_SORTS)[number]>({
  name: "cells",
  title: "Cellules",
  lead: "Une cellule est une base de données et son stockage de fichiers.",
  path: paths.cells,
  files: paths.cellsExport,
  sorts: CELL_SORTS,
  usual: { by: "id", isDescending: false },
  filterOf: (c) => {
    const { usage, etat, repond } = c.req.query();
    return {
      kind: (Object.keys(KINDS) as CellKind[]).find((known) => known === usage),
      state: CELL_STATES.find((known) => known === etat),
      answers: repond === "oui" ? true : repond === "non" ? false : undefined,
      text: textIn(c),
    };
  },
  load: listCellPage,
  search: ({ text }) => ({ label: "Identifiant ou région", value: text }),
  fields: ({ kind, state, answers }) => (
    <>
      <SelectField
        name="usage"
        label="Usage"
        blank="Tous"
        optional
        value={kind}
        options={Object.entries(KINDS).map(([value, label]) => ({ value, label }))}
      />
      <SelectField
        name="etat"
        label="Nouveaux dossiers"
        blank="Toutes"
        optional
        value={state}
        options={CELL_STATES.map((value) => ({ value, label: DOORS[value] }))}
      />
      <SelectField
        name="repond"
        label="Répond"
        blank="Toutes"
        optional
        value={answers === undefined ? undefined : answers ? "oui" : "non"}
        options={[{ value: "oui", label: "Oui" }, { value: "non", label: "Non" }]}
      />
    </>
  ),
  shown: ({ sorted }) => [
    { label: "Cellule", cell: (cell) => cell.id, grow: true, sort: sorted("id") },
    { label: "Usage", cell: (cell) => KINDS[cell.kind] },
    { label: "Région", cell: (cell) => cell.region },
    {
      label: "Répond",
      cell: ({ downSince }) => <State {...downSince === null ? ANSWERS : SILENT} />,
      card: "aside",
    },
    { label: "Nouveaux dossiers", cell: (cell) => <State {...doorOf(cell)} /> },
    {
      label: "Dossiers",
      cell: (cell) => `${countText(cell.dossiers)} sur ${countText(cell.maxDossiers)}`,
      align: "end",
      sort: sorted("dossiers"),
    },
    { label: "Remplie à", cell: (cell) => `${cell.percent}\u00a0%`, align: "end", sort: sorted("share") },
  ],
  rowHref: (cell) => paths.cell(cell.id),
  empty: {
    title: "Aucune cellule",
    text: "Aucune ne répond à ces filtres. Le programme inscrit les siennes à son démarrage.",
  },
  below: (c, state) => may(c, "POST /cellules") ? <NewCellCard state={state} /> : null,
  columns: [
    { title: "Cellule", kind: "text", width: 24, value: ({ id }) => id },
    { title: "Usage", kind: "text", width: 18, value: ({ kind }) => KINDS[kind] },
    { title: "Région", kind: "text", width: 18, value: ({ region }) => region },
    {
      title: "Répond",
      kind: "text",
      width: 14,
      value: ({ downSince }) => (downSince === null ? ANSWERS : SILENT).word,
    },
    { title: "Nouveaux dossiers", kind: "text", width: 20, value: (cell) => doorOf(cell).word },
    { title: "Depuis le", kind: "date", value: ({ stateSince }) => dayOf(stateSince) },
    { title: "Dossiers", kind: "number", value: ({ dossiers }) => dossiers },
    { title: "Dossiers au plus", kind: "number", value: ({ maxDossiers }) => maxDossiers },
    { title: "Remplie à (%)", kind: "number", value: ({ percent }) => percent },
  ],
});

/** The databases that hold dossiers: whether they answer, how full they are, whether they take new ones. */
export const routes: Routes = {
  "GET /cellules": cells.show,
  "GET /cellules/export.csv": cells.csv,
  "GET /cellules/export.xlsx": cells.xlsx,
  "POST /cellules": register,
};

async function register(c: OperatorContext): Promise<Response> {
  return await submit(c, {
    run: (form) => {
      const typed = { id: form.text("id"), ...limitsIn(form), reason: form.text("reason") };
      return registerNewCell(operatorCtx(c), c.get("operator"), typed);
    },
    goTo: (id) => paths.cell(id),
    json: (id) => ({ id }),
    again: (state) => cells.draw(c, { state }),
  });
}
