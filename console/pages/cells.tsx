import { type Cell, CELL_KINDS, type CellKind, listCells, registerNewCell } from "../../lib/instances/operator.ts";
import { Empty, type FormState, type JSX, PageHead, State, Table, type Tone } from "../../lib/ui/mod.ts";
import { ConsolePage } from "../frame.tsx";
import {
  answerJson,
  may,
  type OperatorContext,
  operatorCtx,
  page,
  type Routes,
  submit,
  wantsJson,
} from "../handler.ts";
import { paths } from "../paths.ts";
import { countText } from "../words.ts";
import { limitsIn, NewCellCard } from "./cell_forms.tsx";

/** The databases that hold dossiers: whether they answer, how full they are, whether they take new ones. */
export const routes: Routes = { "GET /cellules": showCells, "POST /cellules": register };

/** What cells are for, in words. */
export const KINDS: Readonly<Record<CellKind, string>> = CELL_KINDS;

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

async function showCells(c: OperatorContext): Promise<Response> {
  if (wantsJson(c)) return answerJson(c, await listCells(operatorCtx(c)));
  return page(c, await cellsPage(c));
}

async function register(c: OperatorContext): Promise<Response> {
  return await submit(c, {
    run: (form) => {
      const typed = { id: form.text("id"), ...limitsIn(form), reason: form.text("reason") };
      return registerNewCell(operatorCtx(c), c.get("operator"), typed);
    },
    goTo: (id) => paths.cell(id),
    json: (id) => ({ id }),
    again: (state) => cellsPage(c, state),
  });
}

async function cellsPage(c: OperatorContext, refused?: FormState): Promise<JSX.Element> {
  const cells = await listCells(operatorCtx(c));
  return (
    <ConsolePage c={c} title="Cellules">
      <PageHead title="Cellules" lead="Une cellule est une base de données et son stockage de fichiers." />
      <Table
        caption="Cellules"
        columns={[
          { label: "Cellule", cell: (cell) => cell.id, grow: true },
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
          },
          { label: "Remplie à", cell: (cell) => `${cell.percent}\u00a0%`, align: "end" },
        ]}
        rows={cells}
        rowHref={(cell) => paths.cell(cell.id)}
        empty={<Empty title="Aucune cellule">Le programme inscrit les siennes à son démarrage.</Empty>}
      />
      {may(c, "POST /cellules") ? <NewCellCard state={refused} /> : null}
    </ConsolePage>
  );
}

const ANSWERS = { word: "oui", tone: "done" } as const;
const SILENT = { word: "ne répond pas", tone: "late" } as const;
