import type { Ctx } from "../../base/ctx.ts";
import { present } from "../../base/assert.ts";
import type { Uuid } from "../../base/ids.ts";
import { archivedFiles } from "../../sales/mod.ts";
import type { Sitting } from "../making/sitting.ts";
import { readTable, type Row } from "./read_table.ts";
import type { Leaving } from "./exit.ts";

/** Documents looked at between two looks at the clock. */
const DOCUMENTS_A_TURN = 25;

const FOLDERS: Readonly<Record<string, string>> = { invoice: "Factures", credit_note: "Avoirs", quote: "Devis" };

/** The files of the next documents: the PDF that was sent, and the electronic invoice that it carries. */
export async function writeExitDocuments(ctx: Ctx, sitting: Sitting<Leaving>): Promise<void> {
  const { rows, last } = await readTable(ctx, "sales_documents", {
    after: sitting.making.after,
    limit: DOCUMENTS_A_TURN,
  });
  const filed = rows.filter(isFiled);
  let n = 0;
  for await (const files of archivedFiles(ctx, filed.map(({ id }) => id as Uuid))) {
    const document = present(filed[n++], "document of the turn");
    const { documents, lacking } = sitting.making;
    sitting.making = files
      ? { ...sitting.making, documents: documents + 1 }
      : { ...sitting.making, lacking: lacking + 1 };
    if (!files) continue;
    const path = documentPath(document), also = { document: document.id! };
    const file = document.file_id === null ? also : { ...also, file: document.file_id! };
    await sitting.add({ path: `${path}.pdf`, content: files.pdf, list: "files", compress: false, also: file });
    if (files.xml) await sitting.add({ path: `${path}.xml`, content: files.xml, list: "files", also });
  }
  sitting.making = last ? { ...sitting.making, after: last } : { ...sitting.making, after: null, phase: "ending" };
}

/** True of a document that has a file: every issued invoice and credit note, and the quotes that left. */
export function isFiled({ kind, state, file_id }: Row): boolean {
  return file_id !== null || (state === "issued" && kind !== "quote");
}

/** Where the files of a document stand, without their ending: `documents/Factures/2026/FA-2026-0001`. */
export function documentPath({ kind, number, id, issue_on, created_at }: Row): string {
  const year = (issue_on ?? created_at ?? "").slice(0, 4);
  const said = number ?? "", stem = said.normalize("NFD").replaceAll(/[^A-Za-z0-9._-]+/g, "-").replace(/^\.+/, "");
  // A number that no file system takes as it is gets its id: two such numbers may look alike.
  const name = stem !== "" && stem === said && stem.length <= 80
    ? stem
    : `${stem.slice(0, 80)}-${id}`.replace(/^-/, "");
  return `documents/${FOLDERS[kind!] ?? "Autres"}/${year}/${name}`;
}
