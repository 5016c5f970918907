import { present } from "../base/assert.ts";
import { sha256Hex, sha256Stream, toHex } from "../platform/crypto.ts";
import { type Blob, blobPart, blobsOfSlice, inParallel, openBlob } from "./blobs.ts";
import type { Line } from "./dataset_store.ts";
import { type Manifest, type ManifestPart, type ManifestTable, readWithDigest } from "./manifest.ts";
import { type Parts, readPart } from "./parts.ts";
import { refuse } from "./refusals.ts";
import { type DatasetTable, datasetTables } from "./tables_query.ts";

/** What a check found to be whole. */
export interface CheckReport {
  readonly manifest: Manifest;
  /** SHA-256 of the manifest, in hexadecimal: it stands for every byte of the export. */
  readonly sha256: string;
  readonly rows: number;
  readonly files: number;
  /** Bytes read and hashed, rows and files together. */
  readonly bytes: number;
}

/** Where a check stands. */
export interface CheckCursor {
  /** SHA-256 of the manifest that the first slice read; null before it. */
  readonly sha256: string | null;
  /** Place among `datasetTables()`, and part of that table. */
  readonly table: number;
  readonly part: number;
  /** Rows of the part whose blobs have been read. */
  readonly row: number;
  readonly rows: number;
  readonly files: number;
  readonly fileBytes: number;
  readonly bytes: number;
}

/** The beginning of a check. */
export const FIRST_CHECK: CheckCursor = {
  sha256: null,
  table: 0,
  part: 0,
  row: 0,
  rows: 0,
  files: 0,
  fileBytes: 0,
  bytes: 0,
};

/**
 * Checks one slice of an export: a part of a table, or some of the files that one describes. Null once all is whole:
 * every table of this version is there with its columns, every part has its length, hash and number of rows, every file
 * its hash, and the counts add up. Refuses, naming the part: `no_manifest`, `broken_manifest`, `unknown_format`,
 * `missing_table`, `unknown_table`, `other_columns`, `missing_part`, `truncated_part`, `wrong_hash`, `wrong_count`,
 * `broken_line`.
 */
export async function checkSlice(parts: Parts, cursor: CheckCursor): Promise<CheckCursor | null> {
  const manifest = await sameManifest(parts, cursor.sha256);
  const { listed, table } = pairs(manifest.manifest)[cursor.table] ?? {};
  const at = { ...cursor, sha256: manifest.sha256 };
  if (!listed || !table) {
    refuseOtherCount("files", { found: at.files, expected: manifest.manifest.files.count });
    refuseOtherCount("files", { found: at.fileBytes, expected: manifest.manifest.files.bytes });
    return null;
  }
  const part = listed.parts[at.part];
  if (part) return await checkPart(parts, { table, part }, at);
  refuseOtherCount(listed.table, { found: sum(listed.parts), expected: listed.rows });
  return { ...at, table: at.table + 1, part: 0 };
}

/** Reads an export to its last byte without importing anything. Refuses what `checkSlice` refuses. */
export async function checkExport(parts: Parts): Promise<CheckReport> {
  let last = FIRST_CHECK;
  for (let next: CheckCursor | null = FIRST_CHECK; next; next = await checkSlice(parts, last)) last = next;
  return await reportOf(parts, last);
}

/** What a check that has ended found. */
export async function reportOf(parts: Parts, { sha256, rows, files, bytes }: CheckCursor): Promise<CheckReport> {
  const { manifest } = await sameManifest(parts, sha256);
  return { manifest, sha256: present(sha256, "digest of the manifest"), rows, files, bytes };
}

/** The manifest, which has to be the one that was read before. Refuses `wrong_hash` where it was changed meanwhile. */
export async function sameManifest(
  parts: Parts,
  sha256: string | null,
): Promise<{ manifest: Manifest; sha256: string }> {
  const read = await readWithDigest(parts);
  if (sha256 !== null && sha256 !== read.sha256) throw refuse("wrong_hash", { values: { part: "manifest.json" } });
  refuseOtherTables(read.manifest);
  return read;
}

