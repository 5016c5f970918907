import { Refusal } from "../../base/refusal.ts";
import { sha256Stream, toHex } from "../../platform/crypto.ts";
import { type Blob, blobOf } from "../blobs.ts";
import { type Line, readSlice } from "../dataset_store.ts";
import { refuse } from "../refusals.ts";
import { type DatasetTable, datasetTables } from "../tables_query.ts";
import { keyOfLine } from "./copy_store.ts";
import { type Copying, inSource } from "./places.ts";

/** Where the copying of files stands. */
export interface FilesCursor {
  readonly after: Line | null;
  readonly files: number;
  readonly bytes: number;
}

/** The beginning of a copy of files. */
export const FIRST_FILES: FilesCursor = { after: null, files: 0, bytes: 0 };

/** Up to this size, in bytes, a file is held in memory while it is copied: streams cost more than its bytes. */
const SMALL_BYTES = 1024 * 1024;
/** Files that one slice copies, and how many of them at once: most of their time is waiting for the disk. */
const SLICE_FILES = 300;
const AT_ONCE = 24;

/** Copies one slice of files, each read back and hashed where it arrived. Null once all are there. */
export async function copyFiles(copying: Copying, cursor: FilesCursor): Promise<FilesCursor | null> {
  const table = datasetTables().find(({ blob }) => blob !== null);
  if (!table) return null;
  const { tenantId } = copying;
  const slice = { tenantId, after: cursor.after, limit: SLICE_FILES };
  const lines = (await inSource(copying, (tx) => readSlice(tx, table, slice))).map((line): Line => JSON.parse(line));
  if (lines.length === 0) return null;
  const bytes = await copyBlobs(copying, table, lines);
  return {
    after: keyOfLine(table, lines.at(-1)!),
    files: cursor.files + lines.length,
    bytes: cursor.bytes + bytes,
  };
}

/** Copies the blobs of some rows; one that is there whole stays. Returns how many bytes they hold. */
export async function copyBlobs(copying: Copying, table: DatasetTable, lines: readonly Line[]): Promise<number> {
  const queue = lines.map((line) => blobOf(table, line));
  const bytes = queue.reduce((sum, blob) => sum + blob.bytes, 0);
  async function work(): Promise<void> {
    for (let blob = queue.shift(); blob; blob = queue.shift()) await copyBlob(copying, blob);
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return bytes;
}

async function copyBlob({ tenantId, filesFrom, filesTo }: Copying, blob: Blob): Promise<void> {
  const key = `${tenantId}/${blob.id}`;
  const part = `files/${blob.id}`;
  const stored = await filesFrom.get(key);
  if (!stored) throw refuse("missing_part", { values: { part } });
  try {
    const body = blob.bytes <= SMALL_BYTES ? await new Response(stored.body).bytes() : stored.body;
    const { sha256 } = await filesTo.put(key, body, { contentType: blob.mime });
    if (sha256 !== blob.sha256) {
      await filesTo.remove([key]);
      throw refuse("wrong_hash", { values: { part } });
    }
  } catch (error) {
    // There already, of a slice that was cut short: whether it is whole is read below.
    await stored.body.cancel().catch(() => {});
    if (!(error instanceof Refusal) || error.code !== "storage.duplicate") throw error;
  }
  const arrived = await filesTo.get(key);
  if (!arrived) throw refuse("missing_part", { values: { part } });
  if (toHex((await sha256Stream(arrived.body)).digest) === blob.sha256) return;
  await filesTo.remove([key]);
  throw refuse("wrong_hash", { values: { part } });
}
