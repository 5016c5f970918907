import type { Ctx, PersonCtx } from "../base/ctx.ts";
import { dayOf } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { mailDecision, recordActivity } from "../company/mod.ts";
import { withTenant } from "../platform/db/tenant.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { enqueue } from "../platform/jobs.ts";
import { KIND_LABELS } from "./document.ts";
import { getDocument } from "./document_store.ts";
import { SEND_DOCUMENT, TELL_REFUSED_SENDING } from "./jobs.ts";
import { lockHeldSending, type Sending, updateSending } from "./sending_store.ts";

/** Name under which « Qui a fait quoi » shows what an operator decided. */
const OPERATOR = "Paraphe (exploitation)";

/**
 * Carries out in the cell what an operator decided in control: a released sending leaves under its one Message-ID, a
 * refused one is told to who asked for it. Run twice it does so once, since only a held sending is taken.
 */
export async function carryOutMailDecision(
  job: PersonCtx,
  { tenantId, sendingId }: { tenantId: Uuid; sendingId: Uuid },
): Promise<void> {
  const decided = await mailDecision({ tenantId, id: sendingId });
  if (!decided) return;
  const { cell, epoch } = decided;
  const ctx: Ctx = { ...job, tenantId, cell, epoch, actor: OPERATOR, rights: new Set(), today: dayOf(job.now) };
  await withTenant(ctx, async (tx) => {
    const sending = await lockHeldSending(tx, { tenantId, id: sendingId });
    if (!sending) return;
    if (decided.decision === "released") await release(tx, ctx, sending);
    else await refuseSending(tx, ctx, { sending, reason: decided.reason });
  });
}

async function release(tx: Tx, ctx: Ctx, sending: Sending): Promise<void> {
  const { tenantId, id } = sending;
  await updateSending(tx, { tenantId, id }, { state: "queued", releasedAt: ctx.now });
  // Another key than the first: that job may have run, found the mail held and be remembered as done.
  const dedupeKey = `${id}:released`;
  await enqueue(tx, SEND_DOCUMENT, { tenantId, payload: { sendingId: id }, dedupeKey, priority: 5 });
  await record(tx, ctx, { sending, verb: "releaseSending", did: "envoi vérifié, le mail part" });
}

async function refuseSending(
  tx: Tx,
  ctx: Ctx,
  { sending, reason }: { sending: Sending; reason: string },
): Promise<void> {
  const { tenantId, id } = sending;
  await updateSending(tx, { tenantId, id }, { state: "refused", outcome: reason });
  await enqueue(tx, TELL_REFUSED_SENDING, { tenantId, payload: { sendingId: id }, dedupeKey: id });
  await record(tx, ctx, { sending, verb: "refuseSending", did: "envoi refusé" });
}

async function record(
  tx: Tx,
  ctx: Ctx,
  { sending, verb, did }: { sending: Sending; verb: string; did: string },
): Promise<void> {
  const document = await getDocument(tx, { tenantId: sending.tenantId, id: sending.documentId });
  const name = `${KIND_LABELS[document.kind].title} ${document.number ?? ""}`.trim();
  const subject = { kind: document.kind, id: document.id };
  await recordActivity(tx, ctx, { verb, subject, summary: `${name} : ${did}` });
}
