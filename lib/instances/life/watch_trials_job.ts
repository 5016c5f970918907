import type { PersonCtx } from "../../base/ctx.ts";
import { addToDate, dayOf, type IsoDate } from "../../base/dates.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import { withControl, withQueue } from "../../platform/db/tenant.ts";
import { enqueue } from "../../platform/jobs.ts";
import { newId } from "../../platform/random.ts";
import { TELL_LIFE } from "../jobs.ts";
import { announce } from "./announce.ts";
import { UNUSED_TRIAL_DAYS } from "./life.ts";
import { closeUnused, insertNotice, loadLife, selectTrialsToWarn, type TrialToWarn } from "./life_store.ts";
import { TRIAL_WARNINGS, trialNotice, unusedUntil } from "./notices.ts";

/** Days before and after the end of a trial that are looked at: time zones, and a program that was down for months. */
const DAYS_AHEAD = TRIAL_WARNINGS[0] + 1, DAYS_BACK = UNUSED_TRIAL_DAYS + 400;

/** Who acts where nobody asked. */
const PROGRAM = "automate";

/**
 * Warns the trials whose end is near, once each, and closes those that nobody activated in 90 days. Each in its own
 * transaction: stopped anywhere and run again, it goes on.
 */
export async function watchTrials(ctx: PersonCtx): Promise<void> {
  const today = dayOf(ctx.now);
  const span = { from: addToDate(today, { days: -DAYS_BACK }), until: addToDate(today, { days: DAYS_AHEAD }) };
  const trials = await withQueue({ database: CONTROL, runner: "product" }, (tx) => selectTrialsToWarn(tx, span));
  for (const trial of trials) await watchTrial(ctx, trial);
}

async function watchTrial(ctx: PersonCtx, { tenantId, trialEndsOn, timeZone }: TrialToWarn): Promise<void> {
  const today = dayOf(ctx.now, timeZone);
  if (today >= unusedUntil(trialEndsOn)) return await closeTrial(ctx, { tenantId, trialEndsOn });
  const due = trialNotice(trialEndsOn, today);
  if (!due) return;
  await withControl({ tenantId }, async (tx) => {
    if (!await insertNotice(tx, { tenantId, ...due, at: ctx.now })) return;
    const payload = { tenantId, notice: due.notice, key: due.forOn };
    await enqueue(tx, TELL_LIFE, { tenantId, payload, dedupeKey: `${due.notice} ${due.forOn}` });
  });
}

async function closeTrial(
  ctx: PersonCtx,
  { tenantId, trialEndsOn }: Pick<TrialToWarn, "tenantId"> & { trialEndsOn: IsoDate },
): Promise<void> {
  await withControl({ tenantId }, async (tx) => {
    const life = await loadLife(tx, tenantId);
    if (!life) return;
    const id = newId(), reason = `Essai terminé le ${trialEndsOn}, jamais activé`;
    const to = await closeUnused(tx, { id, asker: PROGRAM, reason, at: ctx.now });
    if (to === null) return;
    const change = { tenantId, id, act: "close", from: life.state, to, askedBy: "program" } as const;
    await announce(tx, ctx, { life, change, actor: PROGRAM });
  });
}
