import type { Ctx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { toHex } from "../platform/crypto.ts";
import { withTenant } from "../platform/db/tenant.ts";
import { listKeys, readHead, readRecords, readStray } from "./chain_store.ts";
import { isSame, openWalk, type Walk, walkOn } from "./chain_walk.ts";
import { type BadRecord, badRecord } from "./faults.ts";

/** How many records are read at once: bounds the memory of a verification, whatever the chain's length. */
export const VERIFY_SLICE = 2_000;

/** What a verification of the chain found. */
export interface ChainReport {
  readonly ok: boolean;
  readonly chainId: Uuid | null;
  readonly records: bigint;
  readonly signaturesChecked: number;
  /** Records whose content was erased under a warrant, their digests standing. */
  readonly erased: number;
  /** Hash of the head, in hexadecimal. */
  readonly headHash: string | null;
  readonly firstBad: BadRecord | null;
}

/** How thorough, and whom to tell of progress. */
export interface VerifyOptions {
  /** Every signature, instead of those of closures, openings, rotations and the head. */
  readonly allSignatures?: boolean;
  readonly onProgress?: (records: bigint) => void;
}

/** The part of a ctx that a verification needs. */
export type VerifyScope = Pick<Ctx, "tenantId" | "cell" | "epoch" | "personId">;

/**
 * Recomputes a dossier's chain from its stored bytes: numbers without gap, each hash from its fields and the hash
 * before, each payload's digest, instants that never go back, keys as they followed each other, signatures, and the
 * head. Streams in slices.
 */
export async function verifyChain(ctx: VerifyScope, options: VerifyOptions = {}): Promise<ChainReport> {
  const [head, keys] = await withTenant(
    ctx,
    async (tx) => [await readHead(tx, ctx.tenantId), await listKeys(tx, ctx.tenantId)] as const,
    { mode: "read" },
  );
  if (!head) return NO_CHAIN;
  const walk = openWalk(head, { keys, allSignatures: options.allSignatures });
  let step: WalkStep;
  do {
    step = await walkSlice(ctx, walk);
    options.onProgress?.(walk.state.seq);
  } while (!step.isOver);
  const bad = step.bad ?? await endFault(ctx, walk, head);
  return {
    ok: bad === null,
    chainId: head.chainId,
    records: walk.state.seq,
    signaturesChecked: walk.state.signatures,
    erased: walk.state.erased,
    headHash: toHex(walk.state.hash),
    firstBad: bad,
  };
}

/** What one slice found, and whether it was the last. */
export interface WalkStep {
  readonly isOver: boolean;
  readonly bad: BadRecord | null;
}

/** Verifies the next slice of the chain. */
export async function walkSlice(ctx: VerifyScope, walk: Walk): Promise<WalkStep> {
  if (walk.state.seq >= walk.headSeq) return { isOver: true, bad: null };
  const slice = { tenantId: ctx.tenantId, after: walk.state.seq, limit: VERIFY_SLICE };
  const records = await withTenant(ctx, (tx) => readRecords(tx, slice), { mode: "read", oneStatement: true });
  const bad = await walkOn(walk, records);
  return { isOver: bad !== null || records.length === 0, bad };
}

/** What only the end shows: a tail that was cut, a head that was moved, a record that no transaction of ours added. */
export async function endFault(
  ctx: VerifyScope,
  { state }: Walk,
  head: { readonly headSeq: bigint; readonly headHash: Uint8Array },
): Promise<BadRecord | null> {
  if (state.seq !== head.headSeq || !isSame(state.hash, head.headHash)) {
    const seq = state.seq < head.headSeq ? state.seq + 1n : head.headSeq;
    return badRecord("head_mismatch", { seq, type: "head", at: state.at || EPOCH });
  }
  const stray = await withTenant(ctx, (tx) => readStray(tx, ctx.tenantId), { mode: "read", oneStatement: true });
  return stray && badRecord("head_mismatch", stray);
}

const EPOCH = "1970-01-01T00:00:00.000Z" as BadRecord["at"];

const NO_CHAIN: ChainReport = {
  ok: false,
  chainId: null,
  records: 0n,
  signaturesChecked: 0,
  erased: 0,
  headHash: null,
  firstBad: null,
};
