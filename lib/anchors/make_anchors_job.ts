import type { PersonCtx } from "../base/ctx.ts";
import { dayOf, type IsoDate } from "../base/dates.ts";
import { Refusal } from "../base/refusal.ts";
import { CONTROL } from "../platform/db/pools.ts";
import { withOperator } from "../platform/db/tenant.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { toHex } from "../platform/crypto.ts";
import { enqueueAll } from "../platform/jobs.ts";
import { log } from "../platform/log.ts";
import { openAnchorSigner } from "./anchor_key.ts";
import {
  type AnchorRow,
  type DossierHead,
  insertAnchor,
  lockAnchors,
  selectAnchoredCells,
  selectHeads,
  selectLastAnchor,
  selectLeaves,
  selectPlaces,
} from "./anchor_store.ts";
import { dueDays, periodsOf } from "./due_days.ts";
import { ANCHOR_MAIL } from "./jobs.ts";
import { HASH_BYTES, leafHash, treeOf } from "./merkle.ts";
import { markMails } from "./own_anchor_store.ts";
import { asPrevious, statementText } from "./statement.ts";

/** What the cells told: heads by cell, or null of one that does not answer. */
type Told = readonly { readonly cell: string; readonly heads: readonly DossierHead[] | null }[];

/**
 * Makes the anchors that are due at `ctx.now`, each over the heads of this moment, and asks for the mails that the last
 * of them calls for. Run again, or by two processes at once, it makes each day once. Returns the days made.
 */
export async function makeAnchors(ctx: PersonCtx): Promise<readonly IsoDate[]> {
  const last = await onControl(selectLastAnchor);
  if (dueDays(last?.day ?? null, ctx.now).length === 0) return [];
  const told = await askCells(await onControl(selectAnchoredCells));
  return await onControl(async (tx) => {
    await lockAnchors(tx);
    let previous = await selectLastAnchor(tx);
    const days = dueDays(previous?.day ?? null, ctx.now);
    if (days.length === 0) return days;
    const heads = await anchoredHeads(tx, told);
    if (previous) await warnOfRollBack(tx, previous.day, heads);
    for (const day of days) previous = await makeAnchor(tx, ctx, { day, told, heads, previous });
    await askForMails(tx, days.at(-1)!);
    return days;
  });
}

/** Makes the anchors that are due. */
export async function makeAnchorsJob(ctx: PersonCtx): Promise<void> {
  await makeAnchors(ctx);
}

async function askCells(cells: readonly string[]): Promise<Told> {
  return await Promise.all(cells.map(async (cell) => ({ cell, heads: await headsOf(cell) })));
}

async function headsOf(cell: string): Promise<readonly DossierHead[] | null> {
  try {
    return await withOperator({ database: cell, role: "ops_reader" }, selectHeads);
  } catch (error) {
    if (error instanceof Refusal && error.status === 503) return null;
    throw error;
  }
}

/** One leaf a chain, by chain id: what stands in a cell that the directory does not name is a move's other half. */
async function anchoredHeads(tx: Tx, told: Told): Promise<readonly DossierHead[]> {
  const places = await selectPlaces(tx);
  return told.flatMap(({ cell, heads }) => (heads ?? []).filter(({ tenantId }) => places.get(tenantId) === cell))
    .sort((a, b) => a.chainId < b.chainId ? -1 : 1);
}

async function makeAnchor(
  tx: Tx,
  ctx: PersonCtx,
  { day, told, heads, previous }: {
    day: IsoDate;
    told: Told;
    heads: readonly DossierHead[];
    previous: AnchorRow | null;
  },
): Promise<AnchorRow> {
  const levels = treeOf(heads.map(leafHash));
  const root = levels.at(-1)![0]!;
  const missing = told.filter(({ heads }) => heads === null).map(({ cell }) => cell);
  const late = day < dayOf(ctx.now);
  const statement = statementText({
    day,
    madeAt: ctx.now,
    late,
    root: toHex(root),
    chains: heads.length,
    missing,
    previous: previous && asPrevious(previous),
  });
  const { signer, ...key } = await openAnchorSigner(tx, ctx.now);
  const signature = signer.sign(new TextEncoder().encode(statement));
  const counted = { day, statement, root, chains: heads.length, missing, isLate: late, madeAt: ctx.now };
  const anchor: AnchorRow = { ...counted, ...key, signature };
  await insertAnchor(tx, anchor, { heads, levels: levels.map(joinHashes) });
  return anchor;
}

/** The console is told at once of a chain that is not what the day before anchored; its customer finds it as well. */
async function warnOfRollBack(tx: Tx, day: IsoDate, heads: readonly DossierHead[]): Promise<void> {
  const before = new Map((await selectLeaves(tx, day)).map((leaf) => [leaf.chainId, leaf]));
  for (const { chainId, seq, hash } of heads) {
    const then = before.get(chainId);
    const isSame = then && toHex(then.hash) === toHex(hash);
    if (then && (seq < then.seq || (seq === then.seq && !isSame))) {
      log("error", "anchors.rolled_back", { chain: chainId, day, anchored: Number(then.seq), found: Number(seq) });
    }
  }
}

async function askForMails(tx: Tx, day: IsoDate): Promise<void> {
  const asked = await markMails(tx, day, periodsOf(day));
  const mails = asked.map(({ tenantId, period }) => ({ tenantId, payload: { tenantId, day }, dedupeKey: period }));
  await enqueueAll(tx, ANCHOR_MAIL, mails);
}

function joinHashes(hashes: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(hashes.length * HASH_BYTES);
  hashes.forEach((hash, i) => joined.set(hash, i * HASH_BYTES));
  return joined;
}

function onControl<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return withOperator({ database: CONTROL, role: "ops_control" }, work);
}
