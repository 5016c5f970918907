import { present } from "../base/assert.ts";
import type { Uuid } from "../base/ids.ts";
import { withOperator } from "../platform/db/tenant.ts";
import { savepoint, sqlState, type Tx } from "../platform/db/transaction.ts";
import type { Store } from "../platform/storage/store.ts";
import { type Blob, blobPart, blobsOfSlice, inParallel, openBlob } from "./blobs.ts";
import {
  type CheckCursor,
  type CheckReport,
  checkSlice,
  FIRST_CHECK,
  pairs,
  readLines,
  reportOf,
  sameManifest,
} from "./check_export.ts";
import {
  checkParentsAtOnce,
  claimCopy,
  countRows,
  findChainHead,
  findDossier,
  hasRows,
  insertLines,
  keyOf,
  type Line,
  readLinesOf,
} from "./dataset_store.ts";
import type { Manifest, ManifestPart } from "./manifest.ts";
import type { Parts } from "./parts.ts";
import { refuse } from "./refusals.ts";
import { type DatasetTable, datasetTables } from "./tables_query.ts";

/** The empty dossier to fill. */
export interface ImportTarget {
  /** Id of its cell. */
  readonly cell: string;
  /** May be another than the export's: every row is written under this one. */
  readonly tenantId: Uuid;
  /** What its public links will carry. */
  readonly publicId: string;
  /** Epoch at which the directory will know it. */
  readonly epoch: number;
  /** Where its blobs go. */
  readonly files: Store;
}

/** Where an import stands: all that the next slice needs, whichever process runs it. */
export interface ImportCursor {
  readonly phase: "check" | "claim" | "rows" | "compare" | "count";
  readonly check: CheckCursor;
  /** Place among `datasetTables()`, and part of that table. */
  readonly table: number;
  readonly part: number;
  /** Rows of the part whose blobs stand in the target. */
  readonly row: number;
  /** Rows of this pass over the table whose parent is not there yet, and of the pass before; null in the first. */
  readonly waiting: number;
  readonly waited: number | null;
}

/** The beginning of an import. */
export const FIRST_IMPORT: ImportCursor = {
  phase: "check",
  check: FIRST_CHECK,
  table: 0,
  part: 0,
  row: 0,
  waiting: 0,
  waited: null,
};

/**
 * Runs one slice of an import: checks the whole export first, claims an empty dossier, writes it part by part under the
 * target's id, reads every row back, counts. As `ops_mover`; safe to run twice. Null once all is there. The dossier
 * stands in state `copy`: it can be read and verified, nobody writes in it, no job runs; whoever asked for it opens it.
 * Refused after the claim, or cut short for good, it stays such a copy and is purged (`purgeSlice`). Refuses: all that
 * `checkSlice` refuses, `not_empty`, `claimed` (another export fills it), `broken_line`, `broken_reference`,
 * `other_rows`.
 */
export async function importSlice(
  parts: Parts,
  target: ImportTarget,
  cursor: ImportCursor,
): Promise<ImportCursor | null> {
  if (cursor.phase === "check") {
    const check = await checkSlice(parts, cursor.check);
    return check ? { ...cursor, check } : { ...cursor, phase: "claim" };
  }
  const { manifest } = await sameManifest(parts, cursor.check.sha256);
  switch (cursor.phase) {
    case "claim":
      await within(target, (tx) => claim(tx, target, present(cursor.check.sha256, "digest of the manifest")));
      return { ...cursor, phase: "rows" };
    case "rows":
      return await importRows(parts, target, { cursor, manifest });
    case "compare":
      return await compareRows(parts, target, { cursor, manifest });
    case "count":
      await within(target, (tx) => refuseOtherOutcome(tx, target, manifest));
      return null;
  }
}

/** The same from the first slice to the last, with what was imported. Console login only. */
export async function importDossier(parts: Parts, target: ImportTarget): Promise<CheckReport> {
  let last = FIRST_IMPORT;
  for (let next: ImportCursor | null = FIRST_IMPORT; next; next = await importSlice(parts, target, last)) last = next;
  return await reportOf(parts, last.check);
}

/** The first write: of two exports that would fill one dossier, the second is refused before it has written a row. */
async function claim(tx: Tx, target: ImportTarget, manifest: string): Promise<void> {
  const there = await findDossier(tx, target.tenantId);
  if (there && there.state !== "copy") throw refuse("not_empty");
  for (const table of datasetTables()) {
    if (await hasRows(tx, table, target.tenantId)) throw refuse("not_empty");
  }
  if (!await claimCopy(tx, { ...target, manifest })) throw refuse("claimed");
}

interface At {
  readonly cursor: ImportCursor;
  readonly manifest: Manifest;
}

