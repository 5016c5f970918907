import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { withOperator } from "../platform/db/tenant.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { programVersion } from "../platform/outside.ts";
import type { Store } from "../platform/storage/store.ts";
import { openDigest } from "../platform/crypto.ts";
import { type Blob, blobPart, blobParts, blobsOfSlice, inParallel, seenBy, SLICE_FILES } from "./blobs.ts";
import { countRows, findChainHead, findDossier, isLastSlice, keyOf, type Line, readSlice } from "./dataset_store.ts";
import { type ChainHead, FORMAT, MANIFEST, type ManifestPart, type ManifestTable, writeManifest } from "./manifest.ts";
import type { Manifest } from "./manifest.ts";
import type { Parts } from "./parts.ts";
import { refuse } from "./refusals.ts";
import { type DatasetTable, datasetTables } from "./tables_query.ts";

/** The dossier to export. */
export interface ExportSource {
  /** Id of its cell. */
  readonly cell: string;
  readonly tenantId: Uuid;
  /** Where its blobs stand. */
  readonly files: Store;
  readonly now: IsoInstant;
  /** How the dossier is read, one transaction at a time: as `ops_mover` unless whoever calls is inside it. */
  readonly read?: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
  /** False for a blob that whoever calls has written elsewhere in the same export. */
  readonly holdsBlob?: (table: DatasetTable, line: Line) => boolean;
}

/** Where an export stands: all that the next slice needs, whichever process writes it. */
export interface ExportCursor {
  readonly phase: "begin" | "rows" | "files" | "end";
  /** Head of the sealed log when the export began. */
  readonly chain: ChainHead | null;
  /** Place among `datasetTables()`. */
  readonly table: number;
  /** Key of the last row. */
  readonly after: Line | null;
  /** What the manifest will say of the tables so far; the last may be unfinished. */
  readonly tables: readonly ManifestTable[];
  readonly files: { readonly count: number; readonly bytes: number };
}

/** The beginning of an export. */
export const FIRST_EXPORT: ExportCursor = {
  phase: "begin",
  chain: null,
  table: 0,
  after: null,
  tables: [],
  files: { count: 0, bytes: 0 },
};

/**
 * Writes one slice of a dossier into parts, each in a short transaction; the manifest comes last. Holds one slice of
 * rows in memory, or eight chunks of files. Safe to run twice: a part that the cursor does not know of is written anew.
 * Null once the manifest stands. A dossier in use should be still meanwhile.
 * Refuses: `no_dossier`, `already_exported`, `moved_meanwhile` where rows came, went or were sealed since the first
 * slice, `missing_part` and `wrong_hash` for a file that is lost or damaged.
 */
export async function exportSlice(
  source: ExportSource,
  parts: Parts,
  cursor: ExportCursor,
): Promise<ExportCursor | null> {
  switch (cursor.phase) {
    case "begin":
      return await begin(source, parts, cursor);
    case "rows":
      return await exportRows(source, parts, cursor);
    case "files":
      return await exportFiles(source, parts, cursor);
    case "end":
      await end(source, parts, cursor);
      return null;
  }
}

/** The same from the first slice to the last, with what was written. As `ops_mover`: the console's login only. */
export async function exportDossier(source: ExportSource, parts: Parts): Promise<Manifest> {
  let last = FIRST_EXPORT;
  for (let next: ExportCursor | null = FIRST_EXPORT; next; next = await exportSlice(source, parts, last)) last = next;
  return manifestOf(source, last);
}

async function begin(source: ExportSource, parts: Parts, cursor: ExportCursor): Promise<ExportCursor> {
  const there = await parts.open(MANIFEST);
  await there?.cancel();
  if (there) throw refuse("already_exported");
  const chain = await within(source, async (tx) => {
    if (!await findDossier(tx, source.tenantId)) throw refuse("no_dossier");
    return await findChainHead(tx, source.tenantId);
  });
  return { ...cursor, phase: "rows", chain };
}

