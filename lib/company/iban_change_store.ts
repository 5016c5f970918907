import { and, eq } from "drizzle-orm";
import type { Ctx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import type { Tx } from "../platform/db/transaction.ts";
import type { IbanChange, IbanWay } from "./iban_change.ts";
import { ibanChanges } from "./schema.ts";

/** A change to write: asked for now by the person of the ctx. */
export type NewIbanChange = Pick<IbanChange, "id" | "beforeIban" | "iban" | "bic" | "bankName" | "effectiveAt">;

/** The change that waits, or null. */
export async function findPendingIban(tx: Tx, { tenantId }: Ctx): Promise<IbanChange | null> {
  const isPending = and(eq(ibanChanges.tenantId, tenantId), eq(ibanChanges.state, "pending"));
  const [found] = await tx.select().from(ibanChanges).where(isPending);
  return found ?? null;
}

/** A change by its id, however it ended, or null. */
export async function findIbanChange(tx: Tx, ctx: Ctx, id: Uuid): Promise<IbanChange | null> {
  const [found] = await tx.select().from(ibanChanges).where(isChange(ctx, id));
  return found ?? null;
}

/** The same, locked until the transaction ends. */
export async function lockIbanChange(tx: Tx, ctx: Ctx, id: Uuid): Promise<IbanChange | null> {
  const [found] = await tx.select().from(ibanChanges).where(isChange(ctx, id)).for("update");
  return found ?? null;
}

/** True once an IBAN of the dossier has taken effect under the shield. */
export async function hasPrintedIban(tx: Tx, { tenantId }: Ctx): Promise<boolean> {
  const isPast = and(eq(ibanChanges.tenantId, tenantId), eq(ibanChanges.state, "effective"));
  const found = await tx.select({ id: ibanChanges.id }).from(ibanChanges).where(isPast).limit(1);
  return found.length > 0;
}

/** Writes a change that waits, or with a `way` one that takes effect in this transaction. */
export async function insertIbanChange(tx: Tx, ctx: Ctx, change: NewIbanChange, way: IbanWay | null): Promise<void> {
  const asked = { tenantId: ctx.tenantId, ...change, askedAt: ctx.now, askedBy: ctx.personId };
  const ended = { state: "effective", way, decidedAt: ctx.now, decidedBy: ctx.personId } as const;
  await tx.insert(ibanChanges).values(way === null ? asked : { ...asked, ...ended });
}

/** Writes how a locked change ended: with a `way` it takes effect, without it is refused. */
export async function settleIbanChange(tx: Tx, ctx: Ctx, end: { id: Uuid; way: IbanWay | null }): Promise<void> {
  const state = end.way === null ? "refused" : "effective";
  await tx.update(ibanChanges).set({ state, way: end.way, decidedAt: ctx.now, decidedBy: ctx.personId })
    .where(isChange(ctx, end.id));
}

function isChange({ tenantId }: Ctx, id: Uuid) {
  return and(eq(ibanChanges.tenantId, tenantId), eq(ibanChanges.id, id));
}
