import type { PersonCtx } from "../base/ctx.ts";
import { addToDate, dayOf, type IsoDate, startOfDay } from "../base/dates.ts";
import { CONTROL } from "../platform/db/pools.ts";
import { withQueue } from "../platform/db/tenant.ts";
import { enqueueAll } from "../platform/jobs.ts";
import { SEAL_SIGN_INS } from "./jobs.ts";
import { signInFailures } from "./sign_in_failures_query.ts";

/** How many days are looked back on: what a program that was down has missed. */
const DAYS_BACK = 7;

/**
 * Asks, for each of the last days and each dossier concerned, that the refused sign-ins of that day (UTC) be sealed.
 * Asked again, a day of a dossier is one job, and sealed once.
 */
export async function planSignInDigests(ctx: PersonCtx): Promise<void> {
  const today = dayOf(ctx.now, "UTC");
  for (let back = DAYS_BACK; back >= 1; back--) await planDay(addToDate(today, { days: -back }));
}

async function planDay(day: IsoDate): Promise<void> {
  const from = startOfDay(day, "UTC"), until = startOfDay(addToDate(day, { days: 1 }), "UTC");
  await withQueue({ database: CONTROL, runner: "product" }, async (tx) => {
    const found = await signInFailures(tx, { from, until });
    const requests = found.map((failures) => ({
      tenantId: failures.tenantId,
      payload: { ...failures, day },
      dedupeKey: day,
    }));
    await enqueueAll(tx, SEAL_SIGN_INS, requests);
  });
}
