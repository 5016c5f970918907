import { and, eq, inArray, type SQL } from "drizzle-orm";
import type { Ctx } from "../base/ctx.ts";
import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { archives, exitArchives } from "./schema.ts";

/** What is made in steps, each known by its number: a legal archive, or one of whoever leaves. */
export type Stepped = typeof archives | typeof exitArchives;

type Of = Pick<Ctx, "tenantId">;

/** The step of one of them that somebody is at. */
export interface StepAt {
  readonly id: Uuid;
  readonly step: number;
}

/** One of the dossier, or null. */
export async function findOne<T extends Stepped>(
  tx: Tx,
  table: T,
  ctx: Of,
  id: Uuid,
): Promise<T["$inferSelect"] | null> {
  const [found] = await tx.select().from(table as Stepped).where(isOne(table, ctx, id));
  return (found ?? null) as T["$inferSelect"] | null;
}

/** Ends a step: true for the first who says so, false for whoever did the same step beside him. */
export async function endStep<T extends Stepped>(
  tx: Tx,
  table: T,
  ctx: Of,
  { id, step, change }: StepAt & { readonly change: Partial<T["$inferInsert"]> },
): Promise<boolean> {
  return await changeAt(tx, table, ctx, { id, step, change: { ...change, step: step + 1 } });
}

/** The other end: no step is left to try. Nothing where it has ended already. */
export async function failStep(
  tx: Tx,
  table: Stepped,
  ctx: Of,
  { id, step, failure, doneAt }: StepAt & { readonly failure: string; readonly doneAt: IsoInstant },
): Promise<boolean> {
  return await changeAt(tx, table, ctx, { id, step, change: { state: "failed", failure, cursor: null, doneAt } });
}

/** True of one of the dossier. */
export function isOne(table: Stepped, { tenantId }: Of, id: Uuid): SQL | undefined {
  return and(eq(table.tenantId, tenantId), eq(table.id, id));
}

async function changeAt(
  tx: Tx,
  table: Stepped,
  ctx: Of,
  { id, step, change }: StepAt & { readonly change: object },
): Promise<boolean> {
  const isAt = and(isOne(table, ctx, id), eq(table.step, step), inArray(table.state, ["asked", "making"]));
  const changed = await tx.update(table).set(change).where(isAt).returning({ id: table.id });
  return changed.length > 0;
}
