import type { Ctx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { advanceCheck } from "./check_log.ts";

/** Longest that one run goes on. */
const BUDGET_MS = 8_000;

/** Goes on with a verification where it was left; what remains follows in another run. */
export async function checkLogJob(ctx: Ctx, { checkId }: { checkId: Uuid }): Promise<void> {
  await advanceCheck(ctx, checkId, { budgetMs: BUDGET_MS });
}
