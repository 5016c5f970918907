import type { IsoInstant } from "../base/dates.ts";
import { isUuid, type Uuid } from "../base/ids.ts";
import { sha256Hex } from "../platform/crypto.ts";
import { type Parts, readPart } from "./parts.ts";
import { refuse } from "./refusals.ts";
import type { RestoreRule } from "./rules.ts";
import type { DatasetColumn } from "./tables_query.ts";

/** The format of exports: a change that an older program would misread raises the number. */
export const FORMAT = "paraphe-dataset/1";
/** Name of the part that lists all others; written last, so that an export cut short has none. */
export const MANIFEST = "manifest.json";

/** Where the sealed log stood: what a copy is held against. */
export interface ChainHead {
  readonly id: Uuid;
  /** Number of the last record, as text: it is a 64-bit integer. */
  readonly seq: string;
  /** SHA-256 of the last record, in hexadecimal. */
  readonly hash: string;
}

/** A slice of a table: NDJSON, one array of texts or nulls a row, in the order of the table's columns. */
export interface ManifestPart {
  readonly name: string;
  readonly rows: number;
  readonly bytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
}

/** One table of an export. `tenant_id` is not among its columns: the dossier's id stands in the manifest alone. */
export interface ManifestTable {
  readonly table: string;
  /** What a restore in place does with it, as the program that exported it said. */
  readonly restore: RestoreRule["restore"];
  readonly columns: readonly DatasetColumn[];
  readonly rows: number;
  readonly parts: readonly ManifestPart[];
}

/** What an export holds. Blobs are parts `files/<id>`; their sizes and hashes stand in the rows that describe them. */
export interface Manifest {
  readonly format: string;
  readonly programVersion: string;
  readonly exportedAt: IsoInstant;
  readonly tenantId: Uuid;
  /** Null for a dossier that never sealed anything. */
  readonly chain: ChainHead | null;
  /** Parents before those that refer to them: the order in which an import inserts. */
  readonly tables: readonly ManifestTable[];
  readonly files: { readonly count: number; readonly bytes: number };
}

/** Writes the manifest; the export is whole from then on. */
export async function writeManifest(parts: Parts, manifest: Manifest): Promise<void> {
  await parts.write(MANIFEST, new TextEncoder().encode(`${JSON.stringify(manifest, null, 1)}\n`));
}

/** Reads the manifest. Refuses `no_manifest`, `broken_manifest`, `unknown_format`. */
export async function readManifest(parts: Parts): Promise<Manifest> {
  return (await readWithDigest(parts)).manifest;
}

/** The same, with the SHA-256 of its bytes: who kept it knows that an export is the very one. */
export async function readWithDigest(parts: Parts): Promise<{ manifest: Manifest; sha256: string }> {
  const bytes = await readPart(parts, MANIFEST);
  if (!bytes) throw refuse("no_manifest");
  const read = parse(bytes);
  if (typeof read.format !== "string") throw broken("il ne dit pas son format");
  if (read.format !== FORMAT) throw refuse("unknown_format", { values: { format: read.format.slice(0, 40) } });
  const fault = faultOf(read);
  if (fault) throw broken(fault);
  return { manifest: read as unknown as Manifest, sha256: sha256Hex(bytes) };
}

type Json = Readonly<Record<string, unknown>>;

function parse(bytes: Uint8Array): Json {
  try {
    const read: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (isObject(read)) return read;
  } catch {
    // Not UTF-8 or not JSON: the same answer as for JSON that is no object.
  }
  throw broken("ce n’est pas un objet JSON");
}

function faultOf(read: Json): string | null {
  if (typeof read.programVersion !== "string" || typeof read.exportedAt !== "string") {
    return "il ne dit pas d’où il vient";
  }
  if (typeof read.tenantId !== "string" || !isUuid(read.tenantId)) return "il ne dit pas de quel dossier il vient";
  if (read.chain !== null && !isChain(read.chain)) return "la tête du journal scellé est illisible";
  if (!isObject(read.files) || !isCount(read.files.count) || !isCount(read.files.bytes)) {
    return "le compte des fichiers est illisible";
  }
  return Array.isArray(read.tables) && read.tables.every(isTable) ? null : "la liste des tables est illisible";
}

function isChain(value: unknown): boolean {
  return isObject(value) && isUuid(String(value.id)) && /^\d{1,19}$/.test(String(value.seq)) && isHash(value.hash);
}

function isTable(value: unknown): boolean {
  return isObject(value) && typeof value.table === "string" && isCount(value.rows) &&
    (value.restore === "keep" || value.restore === "rewind") &&
    Array.isArray(value.columns) && value.columns.every(isColumn) &&
    Array.isArray(value.parts) && value.parts.every((part) => isPart(part, String(value.table)));
}

function isColumn(value: unknown): boolean {
  return isObject(value) && typeof value.name === "string" && typeof value.type === "string";
}

/** A name that leads out of the export's own folder, or to another table, is no name of ours. */
function isPart(value: unknown, table: string): boolean {
  if (!isObject(value)) return false;
  const [, owner] = /^tables\/([a-z0-9_]+)\.\d{4,9}\.ndjson$/.exec(String(value.name)) ?? [];
  return owner === table &&
    isCount(value.rows) && isCount(value.bytes) && isHash(value.sha256);
}

function isHash(value: unknown): boolean {
  return typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function broken(reason: string): Error {
  return refuse("broken_manifest", { values: { reason } });
}
