import { authorize, type Ctx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { instantMs } from "../platform/clock.ts";
import { withTenant } from "../platform/db/tenant.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { emit } from "../platform/events.ts";
import type { Company } from "./company.ts";
import { lockCompany, writeCompany } from "./company_store.ts";
import { fiscalSettingsChanged, ibanChanged } from "./events.ts";
import { type IbanChange, type IbanProof, type IbanWay, lastFour } from "./iban_change.ts";
import { findPendingIban, lockIbanChange, settleIbanChange } from "./iban_change_store.ts";
import { nameOf } from "./label_person.ts";
import { fiscalChange } from "./policy.ts";
import { recordActivity } from "./record_activity.ts";
import { refuse } from "./refusals.ts";

/** A change that waits, with the name of whoever asked. */
export interface PendingIban extends IbanChange {
  readonly askedByName: string | null;
}

/** The change of IBAN that waits, or null. Right `company:read`. */
export async function pendingIban(ctx: Ctx): Promise<PendingIban | null> {
  authorize(ctx, "company:read");
  return await withTenant(ctx, async (tx) => {
    const change = await findPendingIban(tx, ctx);
    return change && { ...change, askedByName: await nameOf(tx, ctx, change.askedBy) };
  }, { mode: "read" });
}

/**
 * Lets a change take effect now: by somebody else than who asked, or by whoever shows a passkey for it.
 * Right `company:write`. Refuses `iban_change_over`, `iban_second_person`, `not_found`.
 */
export async function approveIbanChange(
  ctx: Ctx,
  { id, proof = null }: { id: Uuid; proof?: IbanProof },
): Promise<Company> {
  authorize(ctx, "company:write");
  return await withTenant(ctx, async (tx) => {
    const held = await hold(tx, ctx, id);
    if (proof === null && held.change.askedBy === ctx.personId) throw refuse("iban_second_person");
    return await apply(tx, ctx, { ...held, way: proof ?? "second_person" });
  });
}

/** Refuses a change that waits; the printed IBAN stays. Right `company:write`. Refuses `iban_change_over`. */
export async function refuseIbanChange(ctx: Ctx, { id }: { id: Uuid }): Promise<void> {
  authorize(ctx, "company:write");
  await withTenant(ctx, async (tx) => {
    const { change } = await hold(tx, ctx, id);
    await settleIbanChange(tx, ctx, { id, way: null });
    await note(tx, ctx, { verb: "refuseIbanChange", summary: `Changement d’IBAN refusé : ${lastFour(change.iban)}` });
  });
}

/** Lets a change take effect whose day is over; one that was decided meanwhile, or is early, stays. Of the job. */
export async function applyDueIbanChange(ctx: Ctx, changeId: Uuid): Promise<void> {
  await withTenant(ctx, async (tx) => {
    const company = await lockCompany(tx, ctx);
    const change = await lockIbanChange(tx, ctx, changeId);
    if (!company || change?.state !== "pending" || instantMs(change.effectiveAt) > instantMs(ctx.now)) return;
    await apply(tx, ctx, { company, change, way: "delay" });
  });
}

/** Company first, change second: the order of every writer. */
async function hold(tx: Tx, ctx: Ctx, id: Uuid): Promise<{ company: Company; change: IbanChange }> {
  const company = await lockCompany(tx, ctx);
  if (!company) throw refuse("not_found");
  const change = await lockIbanChange(tx, ctx, id);
  if (change?.state !== "pending") throw refuse("iban_change_over");
  return { company, change };
}

async function apply(
  tx: Tx,
  ctx: Ctx,
  { company, change, way }: { company: Company; change: IbanChange; way: IbanWay },
): Promise<Company> {
  const { id, iban, bic, bankName } = change;
  await settleIbanChange(tx, ctx, { id, way });
  const saved = await writeCompany(tx, ctx, { iban, bic, bankName });
  const summary = `IBAN changé : ${lastFour(company.iban)} → ${lastFour(iban)} (${WAYS[way]})`;
  await note(tx, ctx, { verb: "applyIbanChange", summary });
  await emit(tx, ctx, { event: ibanChanged, payload: { changeId: id } });
  const payload = fiscalChange(company, saved);
  if (payload) await emit(tx, ctx, { event: fiscalSettingsChanged, payload });
  return saved;
}

const WAYS: Readonly<Record<IbanWay, string>> = {
  first: "premier IBAN",
  passkey: "confirmé par une clé d’accès",
  second_person: "confirmé par une deuxième personne",
  delay: "24 heures sans refus",
};

async function note(tx: Tx, ctx: Ctx, act: { verb: string; summary: string }): Promise<void> {
  await recordActivity(tx, ctx, { ...act, subject: { kind: "company", id: ctx.tenantId } });
}
