import { and, asc, desc, eq, gt, gte, lte, sql } from "drizzle-orm";
import type { IsoDate, IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { idList, insertRows } from "../../platform/db/bulk.ts";
import { toHex } from "../../platform/crypto.ts";
import { instantFromDriver } from "../../platform/db/columns.ts";
import { kept } from "../../platform/db/kept_statements.ts";
import { row, rows, type Tx } from "../../platform/db/transaction.ts";
import { closures, sealedRecords } from "../schema.ts";
import type { Closure } from "./closure.ts";
import type { PeriodKind } from "./period.ts";
import { fromStored, toStored } from "./stored_totals.ts";
import { FISCAL_TYPES, type FiscalType } from "./totals.ts";

/** The closures of one kind in a dossier. */
export interface OfKind {
  readonly tenantId: Uuid;
  readonly kind: PeriodKind;
}

/** A record as a closure reads it; `content` is the sealed payload's text, null for types that move no total. */
export interface CountedRecord {
  readonly seq: bigint;
  readonly at: IsoInstant;
  readonly type: FiscalType;
  readonly content: string | null;
}

const FISCAL_LIST = `{${FISCAL_TYPES.join(",")}}`;

/** Writes a closure. */
export async function insertClosure(tx: Tx, tenantId: Uuid, closure: Closure): Promise<void> {
  const { name: period, from: fromOn, to: toOn, until: untilAt, currencies, ...rest } = closure;
  await insertRows(tx, closures, {
    rows: [{ tenantId, period, fromOn, toOn, untilAt, currencies: toStored(currencies), ...rest }],
  });
}

/** The closure of a period by its name, or null. */
export async function findClosure(
  tx: Tx,
  { tenantId, kind, name }: OfKind & { name: string },
): Promise<Closure | null> {
  const [found] = await tx.select().from(closures)
    .where(and(eq(closures.tenantId, tenantId), eq(closures.kind, kind), eq(closures.period, name)));
  return found ? fromRow(found) : null;
}

/** The last closure of a kind, or null. */
export async function lastClosure(tx: Tx, { tenantId, kind }: OfKind): Promise<Closure | null> {
  const [found] = await tx.select().from(closures)
    .where(and(eq(closures.tenantId, tenantId), eq(closures.kind, kind))).orderBy(desc(closures.toOn)).limit(1);
  return found ? fromRow(found) : null;
}

/** The closures of a kind, oldest first; those between two days where they are given. */
export async function listOfKind(
  tx: Tx,
  { from = "2000-01-01" as IsoDate, to = "2100-12-31" as IsoDate, ...kind }: OfKind & { from?: IsoDate; to?: IsoDate },
): Promise<Closure[]> {
  return await closuresBetween(tx, { ...kind, from, to });
}

/** Hashes of records in hexadecimal, by their numbers. */
export async function hashesOf(
  tx: Tx,
  { tenantId, seqs }: { tenantId: Uuid; seqs: readonly bigint[] },
): Promise<Map<bigint, string>> {
  const found = await tx.select({ seq: sealedRecords.seq, hash: sealedRecords.hash }).from(sealedRecords)
    .where(
      and(eq(sealedRecords.tenantId, tenantId), sql`${sealedRecords.seq} = any(${`{${seqs.join(",")}}`}::bigint[])`),
    );
  return new Map(found.map(({ seq, hash }) => [seq, toHex(hash)]));
}

/** The closures of a kind whose periods lie between two days, both inside, oldest first. */
export async function closuresBetween(
  tx: Tx,
  { tenantId, kind, from, to }: OfKind & { from: IsoDate; to: IsoDate },
): Promise<Closure[]> {
  const found = await tx.select().from(closures).where(and(
    eq(closures.tenantId, tenantId),
    eq(closures.kind, kind),
    gte(closures.fromOn, from),
    lte(closures.toOn, to),
  )).orderBy(asc(closures.toOn));
  return found.map(fromRow);
}

/** The first closure of a kind that begins after a day, or the very first; null where there is none. */
export async function firstClosureAfter(
  tx: Tx,
  { tenantId, kind, after }: OfKind & { after: IsoDate | null },
): Promise<Closure | null> {
  const [found] = await tx.select().from(closures).where(and(
    eq(closures.tenantId, tenantId),
    eq(closures.kind, kind),
    after === null ? undefined : gt(closures.fromOn, after),
  )).orderBy(asc(closures.toOn)).limit(1);
  return found ? fromRow(found) : null;
}

/** Closures by their ids, in any order. */
export async function closuresById(
  tx: Tx,
  { tenantId, ids }: { tenantId: Uuid; ids: readonly Uuid[] },
): Promise<Closure[]> {
  const found = await tx.select().from(closures)
    .where(and(eq(closures.tenantId, tenantId), sql`${closures.id} = any(${idList(ids)})`));
  return found.map(fromRow);
}

/** How many periods are closed. */
export async function countClosures(tx: Tx, tenantId: Uuid): Promise<bigint> {
  const found = await row<{ n: bigint | string }>(
    tx,
    sql`select count(*) as n from ${closures} where ${closures.tenantId} = ${tenantId}`,
  );
  return BigInt(found?.n ?? 0);
}

/** When the first record was sealed, after a number, that moves totals; null where nothing is left to close. */
export async function firstFiscalAfter(
  tx: Tx,
  { tenantId, after }: { tenantId: Uuid; after: bigint },
): Promise<IsoInstant | null> {
  const found = await tx.select({ at: sealedRecords.at }).from(sealedRecords).where(and(
    eq(sealedRecords.tenantId, tenantId),
    gt(sealedRecords.seq, after),
    sql`${sealedRecords.type} = any(${FISCAL_LIST}::text[])`,
  )).orderBy(sealedRecords.seq).limit(1);
  return found[0]?.at ?? null;
}

/** Records after a number, in order, as a closure counts them. */
export async function readCounted(
  tx: Tx,
  { tenantId, after, limit }: { tenantId: Uuid; after: bigint; limit: number },
): Promise<CountedRecord[]> {
  // As text: the driver would hand over bytes as twice as many hexadecimal digits.
  const found = await rows<{ seq: bigint; at: string; type: FiscalType; content: string | null }>(
    tx,
    sql`select seq, at, type, case when type = any(${FISCAL_LIST}::text[]) then convert_from(payload, 'UTF8') end as content
      from cell.sealed_records where tenant_id = ${tenantId} and seq > ${after} order by seq limit ${limit}`,
  );
  return found.map((record) => ({ ...record, seq: BigInt(record.seq), at: instantFromDriver(record.at) }));
}

const selectClosedTo = kept<{ closed_to: IsoDate | null }>(
  sql`select max(to_on)::text as closed_to from cell.closures
    where tenant_id = ${sql.placeholder("tenantId")} and kind in ('month', 'year')`,
);

/** The last day of the last closed month or year, or null. */
export async function lastClosedMonthDay(tx: Tx, tenantId: Uuid): Promise<IsoDate | null> {
  const [found] = await selectClosedTo(tx, { tenantId });
  return found?.closed_to ?? null;
}

/** Number of the record of the first closed month that ends on a day or after it, or null. */
export async function selectClosingRecord(
  tx: Tx,
  { tenantId, day }: { tenantId: Uuid; day: IsoDate },
): Promise<bigint | null> {
  const [found] = await tx.select({ sealSeq: closures.sealSeq }).from(closures)
    .where(and(eq(closures.tenantId, tenantId), eq(closures.kind, "month"), gte(closures.toOn, day)))
    .orderBy(asc(closures.toOn)).limit(1);
  return found?.sealSeq ?? null;
}

function fromRow({ tenantId: _, ...found }: typeof closures.$inferSelect): Closure {
  const { period: name, fromOn: from, toOn: to, untilAt: until, currencies, ...rest } = found;
  return { name, from, to, until, currencies: fromStored(currencies), ...rest };
}
