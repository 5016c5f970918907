import {
  type CellAct,
  type CellView,
  changeCell,
  closeCell,
  type CurveSpan,
  openCell,
  viewCell,
} from "../../lib/instances/operator.ts";
import type { SentForm } from "../../lib/platform/web/form.ts";
import { Banner, Card, Facts, InstantText, type JSX, PageHead, State, Table } from "../../lib/ui/mod.ts";
import { ConsolePage } from "../frame.tsx";
import { may, type OperatorContext, operatorCtx, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { subjectPage, type SubjectProps } from "../subject.tsx";
import { bytesText, countText } from "../words.ts";
import { CellCurves } from "./cell_curves.tsx";
import { ActCard, type CellForm, limitsIn } from "./cell_forms.tsx";
import { doorOf, KINDS } from "./cells.tsx";

const cellPage = subjectPage<CellView, CellForm>({
  load: (c) => viewCell(operatorCtx(c), idOf(c), spanOf(c)),
  draw: CellPage,
  home: (c) => paths.cell(idOf(c)),
});

/** One cell: whether it takes dossiers and why, what it holds of each limit, its curves. */
export const routes: Routes = {
  "GET /cellules/:cell": cellPage.show,
  "POST /cellules/:cell/ouverture": cellPage.act("ouverture", (c, form) => {
    return openCell(operatorCtx(c), c.get("operator"), reasoned(c, form));
  }, after),
  "POST /cellules/:cell/fermeture": cellPage.act("fermeture", (c, form) => {
    return closeCell(operatorCtx(c), c.get("operator"), reasoned(c, form));
  }, after),
  "POST /cellules/:cell/limites": cellPage.act("limites", (c, form) => {
    return changeCell(operatorCtx(c), c.get("operator"), { ...reasoned(c, form), ...limitsIn(form) });
  }, after),
};

function reasoned(c: OperatorContext, form: SentForm): CellAct {
  return { id: idOf(c), reason: form.text("reason") };
}

function after(c: OperatorContext) {
  return { json: () => ({ id: idOf(c) }) };
}

function idOf(c: OperatorContext): string {
  return c.req.param("cell") ?? "";
}

function spanOf(c: OperatorContext): CurveSpan {
  return c.req.query("periode") === "mois" ? "month" : "day";
}

function CellPage({ c, view, refused }: SubjectProps<CellView, CellForm>): JSX.Element {
  const { cell, curve } = view;
  return (
    <ConsolePage c={c} title={`Cellule ${cell.id}`}>
      <PageHead
        title={`Cellule ${cell.id}`}
        back={{ label: "Cellules", href: paths.cells() }}
        mark={<State {...doorOf(cell)} />}
      />
      {cell.downSince === null ? null : (
        <Banner kind="warning" title="Cette cellule ne répond pas.">
          <p>
            Depuis le{" "}
            <InstantText instant={cell.downSince} />. Ses dossiers voient une page d’attente ; les autres dossiers n’en
            sont pas touchés. Vérifiez la base et le réglage <code>{cell.secretName}</code>.
          </p>
        </Banner>
      )}
      <Card title="En bref">
        <Facts
          facts={[
            { term: "Usage", value: KINDS[cell.kind] },
            { term: "Région", value: cell.region },
            { term: "Adresse de la base", value: <>dans le réglage {<code>{cell.secretName}</code>}</> },
            { term: "Nouveaux dossiers", value: doorOf(cell).word },
            { term: "Depuis le", value: <InstantText instant={cell.stateSince} /> },
          ]}
        />
      </Card>
      <LoadCard view={view} />
      <CellCurves cell={cell.id} curve={curve} span={spanOf(c)} />
      {may(c, "POST /cellules/:cell/limites") ? <ActCard cell={cell} refused={refused} /> : null}
    </ConsolePage>
  );
}

/** Each limit with what is held of it. */
function LoadCard({ view: { cell, last } }: { view: CellView }): JSX.Element {
  const rows = [
    { what: "Dossiers", held: cell.dossiers, most: cell.maxDossiers, text: countText },
    { what: "Base de données", held: last?.databaseBytes, most: cell.maxDatabaseBytes, text: bytesText },
    { what: "Fichiers", held: last?.storageBytes, most: cell.maxStorageBytes, text: bytesText },
    { what: "Connexions", held: last?.connections, most: cell.maxConnections, text: countText },
    { what: "Transactions par minute", held: last?.transactions, most: cell.maxTransactions, text: countText },
  ].map(({ what, held, most, text }) => ({
    what,
    held: held === undefined || held === null ? "–" : text(BigInt(held)),
    most: text(BigInt(most)),
    share: held === undefined || held === null ? "–" : `${BigInt(held) * 100n / BigInt(most)}\u00a0%`,
  }));
  return (
    <Card title="Ce qu’elle tient" flush>
      <Table
        caption={last ? "Limites et dernière mesure" : "Limites, avant la première mesure"}
        columns={[
          { label: "Limite", cell: (row) => row.what, grow: true },
          { label: "Tenu", cell: (row) => row.held, align: "end" },
          { label: "Au plus", cell: (row) => row.most, align: "end" },
          { label: "Part", cell: (row) => row.share, align: "end" },
        ]}
        rows={rows}
      />
    </Card>
  );
}
