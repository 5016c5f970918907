import { exportNumbers } from "../../lib/archives/mod.ts";
import type { Ctx } from "../../lib/base/ctx.ts";
import { formatInstant } from "../../lib/base/dates.ts";
import type { XlsxCell, XlsxSheet } from "../../lib/platform/xlsx.ts";

/** What a series is called. */
export const SERIES_WORDS = { invoice: "Factures", credit_note: "Avoirs" } as const;

/** Every number that the log holds, with its document: the numbering journal, streamed. */
export function numberingSheet(ctx: Ctx): XlsxSheet {
  return {
    name: "Journal de numérotation",
    columns: [
      { title: "Série", kind: "text" },
      { title: "Année", kind: "text" },
      { title: "Rang", kind: "number" },
      { title: "Numéro", kind: "text" },
      { title: "Date", kind: "date" },
      ...["Scellé le", "Enregistrement", "Document", "Empreinte"].map((title) => ({ title, kind: "text" as const })),
    ],
    rows: rowsOf(ctx),
  };
}

async function* rowsOf(ctx: Ctx): AsyncGenerator<XlsxCell[]> {
  for await (const { series, year, rank, number, issuedOn, at, seq, document, hash } of exportNumbers(ctx)) {
    const sealed = [formatInstant(at), String(seq), document, hash];
    yield [SERIES_WORDS[series], String(year), rank, number, issuedOn, ...sealed];
  }
}
