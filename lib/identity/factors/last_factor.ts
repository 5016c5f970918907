import type { PersonCtx } from "../../base/ctx.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { refuse } from "../refusals.ts";
import { holdFactors, replaceRecoveryCodes, weakenSessions } from "./factor_store.ts";
import { factorsIn } from "./list_factors.ts";

/**
 * Takes a factor of the person in scope off; false where `drop` says that there was none. With the last one go the
 * recovery codes, which have nothing left to recover, and the strength of every session.
 * Refuses `last_factor_wanted` (409) where one of his dossiers wants a second step.
 */
export async function takeFactorOff(tx: Tx, ctx: PersonCtx, drop: () => Promise<boolean>): Promise<boolean> {
  const isWanted = await holdFactors(tx);
  if (!await drop()) return false;
  if ((await factorsIn(tx)).any) return true;
  if (isWanted) throw refuse("last_factor_wanted");
  await replaceRecoveryCodes(tx, [], ctx.now);
  await weakenSessions(tx);
  return true;
}