async function importRows(parts: Parts, target: ImportTarget, { cursor, manifest }: At): Promise<ImportCursor> {
  const { table, listed } = pairs(manifest)[cursor.table] ?? {};
  if (!table || !listed) return { ...cursor, phase: "compare", table: 0, part: 0 };
  const part = listed.parts[cursor.part];
  if (!part) return nextPass(table, cursor);
  // Read and hashed again: between the check and here, an export can be changed.
  const lines = await readLines(parts, table, part);
  // Bytes first, row after: no row names a file that is not there.
  const blobs = table.blob && cursor.waited === null ? blobsOfSlice(table, lines.slice(cursor.row)) : [];
  await inParallel(blobs, (blob) => importBlob(parts, target, blob));
  const row = cursor.row + blobs.length;
  if (blobs.length > 0 && row < lines.length) return { ...cursor, row };
  const waiting = await insertPart(target, table, { lines, part });
  return { ...cursor, part: cursor.part + 1, row: 0, waiting: cursor.waiting + waiting };
}

/** A table of which rows still wait is gone over again, as long as that brings some of them in. */
function nextPass(table: DatasetTable, cursor: ImportCursor): ImportCursor {
  const { waiting, waited } = cursor;
  const begun = { ...cursor, part: 0, row: 0, waiting: 0 };
  if (waiting === 0) return { ...begun, table: cursor.table + 1, waited: null };
  if (waiting === waited) throw refuse("broken_reference", { values: { table: table.name } });
  return { ...begun, waited: waiting };
}

/** Inserts a part at once or, when a row refers to one that is yet to come, row by row. Gives how many rows wait. */
async function insertPart(
  target: ImportTarget,
  table: DatasetTable,
  { lines, part }: { lines: readonly Line[]; part: ManifestPart },
): Promise<number> {
  const { tenantId } = target;
  try {
    await within(target, (tx) => insertLines(tx, table, { tenantId, lines }));
    return 0;
  } catch (error) {
    if (!isMissingParent(error)) throw brokenLine(error, part);
  }
  try {
    return await within(target, (tx) => insertOneByOne(tx, table, { tenantId, lines }));
  } catch (error) {
    throw brokenLine(error, part);
  }
}

async function insertOneByOne(
  tx: Tx,
  table: DatasetTable,
  { tenantId, lines }: { tenantId: Uuid; lines: readonly Line[] },
): Promise<number> {
  let waiting = 0;
  await checkParentsAtOnce(tx);
  for (const line of lines) {
    try {
      await savepoint(tx, () => insertLines(tx, table, { tenantId, lines: [line] }));
    } catch (error) {
      if (!isMissingParent(error)) throw error;
      waiting += 1;
    }
  }
  return waiting;
}

function isMissingParent(error: unknown): boolean {
  return sqlState(error) === "23503";
}

/** Class 22: a text that is no value of its type. Class 23: a row that a check or another key refuses. */
function brokenLine(error: unknown, { name }: ManifestPart): unknown {
  return /^2[23]/.test(sqlState(error) ?? "") ? refuse("broken_line", { values: { part: name } }) : error;
}

async function importBlob(parts: Parts, { tenantId, files }: ImportTarget, blob: Blob): Promise<void> {
  const key = `${tenantId}/${blob.id}`;
  const { sha256 } = await files.put(key, openBlob(parts, blob), { contentType: blob.mime, overwrite: true });
  if (sha256 === blob.sha256) return;
  await files.remove([key]);
  throw refuse("wrong_hash", { values: { part: blobPart(blob) } });
}

/** Reads a part's rows back by their keys: what stands in the target is what the export says, to the last digit. */
async function compareRows(parts: Parts, target: ImportTarget, { cursor, manifest }: At): Promise<ImportCursor> {
  const { table, listed } = pairs(manifest)[cursor.table] ?? {};
  if (!table || !listed) return { ...cursor, phase: "count" };
  const part = listed.parts[cursor.part];
  if (!part) return { ...cursor, table: cursor.table + 1, part: 0 };
  const lines = await readLines(parts, table, part);
  const keys = lines.map((line) => keyOf(table, line));
  const there = await within(target, (tx) => readLinesOf(tx, table, { tenantId: target.tenantId, keys }));
  const wanted = new Set(lines.map((line) => JSON.stringify(line)));
  const found = there.filter((line) => wanted.delete(JSON.stringify(line))).length;
  if (found !== lines.length || there.length !== lines.length) {
    throw refuse("other_rows", { values: { table: table.name } });
  }
  return { ...cursor, part: cursor.part + 1 };
}

async function refuseOtherOutcome(tx: Tx, target: ImportTarget, manifest: Manifest): Promise<void> {
  for (const { table, listed } of pairs(manifest)) {
    const found = await countRows(tx, table, target.tenantId);
    if (found === listed.rows) continue;
    const values = { part: table.name, found: String(found), expected: String(listed.rows) };
    throw refuse("wrong_count", { values });
  }
  const head = await findChainHead(tx, target.tenantId);
  if (head?.hash !== manifest.chain?.hash) throw refuse("wrong_hash", { values: { part: "chains" } });
}

async function within<T>(target: ImportTarget, work: (tx: Tx) => Promise<T>): Promise<T> {
  return await withOperator({ database: target.cell, role: "ops_mover", tenantId: target.tenantId }, work);
}
