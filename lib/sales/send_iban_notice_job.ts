import type { Ctx } from "../base/ctx.ts";
import { addSeconds } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { findIbanChange, loadCompany, opennessNow, trialMails } from "../company/mod.ts";
import { withTenant } from "../platform/db/tenant.ts";
import { type CellHandler, enqueue, GiveUp, type JobInfo } from "../platform/jobs.ts";
import { type MailTransport, sendMail } from "../platform/mail.ts";
import { mailFrom } from "../platform/outside.ts";
import { addressesOf, recentCustomers } from "./iban_notice_query.ts";
import { ibanNotice } from "./iban_notice_mail.tsx";
import { SEND_IBAN_NOTICE, TELL_IBAN_CHANGE } from "./jobs.ts";

/** Customers whose notices one job asks for; the rest follows in another. */
const SLICE = 200;

/** Asks for the notices of a slice of customers and, where more remain, for the next slice, in one transaction. */
export async function planIbanNotices(
  ctx: Ctx,
  { changeId, after }: { changeId: Uuid; after: Uuid | null },
): Promise<void> {
  const { tenantId, now: at } = ctx;
  await withTenant(ctx, async (tx) => {
    const customers = await recentCustomers(tx, { tenantId, at, after, limit: SLICE });
    for (const customerId of customers) {
      const dedupeKey = `${changeId}:${customerId}`;
      await enqueue(tx, SEND_IBAN_NOTICE, { tenantId, payload: { changeId, customerId }, dedupeKey });
    }
    const last = customers.at(-1);
    if (customers.length < SLICE || !last) return;
    await enqueue(tx, TELL_IBAN_CHANGE, {
      tenantId,
      payload: { changeId, after: last },
      dedupeKey: `${changeId}:${last}`,
    });
  });
}

/** Writes to one customer: one message, under one Message-ID however often it is tried. */
export function sendIbanNotice(mail: () => MailTransport): CellHandler<{ changeId: Uuid; customerId: Uuid }> {
  return async (ctx, { changeId, customerId }, job) => {
    const found = await withTenant(ctx, async (tx) => ({
      change: await findIbanChange(tx, ctx, changeId),
      company: await loadCompany(tx, ctx),
      to: await addressesOf(tx, { tenantId: ctx.tenantId, customerId }),
    }), { mode: "read" });
    const { change, company, to } = found;
    // Replaced again since: the notice of that change says what stands.
    if (!change || change.iban !== company.iban || to.length === 0) return;
    const openness = await opennessNow(ctx);
    if (openness === "closed") return;
    if (openness !== "open") return await askTomorrow(ctx, { changeId, customerId });
    if ((await trialMails(ctx))?.isHeld) throw new Error("postponed: the dossier's mails wait for the operator");
    const outcome = await sendMail(mail(), {
      ...ibanNotice({ company, iban: change.iban }),
      messageId: messageIdOf(job),
      from: { email: mailFrom(), name: `${company.name} via Paraphe` },
      ...(company.email ? { replyTo: { email: company.email, name: company.name } } : {}),
      to: to.map((email) => ({ email })),
    });
    if (outcome.state === "postponed") throw new Error(`postponed: ${outcome.answer.slice(0, 120)}`);
    if (outcome.state === "refused") throw new GiveUp("the mail server refused the message");
  };
}

/** Locked: who pays is to know once it is open again, and not before. */
async function askTomorrow(ctx: Ctx, payload: { changeId: Uuid; customerId: Uuid }): Promise<void> {
  const { tenantId } = ctx, runAt = addSeconds(ctx.now, 86_400);
  const dedupeKey = `${payload.changeId}:${payload.customerId}:${runAt.slice(0, "2026-11-21".length)}`;
  await withTenant(ctx, (tx) => enqueue(tx, SEND_IBAN_NOTICE, { tenantId, payload, dedupeKey, runAt }));
}

function messageIdOf({ id }: JobInfo): string {
  return `${id}@${mailFrom().split("@")[1]}`;
}
