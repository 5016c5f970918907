import type { Ctx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { Refusal } from "../../base/refusal.ts";
import { DossierMoved } from "../../platform/db/tenant.ts";
import { sqlState } from "../../platform/db/transaction.ts";
import { log } from "../../platform/log.ts";
import { type ArchivedFiles, archivedFiles } from "../../sales/mod.ts";
import type { Sitting } from "../making/sitting.ts";
import { readTable, type Row } from "./read_table.ts";
import { type Leaving, MISSING_LISTED, type MissingFile } from "./exit.ts";

/** Documents looked at between two looks at the clock. */
const DOCUMENTS_A_TURN = 25;

const FOLDERS: Readonly<Record<string, string>> = { invoice: "Factures", credit_note: "Avoirs", quote: "Devis" };

/** The files of the next documents: the PDF that was sent, and the electronic invoice that it carries. */
export async function writeExitDocuments(ctx: Ctx, sitting: Sitting<Leaving>): Promise<void> {
  const { rows, last } = await readTable(ctx, "sales_documents", {
    after: sitting.making.after,
    limit: DOCUMENTS_A_TURN,
  });
  for await (const { document, files, why } of eachWithFiles(ctx, rows.filter(isFiled))) {
    const path = documentPath(document), also = { document: document.id! };
    if (!files) {
      miss(sitting, { path, why });
      continue;
    }
    sitting.making = { ...sitting.making, documents: sitting.making.documents + 1 };
    const file = document.file_id === null ? also : { ...also, file: document.file_id! };
    await sitting.add({ path: `${path}.pdf`, content: files.pdf, list: "files", compress: false, also: file });
    if (files.xml) await sitting.add({ path: `${path}.xml`, content: files.xml, list: "files", also });
  }
  sitting.making = last ? { ...sitting.making, after: last } : { ...sitting.making, after: null, phase: "ending" };
}

interface WithFiles {
  readonly document: Row;
  readonly files: ArchivedFiles | null;
  readonly why: string;
}

/**
 * Documents with their files, one after the other. One whose file cannot be had, however often it is tried, comes with
 * the reason, and the next ones follow: whoever leaves takes along all that there is.
 */
async function* eachWithFiles(ctx: Ctx, filed: readonly Row[]): AsyncGenerator<WithFiles> {
  const from = (n: number) => archivedFiles(ctx, filed.slice(n).map(({ id }) => id as Uuid));
  let reader = from(0);
  for (const [n, document] of filed.entries()) {
    let files: ArchivedFiles | null = null, why = GONE;
    try {
      const next = await reader.next();
      files = next.done ? null : next.value;
    } catch (error) {
      const reason = whyNone(error);
      if (reason === null) throw error;
      why = reason;
      log("error", "archives.exit_lacks", { tenant: ctx.tenantId, document: document.id, code: nameOf(error) });
      // The reader has ended with its failure: another begins behind the document.
      reader = from(n + 1);
    }
    yield { document, files, why };
  }
}

const GONE = "ce document n’est plus dans le dossier";

/** Why a document has no file, in French; null where trying again may help: a service is down, the dossier moves. */
function whyNone(error: unknown): string | null {
  if (error instanceof Refusal) {
    if (error.code === "sales.not_rendered") return "son fichier n’est plus dans l’espace de fichiers";
    return error.status >= 500 ? null : `sa mise en page est refusée (${error.code})`;
  }
  if (error instanceof DossierMoved || sqlState(error) !== null) return null;
  return "sa mise en page a échoué";
}

function nameOf(error: unknown): string {
  return error instanceof Refusal ? error.code : error instanceof Error ? error.name : "unknown";
}

function miss(sitting: Sitting<Leaving>, file: MissingFile): void {
  const { lacking, missing = [] } = sitting.making;
  const listed = missing.length < MISSING_LISTED ? [...missing, file] : missing;
  sitting.making = { ...sitting.making, lacking: lacking + 1, missing: listed };
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
