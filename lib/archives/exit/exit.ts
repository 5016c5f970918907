import { type ExportCursor, FIRST_EXPORT } from "../../datasets/mod.ts";
import type { Sha256State } from "../reader/sha256.js";
import type { Written } from "../making/making.ts";
import type { exitArchives } from "../schema.ts";

/** asked → making → done → expired, or failed. */
export type ExitState = "asked" | "making" | "done" | "failed" | "expired";

/** For how long an exit archive is kept, in days. */
export const EXIT_DAYS = 7;

/** What is written one after the other. Data come first: what they show is one moment of the dossier. */
export type ExitPhase = "data" | "sheets" | "documents" | "ending";

/** A key of a table, as datasets read it. */
export type RowKey = readonly (string | null)[];

/** A document whose file is not in the archive: where it would stand, and why it does not, in French. */
export interface MissingFile {
  readonly path: string;
  readonly why: string;
}

/** Missing files that are listed one by one; beyond, they are counted. */
export const MISSING_LISTED = 1_000;

/** How far the making of an exit archive has come: all that the next step knows. */
export interface Leaving extends Written {
  readonly phase: ExitPhase;
  readonly data: ExportCursor;
  /** How often the data were begun again because somebody worked meanwhile. */
  readonly tries: number;
  readonly isWhole: boolean;
  /** Place among the sheets, number of the file, and last row of it. */
  readonly sheet: number;
  readonly number: number;
  /** Last row of the sheet, or last document. */
  readonly after: RowKey | null;
  /** Documents whose files stand in the ZIP, and those that have none. */
  readonly documents: number;
  readonly lacking: number;
  /** The first of those that have none. */
  readonly missing: readonly MissingFile[];
  /** Rows of each sheet, for the notice. */
  readonly counts: Readonly<Record<string, number>>;
  /** SHA-256 of the ZIP as far as it goes. */
  readonly digest: Sha256State | null;
}

/** Where every making begins. */
export const FIRST_LEAVING: Leaving = {
  phase: "data",
  data: FIRST_EXPORT,
  tries: 0,
  isWhole: true,
  sheet: 0,
  number: 1,
  after: null,
  documents: 0,
  lacking: 0,
  missing: [],
  counts: {},
  digest: null,
  offset: 0,
  entries: 0,
  files: 0,
  bytes: 0,
  parts: [],
  directory: [],
  listing: {},
};

/** An exit archive as it is stored; `cursor` is how far its making has come. */
export type StoredExit = typeof exitArchives.$inferSelect;

/** An exit archive as pages show it. */
export type ExitArchive = Omit<StoredExit, "cursor" | "step" | "parts" | "tenantId"> & {
  /** What is being written, while it is. */
  readonly phase: ExitPhase | null;
};

/** An exit archive without what only its making knows. */
export function shownExit(stored: StoredExit): ExitArchive {
  const { cursor, step: _step, parts: _parts, tenantId: _tenantId, ...rest } = stored;
  return { ...rest, phase: cursor?.phase ?? (rest.state === "asked" ? FIRST_LEAVING.phase : null) };
}

/** Name under which people save it: `Sortie Atelier-Dupre 2026-11-22.zip`. */
export function exitFileName({ companyName, askedAt }: Pick<StoredExit, "companyName" | "askedAt">): string {
  const company = companyName.normalize("NFD").replaceAll(/[^A-Za-z0-9]+/g, "-").replaceAll(/^-|-$/g, "").slice(0, 60);
  return `Sortie ${company || "dossier"} ${askedAt.slice(0, 10)}.zip`;
}
