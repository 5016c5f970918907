import { isUuid } from "../../lib/base/ids.ts";
import { parseDate } from "../../lib/base/dates.ts";
import { authorize } from "../../lib/base/ctx.ts";
import { writeXlsx, XLSX_CONTENT_TYPE, type XlsxCell, type XlsxColumn } from "../../lib/platform/xlsx.ts";
import { contentDisposition } from "../../lib/platform/storage/signed_response.ts";
import {
  balanceOf,
  DOCUMENT_VIEWS,
  type DocumentCursor,
  type DocumentFilter,
  type DocumentKind,
  type DocumentLine,
  type DocumentPage,
  type DocumentView,
  exportDocuments,
  listDocuments,
} from "../../lib/sales/mod.ts";
import {
  Amount,
  ButtonLink,
  type Column,
  DateText,
  Empty,
  Filters,
  type JSX,
  PageHead,
  Pager,
  State,
  Table,
  Tabs,
} from "../../lib/ui/mod.ts";
import type { DossierContext } from "../handler.ts";
import { paths, type Query } from "../paths.ts";
import { respond } from "../respond.tsx";
import { KINDS, rightOn, stateOf } from "./documents_words.ts";
import { DossierPage } from "./frame.tsx";
import { Done, may, slugOf } from "./here.tsx";

/** A page of quotes, invoices or credit notes. */
export async function listAll(c: DossierContext, kind: DocumentKind): Promise<Response> {
  const filter = filterIn(c, kind);
  const found = await listDocuments(c.get("ctx"), filter);
  return respond(c, { json: () => found, page: () => <ListPage c={c} filter={filter} found={found} /> });
}

/** The same as a spreadsheet, whole, streamed line by line. Takes the right to read besides the right to export. */
export function exportAll(c: DossierContext, kind: DocumentKind): Response {
  authorize(c.get("ctx"), rightOn(kind, "read"));
  const { many } = KINDS[kind];
  const rows = cellsOf(c, exportDocuments(c.get("ctx"), filterIn(c, kind)));
  return c.body(writeXlsx({ name: many, columns: COLUMNS, rows }), 200, {
    "content-type": XLSX_CONTENT_TYPE,
    "content-disposition": contentDisposition("attachment", `${many} ${c.get("ctx").today}.xlsx`),
    "cache-control": "private, no-store",
  });
}

function filterIn(c: DossierContext, kind: DocumentKind): DocumentFilter {
  const view = c.req.query("vue") ?? "";
  const customerId = c.req.query("client") ?? "";
  return {
    kind,
    view: Object.hasOwn(DOCUMENT_VIEWS[kind], view) ? view as DocumentView : "all",
    text: c.req.query("q")?.trim() || undefined,
    customerId: isUuid(customerId) ? customerId : undefined,
    cursor: cursorIn(c),
  };
}

/** `?apres=<id>[.<due date>]` or `?avant=…`; a strange one opens the first page. */
function cursorIn(c: DossierContext): DocumentCursor | undefined {
  const backwards = c.req.query("avant") !== undefined;
  const [id = "", due = ""] = (c.req.query(backwards ? "avant" : "apres") ?? "").split(".");
  return isUuid(id) ? { id, dueOn: parseDate(due), backwards } : undefined;
}

function cursorText({ id, dueOn }: DocumentCursor): string {
  return dueOn ? `${id}.${dueOn}` : id;
}

function ListPage(
  { c, filter, found }: { c: DossierContext; filter: DocumentFilter; found: DocumentPage },
): JSX.Element {
  const { kind } = filter;
  const words = KINDS[kind], slug = slugOf(c);
  const path = paths.documents(slug, kind);
  const query = queryOf(filter);
  const isFirstTime = found.documents.length === 0 && Object.values(query).every((value) => value === undefined);
  return (
    <DossierPage c={c} title={words.many} search={{ action: path, value: filter.text }}>
      <Done c={c} says={{ suppression: "Brouillon supprimé." }} />
      <PageHead title={words.many} actions={<ListActs c={c} filter={filter} isEmpty={isFirstTime} />} />
      {isFirstTime ? null : (
        <>
          <Tabs label="Vues" tabs={viewTabs(slug, filter)} />
          <Filters
            action={path}
            refresh="#liste"
            search={{ label: "Numéro, client, montant", value: filter.text }}
            keep={filter.view === "all" ? {} : { vue: filter.view }}
          />
        </>
      )}
      <div id="liste">
        <Table
          caption={words.many}
          columns={columnsOf(c, kind)}
          rows={found.documents}
          rowHref={(line) => paths.document(slug, line)}
          empty={isFirstTime ? <FirstTime c={c} kind={kind} /> : <NothingFound slug={slug} kind={kind} />}
        />
        <Pager
          newerHref={found.previous
            ? paths.documents(slug, kind, { ...query, avant: cursorText(found.previous) })
            : undefined}
          olderHref={found.next ? paths.documents(slug, kind, { ...query, apres: cursorText(found.next) }) : undefined}
        />
      </div>
    </DossierPage>
  );
}

