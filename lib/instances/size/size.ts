import type { IsoInstant } from "../../base/dates.ts";

/** What a dossier may weigh: 1 GB, in its price. */
export const INCLUDED_BYTES = 1_073_741_824n;
/** Shares of it at which administrators are warned, each once. */
export const WARNED_AT = [80, 95] as const;
/** Having become this much smaller than a share, a dossier may be warned of it again. */
const REARMED_BELOW = 5;

/** What a dossier was warned of: 0 before. */
export type WarnedPercent = 0 | (typeof WARNED_AT)[number];

/** One part of a dossier's size: a table of its cell, or `(files)` for the bytes of its files. */
export interface SizePart {
  readonly part: string;
  readonly rows: bigint;
  readonly bytes: bigint;
}

/** A dossier's size and what makes it up. */
export interface DossierSize {
  readonly rowCount: bigint;
  readonly rowBytes: bigint;
  readonly fileCount: bigint;
  readonly fileBytes: bigint;
  readonly parts: readonly SizePart[];
}

/** The same, as the dossier's own page shows it. */
export interface OwnSize extends DossierSize {
  readonly at: IsoInstant;
  readonly includedBytes: bigint;
  readonly percent: number;
}

/** Name of the part that files are. */
export const FILES_PART = "(files)";

/** Adds parts up. */
export function sizeOf(parts: readonly SizePart[]): DossierSize {
  const files = parts.find(({ part }) => part === FILES_PART);
  const tables = parts.filter(({ part }) => part !== FILES_PART);
  return {
    rowCount: tables.reduce((sum, { rows }) => sum + rows, 0n),
    rowBytes: tables.reduce((sum, { bytes }) => sum + bytes, 0n),
    fileCount: files?.rows ?? 0n,
    fileBytes: files?.bytes ?? 0n,
    parts,
  };
}

/** Share of what is included, in whole per cent, rounded down. */
export function percentOf({ rowBytes, fileBytes }: Pick<DossierSize, "rowBytes" | "fileBytes">): number {
  return Number((rowBytes + fileBytes) * 100n / INCLUDED_BYTES);
}

/** What a dossier of this share stands warned of, given what it was warned of before. */
export function warnedNext(percent: number, before: WarnedPercent): WarnedPercent {
  const reached = WARNED_AT.findLast((share) => percent >= share) ?? 0;
  if (reached >= before) return reached;
  // Around a share it does not warn again and again.
  return percent < before - REARMED_BELOW ? reached : before;
}
