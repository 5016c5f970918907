import type { IsoInstant } from "../base/dates.ts";
import { CONTROL, type Program } from "./db/pools.ts";
import { withQueue } from "./db/tenant.ts";
import { sqlState } from "./db/transaction.ts";
import { enqueue, type JobKind, NO_TENANT } from "./jobs.ts";
import { log } from "./log.ts";

/** Work that comes back: once in each hour or day (UTC), in control, or once for each cell. */
export interface Schedule {
  readonly kind: JobKind<unknown>;
  readonly every: "hour" | "day";
  /** Payloads of one slot, each with a word that tells it from the others of the slot. */
  readonly payloads: (cells: readonly string[]) => readonly { readonly word: string; readonly payload: unknown }[];
}

/** Ties a kind to its rhythm; the payload's type must agree. One job a slot unless `payloads` says otherwise. */
export function schedule<P>(
  kind: JobKind<P>,
  every: Schedule["every"],
  payloads: (cells: readonly string[]) => readonly { word: string; payload: P }[],
): Schedule {
  return { kind: kind as JobKind<unknown>, every, payloads };
}

/**
 * Asks for the work of the present slot. Every process asks at every round: the dedupe key is the slot, so the work is
 * done once, and a slot that nobody was there for is asked for by whoever comes first.
 */
export async function enqueueSlots(
  program: Program,
  { schedules, cells, at }: { schedules: readonly Schedule[]; cells: readonly string[]; at: IsoInstant },
): Promise<void> {
  const own = schedules.filter(({ kind }) => kind.runner === program);
  const inControl = own.filter(({ kind }) => kind.in === "control");
  const inCells = own.filter(({ kind }) => kind.in === "cell");
  await ask(program, CONTROL, { schedules: inControl, cells, at });
  await Promise.all(cells.map((cell) => ask(program, cell, { schedules: inCells, cells: [cell], at })));
}

async function ask(
  program: Program,
  database: string,
  { schedules, cells, at }: { schedules: readonly Schedule[]; cells: readonly string[]; at: IsoInstant },
): Promise<void> {
  if (schedules.length === 0) return;
  try {
    await withQueue({ database, runner: program }, async (tx) => {
      for (const { kind, every, payloads } of schedules) {
        const slot = at.slice(0, every === "day" ? "2026-11-21".length : "2026-11-21T18".length);
        for (const { word, payload } of payloads(cells)) {
          await enqueue(tx, kind, { tenantId: NO_TENANT, payload, dedupeKey: `${slot} ${word}`.trim() });
        }
      }
    });
  } catch (error) {
    log("warn", "jobs.slots_not_asked", { database, code: sqlState(error) });
  }
}
