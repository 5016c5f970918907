import type { Ctx } from "../base/ctx.ts";
import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { openVerifier, toHex } from "../platform/crypto.ts";
import { withTenant } from "../platform/db/tenant.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { firstDisagreement } from "./agreement.ts";
import { type KeyRow, listKeys, readHead } from "./chain_store.ts";
import { hasItsHash, hasItsPayload, isSame } from "./chain_walk.ts";
import { type ChainFault, describeFault } from "./faults.ts";
import { linkedRecords, type LinkedRow } from "./log_query.ts";
import { GENESIS_HASH } from "./record.ts";
import type { ProofRecord } from "./proof.ts";

/** A record of a document, recomputed. */
export interface CheckedRecord extends ProofRecord {
  /** Hash of the record before, as this one names it. */
  readonly prevHash: string;
  /** True once a later record names this one's hash: from then on it cannot change alone. */
  readonly isFollowed: boolean;
  readonly erasedAt: IsoInstant | null;
  /** What is wrong with it; null when all holds. */
  readonly fault: ChainFault | "content_mismatch" | null;
  /** French sentence: what was found. */
  readonly finding: string;
}

/**
 * Recomputes the records of one document now: digest of each content, hash from the fields, signature, the links to
 * the records before and after, and what the live row says. For a reader that has authorised its own act; empty for
 * a draft or another dossier's id.
 */
export async function checkProof(ctx: Ctx, subjectId: Uuid): Promise<CheckedRecord[]> {
  const { tenantId } = ctx;
  return await withTenant(ctx, async (tx) => {
    const linked = await linkedRecords(tx, { tenantId, subjectId });
    const head = await readHead(tx, tenantId);
    if (!head || linked.length === 0) return [];
    const keys = await listKeys(tx, tenantId);
    const checked: CheckedRecord[] = [];
    for (const one of linked) {
      const fault = chainFaultOf(one, { chainId: head.chainId, headSeq: head.headSeq, keys });
      checked.push(await checkedRecord(tx, { tenantId, one, fault }));
    }
    return checked;
  }, { mode: "read" });
}

async function checkedRecord(
  tx: Tx,
  { tenantId, one, fault }: { tenantId: Uuid; one: LinkedRow; fault: ChainFault | null },
): Promise<CheckedRecord> {
  const { record, namedByNext } = one;
  const { seq, type, at, erasedAt } = record;
  const mismatch = fault || record.payload === null
    ? null
    : await firstDisagreement(tx, { tenantId, type, records: [record] });
  return {
    seq,
    type,
    at,
    hash: toHex(record.hash),
    prevHash: toHex(record.prevHash),
    isFollowed: namedByNext !== null,
    erasedAt,
    fault: fault ?? mismatch?.code ?? null,
    finding: fault ? describeFault(fault) : mismatch?.reason ?? SOUND,
  };
}

const SOUND = "Rien n’a changé : contenu, empreinte, signature et place dans la chaîne.";

function chainFaultOf(
  { record, hashBefore, namedByNext }: LinkedRow,
  { chainId, headSeq, keys }: { chainId: Uuid; headSeq: bigint; keys: readonly KeyRow[] },
): ChainFault | null {
  const before = record.seq === 1n ? GENESIS_HASH : hashBefore;
  if (before === null) return "record_gap";
  if (!isSame(record.prevHash, before)) return "prev_hash";
  if (!hasItsPayload(record)) return "payload_digest";
  if (!hasItsHash(record, chainId)) return "record_hash";
  const key = keys.find(({ id }) => id === record.keyId);
  if (!key) return "unknown_key";
  if (!openVerifier(key.publicKey).verify(record.hash, record.signature)) return "record_signature";
  // The hash is right by its fields: where the next record names another, the next one was changed.
  if (namedByNext !== null) return isSame(namedByNext, record.hash) ? null : "prev_hash";
  return record.seq === headSeq ? null : "head_mismatch";
}