function queryOf({ view, text, customerId }: DocumentFilter): Query {
  return { vue: view === "all" ? undefined : view, q: text, client: customerId };
}

function viewTabs(slug: string, filter: DocumentFilter) {
  const { kind } = filter;
  return Object.entries(DOCUMENT_VIEWS[kind]).map(([view, label]) => ({
    label,
    href: paths.documents(slug, kind, queryOf({ ...filter, view: view as DocumentView })),
    current: view === filter.view,
  }));
}

function ListActs(
  { c, filter, isEmpty }: { c: DossierContext; filter: DocumentFilter; isEmpty: boolean },
): JSX.Element {
  const { kind } = filter, slug = slugOf(c);
  return (
    <>
      {kind !== "credit_note" && may(c, rightOn(kind, "write"))
        ? (
          <ButtonLink kind="primary" icon="plus" href={paths.newDocument(slug, kind)} shortcut="n">
            {KINDS[kind].fresh}
          </ButtonLink>
        )
        : null}
      {!isEmpty && may(c, "lists:export")
        ? (
          <ButtonLink kind="quiet" icon="download" href={paths.documentsExport(slug, kind, queryOf(filter))} download>
            Excel
          </ButtonLink>
        )
        : null}
    </>
  );
}

function columnsOf(c: DossierContext, kind: DocumentKind): Column<DocumentLine>[] {
  const { today } = c.get("ctx");
  const due: Column<DocumentLine> = {
    label: kind === "quote" ? "Valable jusqu’au" : "Échéance",
    cell: (line) => dayCell(kind === "quote" ? line.validUntil : line.dueOn),
  };
  return [
    { label: "N°", cell: (line) => line.number ?? "Brouillon" },
    { label: "Client", cell: (line) => line.customerName || "—", grow: true, card: "line" },
    { label: "Date", cell: (line) => dayCell(line.issueOn), card: kind === "credit_note" ? "named" : "hidden" },
    ...(kind === "credit_note" ? [] : [due]),
    {
      label: "Total TTC",
      cell: (line) => <Amount cents={line.grossCents} currency={line.currency} />,
      align: "end",
      card: "total",
    },
    { label: "État", cell: (line) => <State {...stateOf(line, today)} />, card: "aside" },
  ];
}

function dayCell(day: DocumentLine["dueOn"]) {
  return day ? <DateText date={day} short /> : "";
}

function FirstTime({ c, kind }: { c: DossierContext; kind: DocumentKind }): JSX.Element {
  const words = KINDS[kind];
  const mayWrite = may(c, rightOn(kind, "write"));
  const action = kind === "credit_note"
    ? <ButtonLink href={paths.documents(slugOf(c), "invoice")}>Voir les factures</ButtonLink>
    : mayWrite
    ? <ButtonLink kind="primary" href={paths.newDocument(slugOf(c), kind)}>{words.fresh}</ButtonLink>
    : null;
  return (
    <Empty title={words.none} action={action}>
      <p>{words.teach}</p>
    </Empty>
  );
}

function NothingFound({ slug, kind }: { slug: string; kind: DocumentKind }): JSX.Element {
  return (
    <Empty title="Rien ne correspond" action={<ButtonLink href={paths.documents(slug, kind)}>Tout montrer</ButtonLink>}>
      <p>Cherchez par numéro, par client, par objet, ou par un montant exact.</p>
    </Empty>
  );
}

const COLUMNS: readonly XlsxColumn[] = [
  { title: "Numéro", kind: "text", width: 18 },
  { title: "État", kind: "text", width: 20 },
  { title: "Client", kind: "text", width: 32 },
  { title: "Objet", kind: "text", width: 40 },
  { title: "Date", kind: "date" },
  { title: "Échéance", kind: "date" },
  { title: "Total HT", kind: "cents" },
  { title: "Total TTC", kind: "cents" },
  { title: "Reste dû", kind: "cents" },
];

async function* cellsOf(c: DossierContext, lines: AsyncIterable<DocumentLine>): AsyncGenerator<readonly XlsxCell[]> {
  const { today } = c.get("ctx");
  for await (const line of lines) {
    const isOwed = line.kind === "invoice" && line.state === "issued";
    yield [
      line.number ?? "",
      stateOf(line, today).word,
      line.customerName,
      line.subject,
      line.issueOn,
      line.kind === "quote" ? line.validUntil : line.dueOn,
      line.netCents,
      line.grossCents,
      isOwed ? balanceOf(line) : null,
    ];
  }
}
