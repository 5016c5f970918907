import type { Ctx } from "../base/ctx.ts";
import type { Tx } from "../platform/db/transaction.ts";
import type { Act } from "./activity.ts";
import { insertActs } from "./activity_store.ts";

/**
 * Writes who did what, in the verb's own transaction: after the rows and counters it locks, before the seal.
 * One statement; refuses nothing.
 */
export async function recordActivity(tx: Tx, ctx: Ctx, act: Act): Promise<void> {
  await insertActs(tx, ctx, [act]);
}

/** The same for many acts, still one statement. */
export async function recordActivities(tx: Tx, ctx: Ctx, acts: readonly Act[]): Promise<void> {
  if (acts.length > 0) await insertActs(tx, ctx, acts);
}
