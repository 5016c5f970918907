import type { Uuid } from "../../base/ids.ts";
import type { CompareCursor, Copying, FilesCursor, JournalCursor, RowsCursor } from "../../datasets/mod.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import { withOperator } from "../../platform/db/tenant.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { storeOf } from "../../platform/stores.ts";

/** Where a dossier is asked to go: into a cell by its id, or into the emptiest open cell of a kind. */
export type Destination = { readonly cell: string } | { readonly kind: "trial" | "production" };

/** What the steps of a move hand to each other. */
export interface MoveCursor {
  readonly wish: Destination;
  /** From the first step on: where it comes from and goes to, and the epoch that the directory knew. */
  readonly route: { readonly from: string; readonly to: string; readonly epoch: number } | null;
  readonly journal: JournalCursor | null;
  /** Rounds through the journal that the present step has made. */
  readonly rounds: number;
  readonly rows: RowsCursor | null;
  /** Null once all are copied. */
  readonly files: FilesCursor | null;
  readonly compare: CompareCursor | null;
  readonly jobs: { readonly since: string; readonly after: Uuid | null } | null;
  /** Milliseconds that the copying of rows, that of files and the comparing have taken. */
  readonly spentMs: { readonly rows: number; readonly files: number; readonly compare: number };
  /** Tries of the switch that found something in their way. */
  readonly switches: number;
  /** What the source's row said before the switch. */
  readonly openState: "open" | "read_only";
}

/** The beginning of a move. */
export function newMove(wish: Destination): MoveCursor {
  const none = { route: null, journal: null, rows: null, files: null, compare: null, jobs: null };
  return { wish, ...none, rounds: 0, spentMs: { rows: 0, files: 0, compare: 0 }, switches: 0, openState: "open" };
}

/** A move whose route is known. */
export type RoutedMove = MoveCursor & { readonly route: NonNullable<MoveCursor["route"]> };

/** The two ends of a move. */
export function copyingOf(tenantId: Uuid, { route: { from, to } }: RoutedMove): Copying {
  return { tenantId, from, to, filesFrom: storeOf(from), filesTo: storeOf(to) };
}

/** One transaction of the mover in a cell. */
export function inCell<T>(cell: string, tenantId: Uuid, work: (tx: Tx) => Promise<T>): Promise<T> {
  return withOperator({ database: cell, role: "ops_mover", tenantId }, work);
}

/** One transaction of the console on control. */
export function onControl<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return withOperator({ database: CONTROL, role: "ops_control" }, work);
}
