import type { PersonCtx } from "../base/ctx.ts";
import { withControl } from "../platform/db/tenant.ts";
import { takeAttempt } from "./attempt_store.ts";
import { ABUSE_REPORTS_PER_ADDRESS, addressKey } from "./rate_limits.ts";
import { refuse } from "./refusals.ts";

/**
 * Counts a report of abuse by the address that sends it, and gives what the address is counted under. Refuses
 * `too_many_reports` (429) beyond five an hour.
 */
export async function countAbuseReport(ctx: PersonCtx): Promise<Uint8Array> {
  const keyHash = addressKey(ctx.request.ip);
  const mayReport = await withControl({}, (tx) => takeAttempt(tx, ABUSE_REPORTS_PER_ADDRESS, { keyHash, at: ctx.now }));
  if (!mayReport) throw refuse("too_many_reports");
  return keyHash;
}
