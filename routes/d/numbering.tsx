// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import {
  listNumbers,
  lookAtNumbers,
  type NumberedKind,
  type NumberingLook,
  type NumbersAsked,
  type NumbersPage,
  rereadNumbers,
} from "../../lib/archives/mod.ts";
import { CSV_CONTENT_TYPE, writeCsv } from "../../lib/platform/csv_stream.ts";
import { contentDisposition } from "../../lib/platform/storage/signed_response.ts";
import { ButtonLink, type JSX, PageHead } from "../../lib/ui/mod.ts";
import { type DossierContext, notFound, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { done, respond } from "../respond.tsx";
import { sendSheet } from "./export.ts";
import { DossierPage } from "./frame.tsx";
import { may, slugOf } from "./here.tsx";
import { NumberingVerdict, NumbersTable, ReadingCard, SeriesTable } from "./numbering_cards.tsx";
import { numberingSheet, SERIES_WORDS } from "./numbering_sheet.ts";
import { ProofTabs } from "./proof_tabs.tsx";

/** The numbering journal (EXP-05): each number and its document, and the proof that none is missing. */
export const numberingRoutes: Routes = {
  "GET /d/:slug/preuves/numeros": show,
  "POST /d/:slug/preuves/numeros": rereadAll,
  "GET /d/:slug/preuves/numeros/export.xlsx": (c: DossierContext) => sendSheet(c, numberingSheet(c.get("ctx"))),
  "GET /d/:slug/preuves/numeros/export.csv": sendCsv,
};

async function show(c: DossierContext): Promise<Response> {
  const asked = askedIn(c);
  if (!asked) {
    const look = await lookAtNumbers(c.get("ctx"));
    return respond(c, { json: () => look, page: () => <ProofPage c={c} look={look} /> });
  }
  const page = await listNumbers(c.get("ctx"), asked);
  return respond(c, { json: () => page, page: () => <NumbersListPage c={c} asked={asked} page={page} /> });
}

/** « Tout relire »: begins with the first record again. */
async function rereadAll(c: DossierContext): Promise<Response> {
  const look = await rereadNumbers(c.get("ctx"));
  return done(c, { goTo: paths.numbering(slugOf(c)), json: () => look });
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

function ProofPage({ c, look }: { readonly c: DossierContext; readonly look: NumberingLook }): JSX.Element {
  const slug = slugOf(c), { timeZone } = c.get("entered").dossier;
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
      <NumberingVerdict look={look} />
      <SeriesTable proof={look} hrefOf={(row) => hrefOf(c, { ...row, after: row.firstSeq - 1n })} />
      <ReadingCard look={look} href={paths.numbering(slug)} timeZone={timeZone} />
    </DossierPage>
  );
}

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
