import type { Uuid } from "../base/ids.ts";
import { withOperator } from "../platform/db/tenant.ts";
import { savepoint, sqlState, type Tx } from "../platform/db/transaction.ts";
import type { Store } from "../platform/storage/store.ts";
import { blobOf, blobPart } from "./blobs.ts";
import { checkExport, type CheckReport, pairs, readLines } from "./check_export.ts";
import { countRows, findChainHead, findDossier, hasRows, insertCopy, insertLines, type Line } from "./dataset_store.ts";
import type { Manifest, ManifestTable } from "./manifest.ts";
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

/**
 * Checks an export, then writes it into an empty dossier under the target's id, as `ops_mover`, one transaction a part,
 * and counts what arrived. The dossier stands in state `copy`: it can be read and verified, nobody writes in it, no job
 * runs; whoever asked for it opens it, or has it purged. Cut short, it stays a copy and is purged. Console login only.
 * Refuses: all that `checkExport` refuses, `not_empty`, `broken_reference`.
 */
export async function importDossier(parts: Parts, target: ImportTarget): Promise<CheckReport> {
  const report = await checkExport(parts);
  await within(target, (tx) => claim(tx, target));
  for (const pair of pairs(report.manifest)) await importTable(parts, pair, target);
  await within(target, (tx) => refuseOtherOutcome(tx, target, report.manifest));
  return report;
}

async function claim(tx: Tx, target: ImportTarget): Promise<void> {
  const there = await findDossier(tx, target.tenantId);
  if (there && there.state !== "copy") throw refuse("not_empty");
  for (const table of datasetTables()) {
    if (await hasRows(tx, table, target.tenantId)) throw refuse("not_empty");
  }
  await insertCopy(tx, target);
}

async function importTable(
  parts: Parts,
  { table, listed }: { table: DatasetTable; listed: ManifestTable },
  target: ImportTarget,
): Promise<void> {
  const waiting: Line[] = [];
  for (const part of listed.parts) {
    // Read and hashed again: between the check and here, an export can be changed.
    const lines = await readLines(parts, table, part);
    // Bytes first, row after: no row names a file that is not there.
    for (const line of table.blob ? lines : []) await importBlob(parts, { table, line }, target);
    waiting.push(...await importSlice(target, table, { lines, part: part.name }));
  }
  await importWaiting(target, table, waiting);
}

/** Inserts a slice at once or, when a row refers to one that is yet to come, row by row. Returns the rows that wait. */
async function importSlice(
  target: ImportTarget,
  table: DatasetTable,
  { lines, part }: { lines: readonly Line[]; part: string },
): Promise<readonly Line[]> {
  const { tenantId } = target;
  try {
    await within(target, (tx) => insertLines(tx, table, { tenantId, lines }));
    return [];
  } catch (error) {
    if (isMissingParent(error)) return await within(target, (tx) => insertOneByOne(tx, table, { tenantId, lines }));
    // Class 22: a text that is no value of its type. Class 23: a row that a check or a key refuses.
    throw /^2[23]/.test(sqlState(error) ?? "") ? refuse("broken_line", { values: { part } }) : error;
  }
}

async function importWaiting(target: ImportTarget, table: DatasetTable, waiting: readonly Line[]): Promise<void> {
  const { tenantId } = target;
  for (let lines = waiting; lines.length > 0;) {
    const before = lines;
    lines = await within(target, (tx) => insertOneByOne(tx, table, { tenantId, lines: before }));
    if (lines.length === before.length) throw refuse("broken_reference", { values: { table: table.name } });
  }
}

async function insertOneByOne(
  tx: Tx,
  table: DatasetTable,
  { tenantId, lines }: { tenantId: Uuid; lines: readonly Line[] },
): Promise<readonly Line[]> {
  const waiting: Line[] = [];
  for (const line of lines) {
    try {
      await savepoint(tx, () => insertLines(tx, table, { tenantId, lines: [line] }));
    } catch (error) {
      if (!isMissingParent(error)) throw error;
      waiting.push(line);
    }
  }
  return waiting;
}

function isMissingParent(error: unknown): boolean {
  return sqlState(error) === "23503";
}

async function importBlob(
  parts: Parts,
  { table, line }: { table: DatasetTable; line: Line },
  target: ImportTarget,
): Promise<void> {
  const blob = blobOf(table, line);
  const part = blobPart(blob);
  const body = await parts.open(part);
  if (!body) throw refuse("missing_part", { values: { part } });
  const key = `${target.tenantId}/${blob.id}`;
  const { sha256 } = await target.files.put(key, body, { contentType: blob.mime });
  if (sha256 === blob.sha256) return;
  await target.files.remove([key]);
  throw refuse("wrong_hash", { values: { part } });
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
