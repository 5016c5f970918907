import { present } from "../base/assert.ts";
import { isUuid } from "../base/ids.ts";
import type { Line } from "./dataset_store.ts";
import { refuse } from "./refusals.ts";
import type { DatasetTable } from "./tables_query.ts";

/** What a row says of its blob. */
export interface Blob {
  readonly id: string;
  readonly bytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
  readonly mime: string;
}

/** The blob that a row of a table with blobs describes. Refuses `broken_line` where the row does not. */
export function blobOf(table: DatasetTable, line: Line): Blob {
  const columns = present(table.blob, `${table.name} has blobs`);
  const read = (name: string) => line[table.columns.findIndex((column) => column.name === name)];
  const [id, bytes, sha256, mime] = [columns.id, columns.bytes, columns.sha256, columns.mime].map(read);
  if (!id || !isUuid(id) || !bytes || !sha256 || !mime) {
    throw refuse("broken_line", { values: { part: table.name } });
  }
  return { id, bytes: Number(bytes), sha256, mime };
}

/** Name of a blob's part. */
export function blobPart(blob: Blob): string {
  return `files/${blob.id}`;
}
