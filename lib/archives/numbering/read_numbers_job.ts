import type { Ctx } from "../../base/ctx.ts";
import { advanceNumbers } from "./look_at_numbers.ts";

/** Longest that one run goes on. */
const BUDGET_MS = 8_000;

/** Goes on with the reading of the numbering journal where it was left; what remains follows in another run. */
export async function readNumbersJob(ctx: Ctx): Promise<void> {
  await advanceNumbers(ctx, { budgetMs: BUDGET_MS });
}
