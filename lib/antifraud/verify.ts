import type { Ctx } from "../base/ctx.ts";
import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { openVerifier, sha256, toHex, type Verifier } from "../platform/crypto.ts";
import { withTenant } from "../platform/db/tenant.ts";
import { listKeys, readHead, readRecords, readStray, type SealedRow } from "./chain_store.ts";
import { GENESIS_HASH, RECORD_FORMAT, recordHash } from "./record.ts";

/** How many records are read at once: bounds the memory of a verification, whatever the chain's length. */
export const VERIFY_SLICE = 2_000;

/** Types whose signature is always checked: one signature vouches for all that stands before it. */
const VOUCHING_TYPES: ReadonlySet<string> = new Set(["chain_opened", "day_closed", "month_closed", "year_closed"]);

/** The first record that is not as it was sealed, and why. */
export interface BadRecord {
  readonly seq: bigint;
  readonly type: string;
  readonly at: IsoInstant;
  /** French sentence. */
  readonly reason: string;
}

/** What a verification of the chain found. */
export interface ChainReport {
  readonly ok: boolean;
  readonly chainId: Uuid | null;
  readonly records: bigint;
  readonly signaturesChecked: number;
  /** Hash of the head, in hexadecimal. */
  readonly headHash: string | null;
  readonly firstBad: BadRecord | null;
}

/** How thorough, and whom to tell of progress. */
export interface VerifyOptions {
  /** Every signature, instead of those of closures, openings and the head. */
  readonly allSignatures?: boolean;
  readonly onProgress?: (records: bigint) => void;
}

/** What the check of one record needs to know of those before it. */
interface Walk {
  readonly chainId: Uuid;
  readonly keys: ReadonlyMap<string, Verifier>;
  readonly headSeq: bigint;
  readonly allSignatures: boolean;
  seq: bigint;
  hash: Uint8Array;
  at: IsoInstant | "";
  signatures: number;
}

/**
 * Recomputes a dossier's chain from its stored bytes: numbers without gap, each hash from its fields and the hash
 * before, each payload's digest, instants that never go back, signatures, and the head. Streams in slices.
 */
export async function verifyChain(
  ctx: Pick<Ctx, "tenantId" | "cell" | "epoch" | "personId">,
  options: VerifyOptions = {},
): Promise<ChainReport> {
  const [head, keys] = await withTenant(
    ctx,
    async (tx) => [await readHead(tx, ctx.tenantId), await listKeys(tx, ctx.tenantId)] as const,
    { mode: "read" },
  );
  if (!head) return report(null, { seq: 0n, signatures: 0, hash: GENESIS_HASH }, null);
  const walk: Walk = {
    chainId: head.chainId,
    keys: new Map(keys.map((key) => [key.id, openVerifier(key.publicKey)])),
    headSeq: head.headSeq,
    allSignatures: options.allSignatures ?? false,
    seq: 0n,
    hash: GENESIS_HASH,
    at: "",
    signatures: 0,
  };
  const bad = await walkChain(ctx, walk, options) ?? headFault(walk, head) ?? await strayFault(ctx);
  return report(head.chainId, walk, bad);
}

async function walkChain(
  ctx: Pick<Ctx, "tenantId" | "cell" | "epoch" | "personId">,
  walk: Walk,
  options: VerifyOptions,
): Promise<BadRecord | null> {
  while (walk.seq < walk.headSeq) {
    const slice = { tenantId: ctx.tenantId, after: walk.seq, limit: VERIFY_SLICE };
    const records = await withTenant(ctx, (tx) => readRecords(tx, slice), { mode: "read" });
    if (records.length === 0) break;
    for (const record of records) {
      // What was appended since the head was read is another verification's matter.
      if (record.seq > walk.headSeq) return null;
      const reason = faultOf(record, walk);
      if (reason) return { seq: record.seq, type: record.type, at: record.at, reason };
      walk.seq = record.seq;
      walk.hash = record.hash;
      walk.at = record.at;
    }
    options.onProgress?.(walk.seq);
  }
  return null;
}

function faultOf(record: SealedRow, walk: Walk): string | null {
  if (record.seq !== walk.seq + 1n) {
    return `Il manque un enregistrement : après le n° ${walk.seq} vient le n° ${record.seq}.`;
  }
  if (record.format !== RECORD_FORMAT) return `Format inconnu : ${record.format}.`;
  if (!isSame(record.prevHash, walk.hash)) return "L’empreinte précédente n’est pas celle de l’enregistrement d’avant.";
  if (!isSame(record.payloadDigest, sha256(record.payload))) return "Le contenu ne correspond plus à son empreinte.";
  if (record.at < walk.at) return "L’heure recule par rapport à l’enregistrement d’avant.";
  if (!isSame(record.hash, recordHash({ chainId: walk.chainId, ...record }))) {
    return "L’empreinte ne correspond plus à l’enregistrement.";
  }
  return signatureFault(record, walk);
}

function signatureFault(record: SealedRow, walk: Walk): string | null {
  const wanted = walk.allSignatures || record.seq === walk.headSeq || VOUCHING_TYPES.has(record.type);
  if (!wanted) return null;
  const key = walk.keys.get(record.keyId);
  if (!key) return "La clé qui a signé cet enregistrement est inconnue.";
  walk.signatures += 1;
  return key.verify(record.hash, record.signature) ? null : "La signature n’est pas celle de la clé du dossier.";
}

function headFault(walk: Walk, head: { headSeq: bigint; headHash: Uint8Array; headAt: IsoInstant }): BadRecord | null {
  if (walk.seq === head.headSeq && isSame(walk.hash, head.headHash)) return null;
  return {
    seq: walk.seq + 1n,
    type: "head",
    at: head.headAt,
    reason:
      `La fin de la chaîne manque : la tête annonce le n° ${head.headSeq}, le dernier trouvé est le n° ${walk.seq}.`,
  };
}

/** Records after the head belong to no transaction of ours. */
async function strayFault(ctx: Pick<Ctx, "tenantId" | "cell" | "epoch" | "personId">): Promise<BadRecord | null> {
  const stray = await withTenant(ctx, (tx) => readStray(tx, ctx.tenantId), { mode: "read" });
  return stray && { ...stray, reason: "Cet enregistrement vient après la tête de la chaîne." };
}

function report(
  chainId: Uuid | null,
  walk: { seq: bigint; hash: Uint8Array; signatures: number },
  firstBad: BadRecord | null,
): ChainReport {
  return {
    ok: firstBad === null && chainId !== null,
    chainId,
    records: walk.seq,
    signaturesChecked: walk.signatures,
    headHash: chainId ? toHex(walk.hash) : null,
    firstBad,
  };
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
