import type { Ctx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { applyDueIbanChange } from "./decide_iban_change.ts";

/** The day of a change of IBAN is over. */
export async function applyIbanChangeJob(ctx: Ctx, { changeId }: { changeId: Uuid }): Promise<void> {
  await applyDueIbanChange(ctx, changeId);
}
