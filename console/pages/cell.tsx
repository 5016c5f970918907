// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import {
  type CellAct,
  type CellView,
  changeCell,
  closeCell,
  type CurveSpan,
  openCell,
  type Operator,
  viewCell,
} from "../../lib/instances/operator.ts";
import type { PersonCtx } from "../../lib/base/ctx.ts";
import type { SentForm } from "../../lib/platform/web/form.ts";
import { Banner, Card, Facts, InstantText, type JSX, PageHead, State, Table } from "../../lib/ui/mod.ts";
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
import { bytesText, countText } from "../words.ts";
import { CellCurves } from "./cell_curves.tsx";
import { DoorCard, LimitsCard, limitsIn, type RefusedCell } from "./cell_forms.tsx";
import { doorOf, KINDS } from "./cells.tsx";

/** One cell: whether it takes dossiers and why, what it holds of each limit, its curves. */
export const routes: Routes = {
  "GET /cellules/:cell": showCell,
  "POST /cellules/:cell/ouverture": (c) => act(c, "ouverture", (ctx, by, what) => openCell(ctx, by, what)),
  "POST /cellules/:cell/fermeture": (c) => act(c, "fermeture", (ctx, by, what) => closeCell(ctx, by, what)),
  "POST /cellules/:cell/limites": (c) =>
    act(c, "limites", (ctx, by, what, form) => changeCell(ctx, by, { ...what, ...limitsIn(form) })),
};

async function showCell(c: OperatorContext): Promise<Response> {
  const view = await viewCell(operatorCtx(c), idOf(c), spanOf(c));
  return wantsJson(c) ? answerJson(c, view) : page(c, <CellPage c={c} view={view} />);
}

async function act(
  c: OperatorContext,
  name: RefusedCell["act"],
  run: (ctx: PersonCtx, by: Operator, what: CellAct, form: SentForm) => Promise<void>,
): Promise<Response> {
  const id = idOf(c), ctx = operatorCtx(c);
  return await submit(c, {
    run: (form) => run(ctx, c.get("operator"), { id, reason: form.text("reason") }, form),
    goTo: paths.cell(id),
    json: () => ({ id }),
    again: async (state) => <CellPage c={c} view={await viewCell(ctx, id, spanOf(c))} refused={{ act: name, state }} />,
  });
}

function idOf(c: OperatorContext): string {
  return c.req.param("cell") ?? "";
}

function spanOf(c: OperatorContext): CurveSpan {
  return c.req.query("periode") === "mois" ? "month" : "day";
}

interface Props {
  readonly c: OperatorContext;
  readonly view: CellView;
  readonly refused?: RefusedCell;
}

function CellPage({ c, view, refused }: Props): JSX.Element {
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
      {may(c, "POST /cellules/:cell/limites")
        ? (
          <>
            <DoorCard cell={cell} refused={refused} />
            <LimitsCard cell={cell} refused={refused} />
          </>
        )
        : null}
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
