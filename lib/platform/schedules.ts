import type { IsoInstant } from "../base/dates.ts";
import { CONTROL, type Program } from "./db/pools.ts";
import { withQueue } from "./db/tenant.ts";
import { sqlState } from "./db/transaction.ts";
import { enqueue, type JobKind, NO_TENANT } from "./jobs.ts";
import { log } from "./log.ts";

/** Work of control that comes back: once in each ten minutes, hour or day (UTC), or then once for each database. */
export interface Schedule {
  readonly kind: JobKind<unknown>;
  readonly every: "ten_minutes" | "hour" | "day";
  /** Payloads of one slot, each with a word that tells it from the others of the slot. */
  readonly payloads: (cells: readonly string[]) => readonly Slotted<unknown>[];
}

/** One payload of a slot. */
export interface Slotted<P> {
  readonly word: string;
  readonly payload: P;
}

/** Ties a kind of control job to its rhythm; the payload's type must agree. */
export function schedule<P>(
  kind: JobKind<P>,
  every: Schedule["every"],
  payloads: (cells: readonly string[]) => readonly Slotted<P>[],
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
  try {
    await withQueue({ database: CONTROL, runner: program }, async (tx) => {
      for (const { kind, every, payloads } of own) {
        for (const { word, payload } of payloads(cells)) {
          await enqueue(tx, kind, { tenantId: NO_TENANT, payload, dedupeKey: `${slotOf(at, every)} ${word}`.trim() });
        }
      }
    });
  } catch (error) {
    log("warn", "jobs.slots_not_asked", { program, code: sqlState(error) });
  }
}

/** Start of an instant's text that a slot has in common, by its length. */
const SLOT_LENGTHS = { day: "2026-11-21".length, hour: "2026-11-21T18".length, ten_minutes: "2026-11-21T18:0".length };

function slotOf(at: IsoInstant, every: Schedule["every"]): string {
  return at.slice(0, SLOT_LENGTHS[every]);
}
