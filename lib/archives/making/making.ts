import type { ArchivePart } from "../archive.ts";

/** What is made one after the other; each begins where the one before has ended. */
export type Phase = "records" | "documents" | "tables" | "indexes" | "lists" | "ending";

/** Something kept in the store until the archive is done. */
export interface Spool {
  readonly key: string;
  readonly bytes: number;
}

/** Where a piece stands in a slice's object: place, length, and how many rows it holds. */
export type Piece = readonly [at: number, bytes: number, rows: number];

/** What a slice of records gave: one object, cut into named pieces. */
export interface Slice extends Spool {
  readonly pieces: Readonly<Record<string, Piece>>;
}

/** A part of the manifest that was written. */
export interface ManifestPart {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** How far the writing of a ZIP has come. */
export interface Written {
  /** Bytes of the ZIP that stand in parts. */
  readonly offset: number;
  /** Entries of the ZIP. */
  readonly entries: number;
  /** Files that the lists name, and their bytes. */
  readonly files: number;
  readonly bytes: number;
  readonly parts: readonly ArchivePart[];
  readonly directory: readonly Spool[];
  /** Lines of the lists, by list. */
  readonly listing: Readonly<Record<string, readonly Spool[]>>;
}

/** How far the making of an archive has come: all that the next step knows, whichever process does it. */
export interface Making extends Written {
  readonly phase: Phase;
  /** Number of the last record read. */
  readonly seq: number;
  /** Where the phase stands: slices, tables or months behind it, and documents within the slice. */
  readonly at: number;
  readonly within: number;
  /** Documents found and documents whose files were written. */
  readonly documents: number;
  readonly written: number;
  readonly slices: readonly Slice[];
  readonly lists: readonly ManifestPart[];
}

/** Where every making begins: at the record before the first. */
export function beginAt(firstSeq: bigint): Making {
  const counts = { offset: 0, entries: 0, files: 0, bytes: 0, documents: 0, written: 0 };
  const lists = { parts: [], slices: [], directory: [], listing: {}, lists: [] };
  return { phase: "records", seq: Number(firstSeq) - 1, at: 0, within: 0, ...counts, ...lists };
}

/** Months that have rows, ascending, and how many of each kind: from the names of the pieces. */
export function monthsOf({ slices }: Pick<Making, "slices">): Month[] {
  const months = new Map<string, { documents: number; payments: number; closures: number }>();
  for (const { pieces } of slices) {
    for (const [name, [, , rows]] of Object.entries(pieces)) {
      const [, month, section] = /^index\/([^/]+)\/(documents|payments|closures)$/.exec(name) ?? [];
      if (!month) continue;
      const counts = months.get(month) ?? { documents: 0, payments: 0, closures: 0 };
      counts[section as keyof typeof counts] += rows;
      months.set(month, counts);
    }
  }
  return [...months].map(([month, counts]) => ({ month, ...counts })).sort((a, b) => a.month < b.month ? -1 : 1);
}

/** Rows of one month's index. */
export interface Month {
  readonly month: string;
  readonly documents: number;
  readonly payments: number;
  readonly closures: number;
}
