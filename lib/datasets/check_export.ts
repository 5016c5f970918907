import { present } from "../base/assert.ts";
import { sha256Hex, sha256Stream, toHex } from "../platform/crypto.ts";
import { blobOf, blobPart } from "./blobs.ts";
import type { Line } from "./dataset_store.ts";
import { type Manifest, type ManifestPart, type ManifestTable, readManifest } from "./manifest.ts";
import { type Parts, readPart } from "./parts.ts";
import { refuse } from "./refusals.ts";
import { type DatasetTable, datasetTables } from "./tables_query.ts";

/** What a check found to be whole. */
export interface CheckReport {
  readonly manifest: Manifest;
  readonly rows: number;
  readonly files: number;
  /** Bytes read and hashed, rows and files together. */
  readonly bytes: number;
}

/**
 * Reads an export to its last byte without importing anything: every table of this version is there with its columns,
 * every part has its length, hash and number of rows, every file its hash. Holds one slice in memory.
 * Refuses, naming the part: `no_manifest`, `broken_manifest`, `unknown_format`, `missing_table`, `unknown_table`,
 * `other_columns`, `missing_part`, `truncated_part`, `wrong_hash`, `wrong_count`, `broken_line`.
 */
export async function checkExport(parts: Parts): Promise<CheckReport> {
  const manifest = await readManifest(parts);
  refuseOtherTables(manifest);
  const seen = { rows: 0, files: 0, fileBytes: 0, bytes: 0 };
  for (const { table, listed } of pairs(manifest)) {
    for (const part of listed.parts) {
      const lines = await readLines(parts, table, part);
      seen.rows += lines.length;
      seen.bytes += part.bytes;
      for (const line of table.blob ? lines : []) {
        const bytes = await checkBlob(parts, table, line);
        seen.files += 1;
        seen.fileBytes += bytes;
      }
    }
    refuseOtherCount(listed.table, { found: sum(listed.parts), expected: listed.rows });
  }
  refuseOtherCount("files", { found: seen.files, expected: manifest.files.count });
  return { manifest, rows: seen.rows, files: seen.files, bytes: seen.bytes + seen.fileBytes };
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

function refuseOtherTables(manifest: Manifest): void {
  const tables = datasetTables();
  for (const { table, columns } of manifest.tables) {
    const ours = tables.find((one) => one.name === table);
    if (!ours) throw refuse("unknown_table", { values: { table } });
    const same = columns.length === ours.columns.length &&
      columns.every(({ name, type }, i) => ours.columns[i]!.name === name && ours.columns[i]!.type === type);
    if (!same) throw refuse("other_columns", { values: { table } });
  }
  const missing = tables.find(({ name }) => !manifest.tables.some(({ table }) => table === name));
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

async function checkBlob(parts: Parts, table: DatasetTable, line: Line): Promise<number> {
  const blob = blobOf(table, line);
  const name = blobPart(blob);
  const body = await parts.open(name);
  if (!body) throw refuse("missing_part", { values: { part: name } });
  const { bytes, digest } = await sha256Stream(body);
  refuseOtherBytes(name, { found: { bytes, sha256: toHex(digest) }, expected: blob });
  return bytes;
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
