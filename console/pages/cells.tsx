import { type CellRow, listCells } from "../../lib/instances/operator.ts";
import { Empty, PageHead, State, Table } from "../../lib/ui/mod.ts";
import { ConsolePage } from "../frame.tsx";
import { type OperatorContext, operatorCtx, page, type Routes } from "../handler.ts";
import { countText } from "../words.ts";

/** The databases that hold dossiers, whether they answer, and how full they are. */
export const routes: Routes = { "GET /cellules": showCells };

const KINDS: Readonly<Record<CellRow["kind"], string>> = {
  trial: "essai",
  production: "production",
  scratch: "copies de travail",
};

async function showCells(c: OperatorContext): Promise<Response> {
  const [cells, health] = await Promise.all([listCells(operatorCtx(c)), c.get("edge").health()]);
  return page(
    c,
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
            cell: ({ id }) => <State {...health.cells[id] ? ANSWERS : SILENT} />,
            card: "aside",
          },
          { label: "Nouveaux dossiers", cell: (cell) => cell.state === "open" ? "acceptés" : "refusés" },
          {
            label: "Dossiers",
            cell: (cell) => `${countText(cell.dossiers)} sur ${countText(cell.maxDossiers)}`,
            align: "end",
          },
        ]}
        rows={cells}
        empty={<Empty title="Aucune cellule">Le programme inscrit les siennes à son démarrage.</Empty>}
      />
    </ConsolePage>,
  );
}

const ANSWERS = { word: "oui", tone: "done" } as const;
const SILENT = { word: "ne répond pas", tone: "late" } as const;
