import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { withOperator } from "../platform/db/tenant.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { programVersion } from "../platform/outside.ts";
import type { Store } from "../platform/storage/store.ts";
import { blobOf, blobPart } from "./blobs.ts";
import { countRows, findChainHead, findDossier, type Line, readSlice } from "./dataset_store.ts";
import {
  type ChainHead,
  FORMAT,
  type Manifest,
  type ManifestPart,
  type ManifestTable,
  writeManifest,
} from "./manifest.ts";
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
}

/**
 * Writes a dossier, rows and files, into parts, then the manifest that lists them. Reads in slices by key, each in a
 * short transaction of `ops_mover`, and holds one slice in memory. A dossier in use should be still meanwhile: an
 * export during which rows came, went or were sealed is refused. Console login only.
 * Refuses: `no_dossier`, `moved_meanwhile`, `missing_part` and `wrong_hash` for a file that is lost or damaged.
 */
export async function exportDossier(source: ExportSource, parts: Parts): Promise<Manifest> {
  const chain = await within(source, async (tx) => {
    if (!await findDossier(tx, source.tenantId)) throw refuse("no_dossier");
    return await findChainHead(tx, source.tenantId);
  });
  const files = { count: 0, bytes: 0 };
  const tables: ManifestTable[] = [];
  for (const table of datasetTables()) tables.push(await exportTable(source, table, { parts, files }));
  if (!await isStill(source, { chain, tables })) throw refuse("moved_meanwhile");
  const manifest: Manifest = {
    format: FORMAT,
    programVersion: programVersion(),
    exportedAt: source.now,
    tenantId: source.tenantId,
    chain,
    tables,
    files,
  };
  await writeManifest(parts, manifest);
  return manifest;
}

interface Destination {
  readonly parts: Parts;
  /** Counted up as blobs are written. */
  readonly files: { count: number; bytes: number };
}

async function exportTable(source: ExportSource, table: DatasetTable, into: Destination): Promise<ManifestTable> {
  const written: ManifestPart[] = [];
  let after: Line | null = null;
  for (;;) {
    const from: Line | null = after;
    const lines = await within(source, (tx) => readSlice(tx, table, { tenantId: source.tenantId, after: from }));
    const last = lines.at(-1);
    if (last === undefined) break;
    await exportBlobs(source, { table, lines }, into);
    written.push(await writeSlice(table, { lines, number: written.length + 1 }, into.parts));
    // A table keyed by the dossier alone has one row.
    if (table.key.length === 0) break;
    after = keyOf(table, JSON.parse(last));
  }
  const rows = written.reduce((sum, part) => sum + part.rows, 0);
  return { table: table.name, columns: table.columns, rows, parts: written };
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

async function exportBlobs(
  source: ExportSource,
  { table, lines }: { table: DatasetTable; lines: readonly string[] },
  into: Destination,
): Promise<void> {
  if (!table.blob) return;
  for (const line of lines) {
    const blob = blobOf(table, JSON.parse(line));
    const part = blobPart(blob);
    const stored = await source.files.get(`${source.tenantId}/${blob.id}`);
    if (!stored) throw refuse("missing_part", { values: { part } });
    const { sha256, bytes } = await into.parts.write(part, stored.body);
    if (sha256 !== blob.sha256) throw refuse("wrong_hash", { values: { part } });
    into.files.count += 1;
    into.files.bytes += bytes;
  }
}

function keyOf(table: DatasetTable, line: Line): Line {
  return table.key.map((name) => line[table.columns.findIndex((column) => column.name === name)]!);
}

async function isStill(
  source: ExportSource,
  seen: { chain: ChainHead | null; tables: readonly ManifestTable[] },
): Promise<boolean> {
  const rowsOf = new Map(seen.tables.map((table) => [table.table, table.rows]));
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
  return await withOperator({ database: source.cell, role: "ops_mover", tenantId: source.tenantId }, work);
}
