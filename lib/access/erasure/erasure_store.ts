import { type SQL, sql } from "drizzle-orm";
import { present } from "../../base/assert.ts";
import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import type { InstanceState } from "../../instances/mod.ts";
import { instantFromDriver } from "../../platform/db/columns.ts";
import { row, rows, type Tx } from "../../platform/db/transaction.ts";
import type { Erasure, ErasureKey } from "./erasure.ts";

/** An erasure to write. */
export type ErasureRecord =
  & ErasureKey
  & Pick<Erasure, "reason" | "untilOn" | "contentsBefore" | "reaches" | "askedBy" | "askedByName" | "askedAt">;

/** Erasures that the page of one dossier shows. */
const LISTED = 200;

type Moments = "contentsBefore" | "askedAt" | "decidedAt" | "endedAt";
type Sent =
  & Omit<Erasure, Moments>
  & { contentsBefore: string; askedAt: string }
  & Record<
    "decidedAt" | "endedAt",
    string | null
  >;

/** Which erasures are read, in which order, and what is read besides as `at`. */
export interface ErasureQuestion {
  readonly where: SQL;
  readonly orderBy?: readonly SQL[];
  readonly at?: SQL;
  readonly limit?: number;
}

/** The erasures that a condition finds, the youngest first, each with what the directory says of its dossier. */
export async function selectErasures(tx: Tx, question: ErasureQuestion): Promise<(Erasure & { at: string })[]> {
  const { where, orderBy = [sql`e.asked_at desc`, sql`e.id`], at = sql`''`, limit = LISTED } = question;
  const found = await rows<Sent & { at: string }>(
    tx,
    sql`select e.tenant_id as "tenantId", e.id, i.company_name as "companyName", i.cell_id as cell,
        i.state as "instanceState", e.state, e.reason, e.until_on::text as "untilOn",
        e.contents_before as "contentsBefore", e.reaches, e.erased, e.asked_by as "askedBy",
        e.asked_by_name as "askedByName", e.asked_at as "askedAt", e.decided_by as "decidedBy",
        e.decided_by_name as "decidedByName", e.decided_at as "decidedAt", e.ended_at as "endedAt",
        e.end_reason as "endReason", ${at} as at
      from control.erasures e join control.instances i on i.tenant_id = e.tenant_id
      where ${where} order by ${sql.join([...orderBy], sql`, `)} limit ${limit}`,
  );
  return found.map((each) => ({
    ...each,
    contentsBefore: instantFromDriver(each.contentsBefore),
    askedAt: instantFromDriver(each.askedAt),
    decidedAt: momentOf(each.decidedAt),
    endedAt: momentOf(each.endedAt),
  }));
}

/** One erasure, or null. */
export async function loadErasure(tx: Tx, { tenantId, id }: ErasureKey): Promise<Erasure | null> {
  const [found] = await selectErasures(tx, { where: sql`e.tenant_id = ${tenantId} and e.id = ${id}` });
  return found ? withoutAt(found) : null;
}

/** Erasures of one dossier, the youngest first. */
export async function loadErasures(tx: Tx, tenantId: Uuid): Promise<Erasure[]> {
  return (await selectErasures(tx, { where: sql`e.tenant_id = ${tenantId}` })).map(withoutAt);
}

function withoutAt({ at: _at, ...erasure }: Erasure & { at: string }): Erasure {
  return erasure;
}

/** Where a dossier stands and in what state it is, or null. */
export async function loadPlace(tx: Tx, tenantId: Uuid): Promise<{ cell: string; state: InstanceState } | null> {
  return await row<{ cell: string; state: InstanceState }>(
    tx,
    sql`select cell_id as cell, state from control.instances where tenant_id = ${tenantId}`,
  );
}

/** Writes what an operator asks; false when an erasure of the dossier is under way. */
export async function insertErasure(tx: Tx, erasure: ErasureRecord): Promise<boolean> {
  const { tenantId, id, reason, untilOn, contentsBefore, reaches, askedBy, askedByName, askedAt } = erasure;
  const made = await row(
    tx,
    // The columns that the console may write, and no other.
    sql`insert into control.erasures (tenant_id, id, reason, until_on, contents_before, reaches, asked_by,
        asked_by_name, asked_at)
      values (${tenantId}, ${id}, ${reason}, ${untilOn}, ${contentsBefore}, ${reaches}, ${askedBy}, ${askedByName},
        ${askedAt})
      on conflict (tenant_id) where state in ('asked', 'approved') do nothing returning id`,
  );
  return made !== null;
}

/** The second operator's word; false unless it waited for his. */
export async function decideErasureRow(
  tx: Tx,
  { tenantId, id }: ErasureKey,
  said: { operatorId: Uuid; name: string; approves: boolean; reason: string | null; at: IsoInstant },
): Promise<boolean> {
  const { operatorId, name, approves, reason, at } = said;
  return await answerOf(
    tx,
    sql`select control.decide_erasure(${tenantId}, ${id}, ${operatorId}, ${name}, ${approves}, ${reason}, ${at}) as yes`,
  );
}

/** Takes an erasure back; false once it was decided. */
export async function cancelErasureRow(
  tx: Tx,
  { tenantId, id }: ErasureKey,
  { reason, at }: { reason: string; at: IsoInstant },
): Promise<boolean> {
  return await answerOf(tx, sql`select control.cancel_erasure(${tenantId}, ${id}, ${reason}, ${at}) as yes`);
}

/** Writes that what was approved is done; true once. */
export async function finishErasureRow(
  tx: Tx,
  { tenantId, id }: ErasureKey,
  { erased, at }: { erased: bigint; at: IsoInstant },
): Promise<boolean> {
  return await answerOf(tx, sql`select control.finish_erasure(${tenantId}, ${id}, ${erased}, ${at}) as yes`);
}

async function answerOf(tx: Tx, question: ReturnType<typeof sql>): Promise<boolean> {
  return present(await row<{ yes: boolean }>(tx, question), "answer about an erasure").yes;
}

function momentOf(value: string | null): IsoInstant | null {
  return value === null ? null : instantFromDriver(value);
}
