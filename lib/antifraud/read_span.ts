import { authorize, type Ctx } from "../base/ctx.ts";
import type { IsoInstant } from "../base/dates.ts";
import { withTenant } from "../platform/db/tenant.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { readHead, readRecords } from "./chain_store.ts";
import type { LogRecord } from "./read_log.ts";
import { GENESIS_HASH } from "./record.ts";
import { type Marker, readKeyRecords, readMarker } from "./span_store.ts";

/** A run of records: its first and last. */
export interface LogSpan {
  readonly first: Marker;
  readonly last: Marker;
}

/**
 * The records sealed from one moment to before another, or from the first and to the head where none is given; null
 * where there are none. Instants never go back along a chain, so that the ends are found by halving. The end is what
 * the head says, not the last record that is there: a tail that was cut is missed by whoever verifies. Right
 * `sealed_log:read`.
 */
export async function readLogSpan(
  ctx: Ctx,
  { from, until }: { from: IsoInstant | null; until: IsoInstant | null },
): Promise<LogSpan | null> {
  authorize(ctx, "sealed_log:read");
  return await withTenant(ctx, async (tx) => {
    const head = await readHead(tx, ctx.tenantId);
    if (!head) return null;
    const before = from ? await countBefore(tx, ctx, { at: from, head: head.headSeq }) : 0n;
    const end = until ? await countBefore(tx, ctx, { at: until, head: head.headSeq }) : head.headSeq;
    if (end <= before) return null;
    const [first, last] = [await markerAt(tx, ctx, before + 1n), await markerAt(tx, ctx, end)];
    return { first, last: end === head.headSeq ? { ...last, hash: head.headHash } : last };
  }, { mode: "read" });
}

/** A record's place; one that somebody has taken away is told by the record before it. */
async function markerAt(tx: Tx, ctx: Ctx, seq: bigint): Promise<Marker> {
  const near = await readMarker(tx, ctx, seq);
  if (near?.seq === seq) return near;
  const isNext = near?.seq === seq - 1n;
  return { seq, at: near?.at ?? ctx.now, prevHash: isNext ? near.hash : GENESIS_HASH, hash: GENESIS_HASH };
}

/** The records that say which keys sign: `chain_opened`, then each `key_rotated`. Right `sealed_log:read`. */
export async function readKeyHistory(ctx: Ctx): Promise<LogRecord[]> {
  authorize(ctx, "sealed_log:read");
  return await withTenant(ctx, async (tx) => {
    const seqs = await readKeyRecords(tx, ctx);
    const found = [];
    for (const seq of seqs) found.push(...await readRecords(tx, { tenantId: ctx.tenantId, after: seq - 1n, limit: 1 }));
    return found.map(({ tenantId: _, ...record }) => record);
  }, { mode: "read" });
}

/** How many records were sealed before a moment. */
async function countBefore(tx: Tx, ctx: Ctx, { at, head }: { at: IsoInstant; head: bigint }): Promise<bigint> {
  let low = 0n, high = head;
  while (low < high) {
    const middle = (low + high + 1n) / 2n;
    const marker = await readMarker(tx, ctx, middle);
    if (marker && marker.at < at) low = middle;
    else high = middle - 1n;
  }
  return low;
}
