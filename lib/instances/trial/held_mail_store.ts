import { and, eq, isNull, sql } from "drizzle-orm";
import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { row, rows, type Tx } from "../../platform/db/transaction.ts";
import { heldMails, instances } from "../schema.ts";
import type { Decision, HeldReason, MailDecision, TrialMails } from "./trial_mails.ts";

/** A mail that waits, as the console sees it. */
export interface HeldMail {
  readonly tenantId: Uuid;
  readonly id: Uuid;
  readonly companyName: string;
  readonly heldAt: IsoInstant;
  readonly reasons: readonly HeldReason[];
}

/** Adds a mail to the queue; one that is there already stays as it is. */
export async function insertHeldMail(
  tx: Tx,
  mail: { tenantId: Uuid; id: Uuid; heldAt: IsoInstant; reasons: readonly HeldReason[] },
): Promise<void> {
  // By name: the product may write these four columns and no other.
  await rows(
    tx,
    sql`insert into control.held_mails (tenant_id, id, held_at, reasons)
      values (${mail.tenantId}, ${mail.id}, ${mail.heldAt}, ${JSON.stringify(mail.reasons)}::jsonb)
      on conflict do nothing`,
  );
}

/** The decision on a mail with the place of its dossier, or null. */
export async function findMailDecision(
  tx: Tx,
  { tenantId, id }: { tenantId: Uuid; id: Uuid },
): Promise<MailDecision | null> {
  return await row<MailDecision>(
    tx,
    sql`select h.decision, h.decision_reason as reason, i.cell_id as cell, i.epoch
      from control.held_mails h join control.instances i on i.tenant_id = h.tenant_id
      where h.tenant_id = ${tenantId} and h.id = ${id} and h.decision is not null and i.state not in ('kept', 'erased')`,
  );
}

/** What a dossier may mail; null for one that is no trial. */
export async function loadTrialMails(tx: Tx, tenantId: Uuid): Promise<TrialMails | null> {
  const found = await row<{ mails: TrialMails | null }>(tx, sql`select control.trial_mails(${tenantId}) as mails`);
  return found?.mails ?? null;
}

/** One mail of the queue, decided or not; null for an unknown one. */
export async function findHeldMail(
  tx: Tx,
  key: { tenantId: Uuid; id: Uuid },
): Promise<HeldMail & { readonly decision: Decision | null } | null> {
  const { tenantId, id, heldAt, reasons, decision } = heldMails;
  const [found] = await tx.select({ tenantId, id, heldAt, reasons, decision, companyName: instances.companyName })
    .from(heldMails).innerJoin(instances, eq(instances.tenantId, tenantId))
    .where(and(eq(tenantId, key.tenantId), eq(id, key.id)));
  return found ?? null;
}

/** Writes a decision; false where somebody decided before. */
export async function decideMail(
  tx: Tx,
  key: { tenantId: Uuid; id: Uuid },
  decided: { decision: Decision; decidedAt: IsoInstant; decisionReason: string },
): Promise<boolean> {
  const changed = await tx.update(heldMails).set(decided)
    .where(and(eq(heldMails.tenantId, key.tenantId), eq(heldMails.id, key.id), isNull(heldMails.decision)))
    .returning({ id: heldMails.id });
  return changed.length === 1;
}
