import type { Uuid } from "../base/ids.ts";
import type { archives } from "./schema.ts";

/** (waiting for its turn →) asked → making → done, or failed. */
export type ArchiveState = "waiting" | "asked" | "making" | "done" | "failed";

/** A stretch of the ZIP: a file of the dossier, under `storeKey`. */
export interface ArchivePart {
  readonly id: Uuid;
  readonly bytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
}

/** An archive as it is stored; `cursor` is how far its making has come. */
export type StoredArchive = typeof archives.$inferSelect;

/** An archive as pages show it. */
export type Archive = Omit<StoredArchive, "cursor" | "step" | "prevHash" | "headHash" | "chainId">;

/** Media type of an archive. */
export const ARCHIVE_TYPE = "application/zip";

/** Name under which people save an archive: `Archive 2026-01-01 2026-12-31.zip`. */
export function archiveFileName({ fromOn, toOn }: Pick<Archive, "fromOn" | "toOn">): string {
  return `Archive ${fromOn} ${toOn}.zip`;
}
