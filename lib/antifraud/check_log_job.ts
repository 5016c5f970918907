import type { Uuid } from "../base/ids.ts";
import type { CellHandler } from "../platform/jobs.ts";
import { advanceCheck } from "./check_log.ts";

/** Longest that one run goes on. */
const BUDGET_MS = 8_000;

/** Goes on with a verification where it was left; what remains follows in another run. */
export const checkLogJob: CellHandler<{ checkId: Uuid }> = async (ctx, { checkId }) => {
  await advanceCheck(ctx, checkId, { budgetMs: BUDGET_MS });
};
