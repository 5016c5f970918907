import { asc, desc, eq, getTableColumns, gt, sql } from "drizzle-orm";
import type { IsoDate } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { insertRows } from "../platform/db/bulk.ts";
import { rows, type Tx } from "../platform/db/transaction.ts";
import { HASH_BYTES, type Head } from "./merkle.ts";
import { anchorKeyHistory, anchorKeys, anchorLeaves, anchorLevels, anchors } from "./schema.ts";

/** A published anchor, as stored. */
export type AnchorRow = typeof anchors.$inferSelect;
/** A key that signs anchors, as stored. */
export type AnchorKeyRow = typeof anchorKeys.$inferSelect;

/** A key as it is published. */
export type KeyHistoryRow = typeof anchorKeyHistory.$inferSelect;

/** Head of a dossier's chain, as a cell told it. */
export interface DossierHead extends Head {
  readonly tenantId: Uuid;
}

/** Cells whose dossiers are anchored: all but those of copies. */
export async function selectAnchoredCells(tx: Tx): Promise<string[]> {
  const found = await rows<{ id: string }>(tx, sql`select id from control.cells where kind <> 'scratch' order by id`);
  return found.map(({ id }) => id);
}

/** In a cell: where each chain stands. */
export async function selectHeads(tx: Tx): Promise<DossierHead[]> {
  return await rows<DossierHead>(
    tx,
    sql`select tenant_id as "tenantId", chain_id as "chainId", head_seq as seq, head_hash as hash
      from cell.chain_heads()`,
  );
}

/** Which cell the directory says holds each dossier: during a move a chain stands in two. */
export async function selectPlaces(tx: Tx): Promise<ReadonlyMap<Uuid, string>> {
  const found = await rows<{ tenantId: Uuid; cell: string }>(
    tx,
    sql`select tenant_id as "tenantId", cell_id as cell from control.instances
      where state not in ('provisioning', 'kept', 'erased', 'copy')`,
  );
  return new Map(found.map(({ tenantId, cell }) => [tenantId, cell]));
}

/** Until the transaction ends, one process makes anchors. */
export async function lockAnchors(tx: Tx): Promise<void> {
  await rows(tx, sql`select pg_advisory_xact_lock(hashtextextended('control.anchors', 4207))`);
}

/** The anchor of the latest day, or null before the first. */
export async function selectLastAnchor(tx: Tx): Promise<AnchorRow | null> {
  const [found] = await tx.select().from(anchors).orderBy(desc(anchors.day)).limit(1);
  return found ?? null;
}

/** The anchor of a day, or null. */
export async function selectAnchor(tx: Tx, day: IsoDate): Promise<AnchorRow | null> {
  const [found] = await tx.select().from(anchors).where(eq(anchors.day, day));
  return found ?? null;
}

/** The anchor that follows a day's, or null. */
export async function selectNextDay(tx: Tx, day: IsoDate): Promise<IsoDate | null> {
  const [found] = await tx.select({ day: anchors.day }).from(anchors).where(gt(anchors.day, day))
    .orderBy(asc(anchors.day)).limit(1);
  return found?.day ?? null;
}

/** The anchors of a month (`2026-11`), the latest first. */
export async function selectMonth(tx: Tx, month: string): Promise<AnchorRow[]> {
  return await tx.select(getTableColumns(anchors)).from(anchors)
    .where(sql`${anchors.day} >= ${`${month}-01`}::date and
      ${anchors.day} < ${`${month}-01`}::date + interval '1 month'`)
    .orderBy(desc(anchors.day));
}

/** The months that have anchors, the latest first. */
export async function selectMonths(tx: Tx): Promise<string[]> {
  const found = await rows<{ month: string }>(
    tx,
    sql`select distinct to_char(day, 'YYYY-MM') as month from control.anchors order by 1 desc`,
  );
  return found.map(({ month }) => month);
}

/** Writes the anchor of a day, its tree and its leaves, which stand in the order of their places. */
export async function insertAnchor(
  tx: Tx,
  anchor: AnchorRow,
  { heads, levels }: { heads: readonly DossierHead[]; levels: readonly Uint8Array[] },
): Promise<void> {
  const { day } = anchor;
  await tx.insert(anchors).values(anchor);
  await tx.insert(anchorLevels).values(levels.map((hashes, level) => ({ day, level, hashes })));
  for (let from = 0; from < heads.length; from += LEAVES_AT_ONCE) {
    const slice = heads.slice(from, from + LEAVES_AT_ONCE);
    await insertRows(tx, anchorLeaves, { rows: slice.map((head, i) => ({ ...head, day, position: from + i })) });
  }
}

/** Leaves written by one statement. */
const LEAVES_AT_ONCE = 2_000;

/** Where each dossier stood on a day. */
export async function selectLeaves(tx: Tx, day: IsoDate): Promise<DossierHead[]> {
  const { tenantId, chainId, seq, hash } = anchorLeaves;
  return await tx.select({ tenantId, chainId, seq, hash }).from(anchorLeaves).where(eq(anchorLeaves.day, day));
}

/** The key that signs: the youngest. */
export async function selectKey(tx: Tx): Promise<AnchorKeyRow | null> {
  const [found] = await tx.select().from(anchorKeys).orderBy(desc(anchorKeys.createdAt)).limit(1);
  return found ?? null;
}

/** Keeps a new key. */
export async function insertAnchorKey(tx: Tx, key: AnchorKeyRow): Promise<void> {
  await tx.insert(anchorKeys).values(key);
}

/** Publishes a key, with what the former one signed of it. */
export async function insertKeyHistory(tx: Tx, key: KeyHistoryRow): Promise<void> {
  await tx.insert(anchorKeyHistory).values(key);
}

/** The published keys, the first first. */
export async function selectKeyHistory(tx: Tx): Promise<KeyHistoryRow[]> {
  return await tx.select().from(anchorKeyHistory).orderBy(asc(anchorKeyHistory.since));
}

/** An anchor whose key was not the published one of its moment, or null. */
export async function selectStrayAnchor(tx: Tx): Promise<IsoDate | null> {
  const [found] = await rows<{ day: IsoDate }>(
    tx,
    sql`select a.day::text as day from control.anchors a
      where a.public_key is distinct from (
        select h.public_key from control.anchor_key_history h where h.since <= a.made_at order by h.since desc limit 1)
      order by a.day limit 1`,
  );
  return found?.day ?? null;
}

/** Hashes of a day's tree, in the order of the places asked for: one statement, which reads their pieces alone. */
export async function selectHashes(
  tx: Tx,
  day: IsoDate,
  places: readonly { readonly level: number; readonly place: number }[],
): Promise<Uint8Array[]> {
  const found = await rows<{ hash: Uint8Array }>(
    tx,
    sql`select substring(l.hashes from p.place * ${HASH_BYTES}::integer + 1 for ${HASH_BYTES}::integer) as hash
      from unnest(${`{${places.map(({ level }) => level)}}`}::integer[], ${`{${
      places.map(({ place }) => place)
    }}`}::integer[])
        with ordinality as p(level, place, at)
      join control.anchor_levels l on l.day = ${day}::date and l.level = p.level order by p.at`,
  );
  return found.map(({ hash }) => hash);
}