/** Each table of this version with what the manifest says of it, in the order of import. */
export function pairs(manifest: Manifest): { readonly table: DatasetTable; readonly listed: ManifestTable }[] {
  return datasetTables().map((table) => ({
    table,
    listed: present(manifest.tables.find((one) => one.table === table.name), table.name),
  }));
}

/** Reads the rows of a part. Refuses `missing_part`, `truncated_part`, `wrong_hash`, `wrong_count`, `broken_line`. */
export async function readLines(parts: Parts, table: DatasetTable, part: ManifestPart): Promise<Line[]> {
  const bytes = await readPart(parts, part.name);
  if (!bytes) throw refuse("missing_part", { values: { part: part.name } });
  refuseOtherBytes(part.name, {
    found: { bytes: bytes.length, sha256: sha256Hex(bytes) },
    expected: { bytes: part.bytes, sha256: part.sha256 },
  });
  const lines = new TextDecoder().decode(bytes).split("\n").slice(0, -1).map((text) => lineOf(text, table, part.name));
  refuseOtherCount(part.name, { found: lines.length, expected: part.rows });
  return lines;
}

async function checkPart(
  parts: Parts,
  { table, part }: { table: DatasetTable; part: ManifestPart },
  at: CheckCursor,
): Promise<CheckCursor> {
  const lines = await readLines(parts, table, part);
  const taken = table.blob ? blobsOfSlice(table, lines.slice(at.row)) : [];
  await inParallel(taken, (blob) => checkBlob(parts, blob));
  const fileBytes = taken.reduce((total, { bytes }) => total + bytes, 0);
  const seen = {
    ...at,
    files: at.files + taken.length,
    fileBytes: at.fileBytes + fileBytes,
    bytes: at.bytes + fileBytes,
  };
  if (table.blob && at.row + taken.length < lines.length) return { ...seen, row: at.row + taken.length };
  return { ...seen, part: at.part + 1, row: 0, rows: seen.rows + lines.length, bytes: seen.bytes + part.bytes };
}

function refuseOtherTables(manifest: Manifest): void {
  const tables = datasetTables();
  const named = new Set<string>();
  for (const { table, columns } of manifest.tables) {
    const ours = tables.find((one) => one.name === table);
    if (!ours || named.has(table)) throw refuse("unknown_table", { values: { table } });
    named.add(table);
    const same = columns.length === ours.columns.length &&
      columns.every(({ name, type }, i) => ours.columns[i]!.name === name && ours.columns[i]!.type === type);
    if (!same) throw refuse("other_columns", { values: { table } });
  }
  const missing = tables.find(({ name }) => !named.has(name));
  if (missing) throw refuse("missing_table", { values: { table: missing.name } });
}

function lineOf(text: string, table: DatasetTable, part: string): Line {
  try {
    const read: unknown = JSON.parse(text);
    const isWhole = Array.isArray(read) && read.length === table.columns.length &&
      read.every((value) => value === null || typeof value === "string");
    if (isWhole) return read;
  } catch {
    // Not JSON: the same answer as for JSON of another shape.
  }
  throw refuse("broken_line", { values: { part } });
}

async function checkBlob(parts: Parts, blob: Blob): Promise<void> {
  const { bytes, digest } = await sha256Stream(openBlob(parts, blob));
  refuseOtherBytes(blobPart(blob), { found: { bytes, sha256: toHex(digest) }, expected: blob });
}

function refuseOtherBytes(
  part: string,
  { found, expected }: Record<"found" | "expected", { readonly bytes: number; readonly sha256: string }>,
): void {
  if (found.bytes < expected.bytes) {
    const values = { part, found: String(found.bytes), expected: String(expected.bytes) };
    throw refuse("truncated_part", { values });
  }
  if (found.sha256 !== expected.sha256) throw refuse("wrong_hash", { values: { part } });
}

function refuseOtherCount(part: string, { found, expected }: { found: number; expected: number }): void {
  if (found === expected) return;
  throw refuse("wrong_count", { values: { part, found: String(found), expected: String(expected) } });
}

function sum(parts: readonly ManifestPart[]): number {
  return parts.reduce((total, part) => total + part.rows, 0);
}
