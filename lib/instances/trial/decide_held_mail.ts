import type { PersonCtx } from "../../base/ctx.ts";
import { fold } from "../../base/text.ts";
import { readActReason } from "../../identity/mod.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import { withOperator } from "../../platform/db/tenant.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { firstPage } from "../../platform/keyset_query.ts";
import { enqueue } from "../../platform/jobs.ts";
import { CARRY_OUT_MAIL_DECISION } from "../jobs.ts";
import { refuse } from "../refusals.ts";
import { decideMail, findHeldMail, type HeldMail } from "./held_mail_store.ts";
import { type HeldMailFilter, REVIEWS_PER_PAGE, selectHeldMails } from "./review_query.ts";
import type { HeldMailKey } from "./held_mails.ts";
import { noteAct } from "../acts/note_act.ts";
import type { Decision, Operator } from "./trial_mails.ts";

/** One page of held mails. */
export interface HeldMailPage {
  readonly rows: readonly HeldMail[];
  /** Give it back as `after` for the next page; null on the last. */
  readonly next: string | null;
}

/** Mails of trials that wait for an operator, the oldest first: the fragment that holds each, nothing else of it. */
export async function listHeldMails(_ctx: PersonCtx, filter: HeldMailFilter = {}): Promise<HeldMailPage> {
  const text = filter.text === undefined ? undefined : fold(filter.text);
  const found = await onControl((tx) => selectHeldMails(tx, { ...filter, text }));
  return firstPage(found, REVIEWS_PER_PAGE, ({ id }) => id);
}

/** One mail of the queue. Refuses `held_mail_unknown` (404), `held_mail_decided` (409). */
export async function viewHeldMail(_ctx: PersonCtx, key: HeldMailKey): Promise<HeldMail> {
  return await onControl((tx) => waiting(tx, key));
}

/**
 * Lets a held mail go, or refuses it, with a reason; the product carries it out in the dossier. A refused mail's reason
 * is told to the person who wanted to send it.
 * Refuses: `act_reason` (422), `held_mail_unknown` (404), `held_mail_decided` (409).
 */
export async function decideHeldMail(
  ctx: PersonCtx,
  by: Operator,
  { decision, ...asked }: HeldMailKey & { decision: Decision; reason: string },
): Promise<void> {
  const key = { tenantId: asked.tenantId, id: asked.id };
  const reason = readActReason(asked.reason);
  await onControl(async (tx) => {
    await waiting(tx, key);
    const isFirst = await decideMail(tx, key, { decision, decidedAt: ctx.now, decisionReason: reason });
    if (!isFirst) throw refuse("held_mail_decided");
    const act = decision === "released" ? "release_mail" : "refuse_mail";
    await noteAct(tx, by, { at: ctx.now, subject: { kind: "instance", id: key.tenantId }, act, reason });
    const payload = { tenantId: key.tenantId, sendingId: key.id };
    await enqueue(tx, CARRY_OUT_MAIL_DECISION, { tenantId: key.tenantId, payload, dedupeKey: key.id, priority: 5 });
  });
}

async function waiting(tx: Tx, key: HeldMailKey): Promise<HeldMail> {
  const found = await findHeldMail(tx, key);
  if (!found) throw refuse("held_mail_unknown");
  if (found.decision !== null) throw refuse("held_mail_decided");
  return found;
}

function onControl<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return withOperator({ database: CONTROL, role: "ops_control" }, work);
}
