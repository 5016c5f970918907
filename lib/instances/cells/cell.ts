import type { IsoInstant } from "../../base/dates.ts";

/** What a cell is for, and the words of the console. */
export const CELL_KINDS = { trial: "essai", production: "production", scratch: "copies de travail" } as const;
/** What a cell is for. */
export type CellKind = keyof typeof CELL_KINDS;

/** Whether a cell takes newcomers. `waiting`: registered, opens by itself when one of its kind closes. */
export const CELL_STATES = ["waiting", "open", "closed"] as const;
/** Whether a cell takes newcomers; the dossiers inside work on in each. */
export type CellState = (typeof CELL_STATES)[number];

/** What closed a cell: reaching a limit, or an operator. */
export type ClosedBecause = "full" | "operator";

/** The most that a cell is meant to hold. */
export interface CellLimits {
  readonly maxDossiers: number;
  readonly maxDatabaseBytes: bigint;
  readonly maxStorageBytes: bigint;
  readonly maxConnections: number;
  /** Transactions a minute. */
  readonly maxTransactions: number;
}

/** Limits of a cell of which nobody said any. */
export const USUAL_LIMITS: CellLimits = {
  maxDossiers: 2_000,
  maxDatabaseBytes: 8n * 1_024n ** 3n,
  maxStorageBytes: 100n * 1_024n ** 3n,
  maxConnections: 60,
  maxTransactions: 60_000,
};

/** What a cell tells of itself: bytes, and the counters of its Postgres. */
export interface CellFigures {
  readonly databaseBytes: bigint;
  readonly storageBytes: bigint;
  readonly connections: number;
  readonly transactions: bigint;
  readonly blocksHit: bigint;
  readonly blocksRead: bigint;
}

/** What a cell held at an instant. */
export interface CellSample {
  readonly at: IsoInstant;
  readonly dossiers: number;
  readonly databaseBytes: bigint;
  readonly storageBytes: bigint;
  readonly connections: number;
  /** A minute, since the sample before; null for the first. */
  readonly transactions: number | null;
  /** Share of the blocks that Postgres found in its memory, per ten thousand; null for the first. */
  readonly cacheHitsBp: number | null;
}

/** A cell as the console sees it. */
export interface Cell extends CellLimits {
  readonly id: string;
  readonly kind: CellKind;
  readonly region: string;
  readonly state: CellState;
  readonly closedBecause: ClosedBecause | null;
  readonly stateSince: IsoInstant;
  /** Name of the setting that holds its address: the address itself stands in no table. */
  readonly secretName: string;
  /** Since when it does not answer; null while it does. */
  readonly downSince: IsoInstant | null;
  readonly dossiers: number;
  /** Largest share of any limit, in per cent, rounded down. */
  readonly percent: number;
  /** Share at which it closes to newcomers (OPS-02): the threshold `cell_load`, 65 % unless operators decided. */
  readonly fullPercent: number;
}

/** The kind that a cell's id begins with (`trial-1`), or null. */
export function kindOfId(id: string): CellKind | null {
  const [, kind] = /^(trial|production|scratch)-[a-z0-9-]{1,25}$/.exec(id) ?? [];
  return (kind ?? null) as CellKind | null;
}

/** Name of the setting in which both programs read a cell's address: `trial-1` → `CELL_TRIAL_1_URL`. */
export function secretNameOf(id: string): string {
  return `CELL_${id.toUpperCase().replaceAll("-", "_")}_URL`;
}
