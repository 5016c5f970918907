// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import { parseDate } from "../../lib/base/dates.ts";
import { isUuid } from "../../lib/base/ids.ts";
import { CSV_CONTENT_TYPE, writeCsv } from "../../lib/platform/csv_stream.ts";
import { contentDisposition } from "../../lib/platform/storage/signed_response.ts";
import type { XlsxCell, XlsxSheet } from "../../lib/platform/xlsx.ts";
import {
  exportPieces,
  kindsSeen,
  listPieces,
  type Piece,
  type PieceFilter,
  type PiecePage,
} from "../../lib/reports/mod.ts";
import type { DocumentKind } from "../../lib/sales/mod.ts";
import {
  Actions,
  Amount,
  Button,
  ButtonLink,
  CheckboxField,
  type Column,
  DateField,
  DateText,
  Empty,
  FieldGroup,
  Fold,
  Form,
  type JSX,
  PageHead,
  Pager,
  SelectField,
  Table,
} from "../../lib/ui/mod.ts";
import type { DossierContext, Routes } from "../handler.ts";
import { paths, type Query } from "../paths.ts";
import { respond } from "../respond.tsx";
import { KINDS } from "./documents_words.ts";
import { sendSheet } from "./export.ts";
import { DossierPage } from "./frame.tsx";
import { OneLine } from "./lists.tsx";
import { may, slugOf } from "./here.tsx";
import { columnsIn, PIECE_COLUMNS, type PieceColumn, type PieceColumnName } from "./pieces_columns.ts";

export const pieceRoutes: Routes = {
  "GET /d/:slug/pieces": show,
  "GET /d/:slug/pieces/export.xlsx": sendXlsx,
  "GET /d/:slug/pieces/export.csv": sendCsv,
};

/** « Liste des pièces »: every document, with who did what to it when, in the columns that one chose. */
async function show(c: DossierContext): Promise<Response> {
  const filter = filterIn(c);
  const after = c.req.query("apres") ?? "";
  const page = await listPieces(c.get("ctx"), filter, isUuid(after) ? after : null);
  return respond(c, { json: () => page, page: () => <PiecesPage c={c} filter={filter} page={page} /> });
}

function sendXlsx(c: DossierContext): Response {
  return sendSheet(c, sheetOf(c));
}

function sendCsv(c: DossierContext): Response {
  const sheet = sheetOf(c);
  return c.body(writeCsv(sheet), 200, {
    "content-type": CSV_CONTENT_TYPE,
    "content-disposition": contentDisposition("attachment", `${sheet.name} ${c.get("ctx").today}.csv`),
    "cache-control": "private, no-store",
  });
}

function sheetOf(c: DossierContext): XlsxSheet {
  const columns = columnsIn(c).map((name): PieceColumn => PIECE_COLUMNS[name]);
  return {
    name: "Liste des pièces",
    columns: columns.map(({ label, kind }) => ({ title: label, kind })),
    rows: rowsOf(c, columns),
  };
}

async function* rowsOf(c: DossierContext, columns: readonly PieceColumn[]): AsyncGenerator<XlsxCell[]> {
  for await (const piece of exportPieces(c.get("ctx"), filterIn(c))) {
    yield columns.map(({ cell }) => cell(piece, c));
  }
}

function filterIn(c: DossierContext): PieceFilter {
  const kind = c.req.query("type") ?? "";
  return {
    kind: Object.hasOwn(KINDS, kind) ? kind as DocumentKind : null,
    from: parseDate(c.req.query("du") ?? ""),
    to: parseDate(c.req.query("au") ?? ""),
    timeZone: c.get("entered").dossier.timeZone,
  };
}

function queryOf(c: DossierContext, { kind, from, to }: PieceFilter): Query {
  const chosen = c.req.queries("col") ? columnsIn(c).join(",") : undefined;
  return { type: kind ?? undefined, du: from ?? undefined, au: to ?? undefined, col: chosen };
}

function PiecesPage({ c, filter, page }: { c: DossierContext; filter: PieceFilter; page: PiecePage }): JSX.Element {
  const slug = slugOf(c), query = queryOf(c, filter);
  return (
    <DossierPage c={c} title="Liste des pièces">
      <PageHead
        title="Liste des pièces"
        lead="Devis, factures et avoirs, avec qui les a créés, modifiés, émis et envoyés."
        actions={may(c, "lists:export")
          ? (
            <>
              <ButtonLink kind="quiet" icon="download" href={paths.piecesExport(slug, "xlsx", query)} download>
                Excel
              </ButtonLink>
              <ButtonLink kind="quiet" icon="download" href={paths.piecesExport(slug, "csv", query)} download>
                CSV
              </ButtonLink>
            </>
          )
          : null}
      />
      <Settings c={c} filter={filter} />
      <Table
        caption="Pièces du dossier"
        dense
        columns={columnsIn(c).map((name) => columnOf(c, name))}
        rows={page.pieces}
        rowHref={(piece) => paths.document(slug, piece)}
        empty={
          <Empty title="Aucune pièce">
            <p>Aucun devis, aucune facture ni aucun avoir ne répond à ces choix.</p>
          </Empty>
        }
      />
      <Pager olderHref={page.next ? paths.pieces(slug, { ...query, apres: page.next }) : undefined} />
    </DossierPage>
  );
}

/** « Paramètres »: what is listed, and the columns, by ticks. */
function Settings({ c, filter }: { c: DossierContext; filter: PieceFilter }): JSX.Element {
  const shown = new Set<string>(columnsIn(c));
  const kinds = kindsSeen(c.get("ctx")).map((kind) => ({ value: kind, label: KINDS[kind].many }));
  return (
    <Fold title="Paramètres" hint="type, période, colonnes">
      <Form action={paths.pieces(slugOf(c))} method="get">
        <FieldGroup legend="Pièces" columns>
          <SelectField name="type" label="Type" blank="Toutes" options={kinds} value={filter.kind ?? ""} optional />
          <DateField name="du" label="Du" value={filter.from ?? ""} optional />
          <DateField name="au" label="Au" value={filter.to ?? ""} optional />
        </FieldGroup>
        <FieldGroup legend="Colonnes" ticks>
          {Object.entries(PIECE_COLUMNS).map(([name, { label }]) => (
            <CheckboxTick name={name} label={label} isOn={shown.has(name)} />
          ))}
        </FieldGroup>
        <Actions>
          <Button kind="primary">Afficher</Button>
        </Actions>
      </Form>
    </Fold>
  );
}

/** All ticks bear one name, so that the address says `col=number&col=state`; their ids must differ all the same. */
function CheckboxTick({ name, label, isOn }: { name: string; label: string; isOn: boolean }): JSX.Element {
  return (
    <CheckboxField
      name={`col-${name}`}
      label={label}
      checkedValue={name}
      value={isOn ? name : ""}
      attrs={{ name: "col" }}
    />
  );
}

function columnOf(c: DossierContext, name: PieceColumnName): Column<Piece> {
  const { label, kind, cell }: PieceColumn = PIECE_COLUMNS[name];
  return {
    label,
    align: kind === "cents" || kind === "number" ? "end" : "start",
    cell: (piece) => {
      const value = cell(piece, c);
      if (value === null || value === "") return "—";
      if (typeof value === "bigint") return <Amount cents={value} currency={piece.currency} />;
      if (kind === "date" && name === "day" && piece.issueOn) return <DateText date={piece.issueOn} short />;
      if (kind === "date" && piece.dueOn) return <DateText date={piece.dueOn} short />;
      if (name === "number" || name.endsWith("_at")) return <OneLine>{String(value)}</OneLine>;
      return String(value);
    },
  };
}
