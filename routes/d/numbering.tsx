// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import {
  listNumbers,
  type NumberedKind,
  type NumberedSeries,
  type NumberingProof,
  type NumbersAsked,
  type NumbersPage,
  proveNumbering,
  type SealedNumber,
} from "../../lib/archives/mod.ts";
import { CSV_CONTENT_TYPE, writeCsv } from "../../lib/platform/csv_stream.ts";
import { contentDisposition } from "../../lib/platform/storage/signed_response.ts";
import {
  Banner,
  ButtonLink,
  Card,
  type Column,
  DateText,
  Empty,
  InstantText,
  type JSX,
  PageHead,
  State,
  Table,
} from "../../lib/ui/mod.ts";
import { type DossierContext, notFound, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { respond } from "../respond.tsx";
import { sendSheet } from "./export.ts";
import { DossierPage } from "./frame.tsx";
import { may, slugOf } from "./here.tsx";
import { numberingSheet, SERIES_WORDS } from "./numbering_sheet.ts";
import { ProofTabs } from "./proof_tabs.tsx";

/** The numbering journal (EXP-05): each number and its document, and the proof that none is missing. */
export const numberingRoutes: Routes = {
  "GET /d/:slug/preuves/numeros": show,
  "GET /d/:slug/preuves/numeros/export.xlsx": (c: DossierContext) => sendSheet(c, numberingSheet(c.get("ctx"))),
  "GET /d/:slug/preuves/numeros/export.csv": sendCsv,
};

async function show(c: DossierContext): Promise<Response> {
  const asked = askedIn(c);
  if (!asked) {
    const proof = await proveNumbering(c.get("ctx"));
    return respond(c, { json: () => proof, page: () => <ProofPage c={c} proof={proof} /> });
  }
  const page = await listNumbers(c.get("ctx"), asked);
  return respond(c, { json: () => page, page: () => <NumbersListPage c={c} asked={asked} page={page} /> });
}

/** `?serie=factures&annee=2026&apres=12`; what names no series is answered as unknown. */
function askedIn(c: DossierContext): NumbersAsked | null {
  const named = c.req.query("serie");
  if (named === undefined) return null;
  const series = (Object.keys(FOLDERS) as NumberedKind[]).find((kind) => FOLDERS[kind] === named);
  const year = c.req.query("annee") ?? "", after = c.req.query("apres") ?? "0";
  if (!series || !/^\d{4}$/.test(year) || !/^\d{1,15}$/.test(after)) throw notFound();
  return { series, year: Number(year), after: BigInt(after) };
}

const FOLDERS: Readonly<Record<NumberedKind, string>> = { invoice: "factures", credit_note: "avoirs" };

function sendCsv(c: DossierContext): Response {
  const sheet = numberingSheet(c.get("ctx"));
  return c.body(writeCsv(sheet), 200, {
    "content-type": CSV_CONTENT_TYPE,
    "content-disposition": contentDisposition("attachment", `${sheet.name} ${c.get("ctx").today}.csv`),
    "cache-control": "private, no-store",
  });
}

function hrefOf(c: DossierContext, { series, year, after }: NumbersAsked): string {
  return paths.numbering(slugOf(c), { serie: FOLDERS[series], annee: String(year), apres: String(after) });
}

function ProofPage({ c, proof }: { readonly c: DossierContext; readonly proof: NumberingProof }): JSX.Element {
  const slug = slugOf(c);
  return (
    <DossierPage c={c} title="Numéros">
      <PageHead
        title="Numéros"
        lead="Chaque facture et chaque avoir porte un numéro qui suit le précédent. Voici la preuve qu’il n’en manque aucun."
        actions={may(c, "lists:export")
          ? (
            <>
              <ButtonLink kind="quiet" icon="download" href={paths.numberingExport(slug, "xlsx")} download>
                Excel
              </ButtonLink>
              <ButtonLink kind="quiet" icon="download" href={paths.numberingExport(slug, "csv")} download>
                CSV
              </ButtonLink>
            </>
          )
          : null}
      />
      <ProofTabs c={c} here="GET /d/:slug/preuves/numeros" />
      <NumberingVerdict proof={proof} />
      <SeriesTable proof={proof} hrefOf={(row) => hrefOf(c, { ...row, after: row.firstSeq - 1n })} />
    </DossierPage>
  );
}

/** Whether the numbers follow one another, and each fault by name. */
export function NumberingVerdict({ proof }: { readonly proof: NumberingProof }): JSX.Element | null {
  const { series, faults, faultCount } = proof;
  if (faultCount > 0) {
    return (
      <Banner kind="refusal" title="La numérotation ne se suit pas.">
        <ul>{faults.map(({ sentence }) => <li>{sentence}</li>)}</ul>
        {faultCount > faults.length ? <p>Et {String(faultCount - faults.length)} autres.</p> : null}
        <p>Écrivez-nous avant de continuer : quelqu’un a touché au journal en dehors du logiciel.</p>
      </Banner>
    );
  }
  if (series.length === 0) return null;
  return (
    <Banner kind="success" title="Aucun numéro ne manque.">
      Dans chaque série, les numéros vont de 1 au dernier sans trou ni doublon, les dates ne reculent jamais et le
      compteur est d’accord. Tout a été relu à l’instant dans le journal scellé.
    </Banner>
  );
}

/** The series, a line each. */
export function SeriesTable({ proof, hrefOf }: {
  readonly proof: NumberingProof;
  readonly hrefOf: ((row: NumberedSeries) => string) | undefined;
}): JSX.Element {
  return (
    <Card title="Séries" flush>
      <Table
        caption="Séries de numéros"
        columns={SERIES_COLUMNS}
        rows={proof.series}
        rowHref={hrefOf}
        empty={
          <Empty title="Aucun numéro n’a encore été donné">
            <p>Le premier l’est quand vous émettez une facture. Un brouillon n’en porte pas.</p>
          </Empty>
        }
      />
    </Card>
  );
}

const SERIES_COLUMNS: readonly Column<NumberedSeries>[] = [
  { label: "Série", cell: ({ series, year }) => `${SERIES_WORDS[series]} ${year}` },
  { label: "Premier", cell: ({ first }) => first },
  { label: "Dernier", cell: ({ last }) => last },
  { label: "Nombre", align: "end", cell: ({ count }) => String(count) },
  { label: "Du", cell: ({ from }) => <DateText date={from} /> },
  { label: "Au", cell: ({ to }) => <DateText date={to} /> },
  { label: "Contenu effacé", align: "end", cell: ({ erased }) => erased === 0 ? "" : String(erased) },
  {
    label: "Preuve",
    cell: ({ isWhole }) => isWhole ? <State word="sans trou" tone="done" /> : <State word="à examiner" tone="late" />,
  },
];

function NumbersListPage({ c, asked, page }: {
  readonly c: DossierContext;
  readonly asked: NumbersAsked;
  readonly page: NumbersPage;
}): JSX.Element {
  const title = `${SERIES_WORDS[asked.series]} ${asked.year}`;
  const mayRead = may(c, "invoices:read");
  return (
    <DossierPage c={c} title={`Numéros : ${title}`}>
      <PageHead title={`Numéros : ${title}`} />
      <ProofTabs c={c} here="GET /d/:slug/preuves/numeros" />
      <NumbersTable
        page={page}
        documentHref={mayRead ? (row) => paths.document(slugOf(c), { kind: row.series, id: row.document }) : undefined}
      />
      <p>
        <a href={paths.numbering(slugOf(c))}>Toutes les séries</a>
        {page.next === null ? null : (
          <>
            {" · "}
            <a href={hrefOf(c, { ...asked, after: page.next })}>Numéros suivants</a>
          </>
        )}
      </p>
    </DossierPage>
  );
}

/** Numbers of one series, each with its document. */
export function NumbersTable({ page, documentHref }: {
  readonly page: NumbersPage;
  readonly documentHref: ((row: SealedNumber) => string) | undefined;
}): JSX.Element {
  return (
    <Card title="Numéros donnés" flush>
      <Table
        caption="Numéros donnés"
        columns={NUMBER_COLUMNS}
        rows={page.numbers}
        rowHref={documentHref}
        empty={<p>Aucun numéro ici.</p>}
      />
    </Card>
  );
}

const NUMBER_COLUMNS: readonly Column<SealedNumber>[] = [
  { label: "Numéro", cell: ({ number }) => number },
  { label: "Date", cell: ({ issuedOn }) => <DateText date={issuedOn} /> },
  { label: "Scellé le", cell: ({ at }) => <InstantText instant={at} /> },
  { label: "Enregistrement", align: "end", cell: ({ seq }) => String(seq) },
  { label: "Empreinte", cell: ({ hash }) => <code class="digest">{hash.slice(0, 16)}…</code> },
];