async function exportRows(source: ExportSource, parts: Parts, cursor: ExportCursor): Promise<ExportCursor> {
  const table = datasetTables()[cursor.table];
  if (!table) return { ...cursor, phase: "files", table: 0, after: null };
  const { tenantId } = source;
  const written = cursor.tables[cursor.table] ?? emptyTable(table);
  const lines = await within(source, (tx) => readSlice(tx, table, { tenantId, after: cursor.after }));
  const part = lines.length > 0 ? await writeSlice(table, { lines, number: written.parts.length + 1 }, parts) : null;
  const grown = part ? { ...written, rows: written.rows + part.rows, parts: [...written.parts, part] } : written;
  const tables = [...cursor.tables.slice(0, cursor.table), grown];
  const last = lines.at(-1);
  // A table keyed by the dossier alone has one row.
  if (last === undefined || table.key.length === 0 || isLastSlice(lines)) {
    return { ...cursor, table: cursor.table + 1, after: null, tables };
  }
  return { ...cursor, after: keyOf(table, JSON.parse(last)), tables };
}

function emptyTable({ name, columns, rule }: DatasetTable): ManifestTable {
  return { table: name, restore: rule.restore, columns, rows: 0, parts: [] };
}

async function writeSlice(
  table: DatasetTable,
  { lines, number }: { lines: readonly string[]; number: number },
  parts: Parts,
): Promise<ManifestPart> {
  const name = `tables/${table.name}.${String(number).padStart(4, "0")}.ndjson`;
  const { bytes, sha256 } = await parts.write(name, new TextEncoder().encode(`${lines.join("\n")}\n`));
  return { name, rows: lines.length, bytes, sha256 };
}

async function exportFiles(source: ExportSource, parts: Parts, cursor: ExportCursor): Promise<ExportCursor> {
  const table = datasetTables()[cursor.table];
  if (!table) return { ...cursor, phase: "end" };
  if (!table.blob) return { ...cursor, table: cursor.table + 1, after: null };
  const slice = { tenantId: source.tenantId, after: cursor.after, limit: SLICE_FILES };
  const lines = await within(source, (tx) => readSlice(tx, table, slice));
  const read = lines.map((line): Line => JSON.parse(line)), taken = blobsOfSlice(table, read);
  const here = new Set(read.filter((line) => source.holdsBlob?.(table, line) ?? true));
  await inParallel(
    taken.filter((_, n) => here.has(read[n]!)),
    (blob) => exportBlob(source, parts, blob),
  );
  const files = {
    count: cursor.files.count + taken.length,
    bytes: cursor.files.bytes + taken.reduce((sum, { bytes }) => sum + bytes, 0),
  };
  const isOver = taken.length === read.length && isLastSlice(lines, SLICE_FILES);
  if (isOver) return { ...cursor, table: cursor.table + 1, after: null, files };
  return { ...cursor, after: keyOf(table, read[taken.length - 1]!), files };
}

async function exportBlob({ tenantId, files }: ExportSource, parts: Parts, blob: Blob): Promise<void> {
  const digest = openDigest();
  for (const { name, range } of blobParts(blob)) {
    const stored = await files.get(`${tenantId}/${blob.id}`, range);
    if (!stored) throw refuse("missing_part", { values: { part: name } });
    await parts.write(name, stored.body.pipeThrough(seenBy(digest)));
  }
  if (digest.hex() !== blob.sha256) throw refuse("wrong_hash", { values: { part: blobPart(blob) } });
}

async function end(source: ExportSource, parts: Parts, cursor: ExportCursor): Promise<void> {
  if (!await isStill(source, cursor)) throw refuse("moved_meanwhile");
  await writeManifest(parts, manifestOf(source, cursor));
}

function manifestOf({ now, tenantId }: ExportSource, { chain, tables, files }: ExportCursor): Manifest {
  return { format: FORMAT, programVersion: programVersion(), exportedAt: now, tenantId, chain, tables, files };
}

async function isStill(source: ExportSource, seen: ExportCursor): Promise<boolean> {
  const rowsOf = new Map(seen.tables.map((table) => [table.table, table.rows]));
  const blobs = datasetTables().filter(({ blob }) => blob).reduce((sum, { name }) => sum + (rowsOf.get(name) ?? 0), 0);
  if (blobs !== seen.files.count) return false;
  return await within(source, async (tx) => {
    const chain = await findChainHead(tx, source.tenantId);
    if (chain?.hash !== seen.chain?.hash) return false;
    for (const table of datasetTables()) {
      if (await countRows(tx, table, source.tenantId) !== rowsOf.get(table.name)) return false;
    }
    return true;
  });
}

async function within<T>(source: ExportSource, work: (tx: Tx) => Promise<T>): Promise<T> {
  if (source.read) return await source.read(work);
  return await withOperator({ database: source.cell, role: "ops_mover", tenantId: source.tenantId }, work);
}
