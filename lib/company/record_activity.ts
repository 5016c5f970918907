import type { Ctx } from "../base/ctx.ts";
import type { Tx } from "../platform/db/transaction.ts";
import type { Act } from "./activity.ts";
import { insertActs, insertLabel } from "./activity_store.ts";

/**
 * Writes who did what, in the verb's own transaction: after the rows and counters it locks, before the seal; or under
 * the chain's head, where `knowPerson` was sent before it. One statement; refuses nothing.
 */
export async function recordActivity(tx: Tx, ctx: Ctx, act: Act): Promise<void> {
  await insertActs(tx, ctx, [act]);
}

/** The same for many acts, still one statement. */
export async function recordActivities(tx: Tx, ctx: Ctx, acts: readonly Act[]): Promise<void> {
  if (acts.length > 0) await insertActs(tx, ctx, acts);
}

/**
 * Writes the name of whoever acts where this dossier does not know it yet. For a verb that records its acts under the
 * chain's head: sent before the head is asked for, it keeps the order of locks.
 */
export async function knowPerson(tx: Tx, ctx: Ctx): Promise<void> {
  if (ctx.personId !== null) await insertLabel(tx, ctx);
}
