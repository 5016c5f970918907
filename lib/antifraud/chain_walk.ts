import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { fromBase64Url, openVerifier, sha256, SIGNATURE_ALGORITHM, type Verifier } from "../platform/crypto.ts";
import type { KeyRow, SealedRow } from "./chain_store.ts";
import { type BadRecord, badRecord, type ChainFault } from "./faults.ts";
import { instantMs } from "../platform/clock.ts";
import type { Canonical } from "./canonical.ts";
import { GENESIS_HASH, RECORD_FORMAT, recordHash } from "./record.ts";

/** Types whose signature is always checked: one signature vouches for all that stands before it. */
const VOUCHING_TYPES: ReadonlySet<string> = new Set([
  "chain_opened",
  "key_rotated",
  "day_closed",
  "month_closed",
  "year_closed",
]);

/** How far a verification has come: all that it needs to go on from there. */
export interface WalkState {
  readonly seq: bigint;
  readonly hash: Uint8Array;
  readonly at: IsoInstant | "";
  /** The key that signs the next record; null before the first. */
  readonly keyId: Uuid | null;
  readonly signatures: number;
  /** Records whose content was erased under a warrant. */
  readonly erased: number;
}

/** A key of the dossier, ready to verify with. */
interface OpenKey extends Verifier {
  readonly publicKey: Uint8Array;
}

/** A verification of one chain, and what it is held against. */
export interface Walk {
  readonly chainId: Uuid;
  readonly keys: ReadonlyMap<string, OpenKey>;
  readonly headSeq: bigint;
  readonly allSignatures: boolean;
  state: WalkState;
}

/** Where every verification begins. */
export const WALK_START: WalkState = { seq: 0n, hash: GENESIS_HASH, at: "", keyId: null, signatures: 0, erased: 0 };

/** Begins a walk, or takes one up where it was left. */
export function openWalk(
  chain: { readonly chainId: Uuid; readonly headSeq: bigint },
  { keys, allSignatures = false, from = WALK_START }: {
    readonly keys: readonly KeyRow[];
    readonly allSignatures?: boolean | undefined;
    readonly from?: WalkState | undefined;
  },
): Walk {
  const open = keys.flatMap(({ id, publicKey }) => {
    const verifier = verifierOf(publicKey);
    return verifier ? [[id, { publicKey, ...verifier }] as const] : [];
  });
  return { chainId: chain.chainId, headSeq: chain.headSeq, keys: new Map(open), allSignatures, state: from };
}

/** A stored key may have been overwritten with anything: one that is no key is no key of the dossier. */
function verifierOf(publicKey: Uint8Array): Verifier | null {
  try {
    return openVerifier(publicKey);
  } catch {
    return null;
  }
}

/**
 * Takes a slice of records, in order. Hashes follow each other; signatures are checked side by side, and one that is
 * wrong before another fault comes first. Gives the first record that is not as it was sealed, or null.
 */
export async function walkOn(walk: Walk, records: readonly SealedRow[]): Promise<BadRecord | null> {
  const signed: SealedRow[] = [];
  let bad: BadRecord | null = null;
  for (const record of records) {
    // What was appended since the head was read is another verification's matter.
    if (walk.state.seq === walk.headSeq) break;
    const fault = faultOf(record, walk);
    if (fault) {
      bad = badRecord(fault, record);
      break;
    }
    if (wantsSignature(record, walk)) signed.push(record);
    walk.state = after(record, walk.state);
  }
  const wrong = await firstWrong(signed, walk);
  walk.state = { ...walk.state, signatures: walk.state.signatures + (wrong < 0 ? signed.length : wrong) };
  return wrong < 0 ? bad : badRecord("record_signature", signed[wrong]!);
}

/** What is wrong with a record, its signature apart, in the order in which every implementation looks. */
function faultOf(record: SealedRow, { chainId, keys, state }: Walk): ChainFault | null {
  if (record.seq !== state.seq + 1n) return "record_gap";
  if (!isReadable(record)) return "record_unreadable";
  if (!isSame(record.prevHash, state.hash)) return "prev_hash";
  if (!hasItsPayload(record)) return "payload_digest";
  if (record.at < state.at) return "time_backwards";
  if (!hasItsHash(record, chainId)) return "record_hash";
  const wanted = state.keyId ?? keyMadeBy(record)?.id;
  if (record.keyId !== wanted || !keys.has(record.keyId)) return "unknown_key";
  const made = keyMadeBy(record);
  return made === null || isStored(made, keys) ? null : "unknown_key";
}

/** True when the fields have the form that an archive's line must have: a column may have been filled with anything. */
function isReadable({ format, algorithm, at, type, signature, hash, prevHash, payloadDigest }: SealedRow): boolean {
  return format === RECORD_FORMAT && algorithm === SIGNATURE_ALGORITHM && isInstant(at) && TYPE.test(type) &&
    signature.length === 64 && [hash, prevHash, payloadDigest].every(({ length }) => length === 32);
}

const TYPE = /^[a-z][a-z_]{2,31}$/;

/** `infinity` and years beyond 9999 are instants to Postgres, and none to anybody else. */
function isInstant(at: IsoInstant): boolean {
  return at.length === 24 && !Number.isNaN(instantMs(at));
}

/** True when the content is the one that its digest tells of, or was erased. */
export function hasItsPayload({ payload, payloadDigest }: SealedRow): boolean {
  return payload === null || isSame(payloadDigest, sha256(payload));
}

/** True when the hash is the one that the fields give. */
export function hasItsHash(record: SealedRow, chainId: Uuid): boolean {
  return isSame(record.hash, recordHash({ chainId, ...record }));
}

/** True when the bytes are the same. */
export function isSame(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** A key as the record that made it the dossier's names it. */
interface MadeKey {
  readonly id: Uuid;
  readonly publicKey: string;
}

/** The key that an opening or a rotation gives to the records after it (to itself too, for an opening); else null. */
function keyMadeBy({ type, payload }: SealedRow): MadeKey | null {
  if ((type !== "chain_opened" && type !== "key_rotated") || payload === null) return null;
  const { key, to, publicKey } = contentOf(payload);
  return { id: String(type === "chain_opened" ? key : to) as Uuid, publicKey: String(publicKey) };
}

/** The members of a payload; none where it is no JSON object. */
export function contentOf(payload: Uint8Array): { readonly [name: string]: Canonical } {
  try {
    const content = JSON.parse(new TextDecoder().decode(payload));
    return content !== null && typeof content === "object" ? content : {};
  } catch {
    return {};
  }
}

function isStored({ id, publicKey }: MadeKey, keys: Walk["keys"]): boolean {
  const stored = keys.get(id), sealed = fromBase64Url(publicKey);
  return stored !== undefined && sealed !== null && isSame(stored.publicKey, sealed);
}

function wantsSignature(record: SealedRow, walk: Walk): boolean {
  return walk.allSignatures || record.seq === walk.headSeq || VOUCHING_TYPES.has(record.type);
}

function after(record: SealedRow, { keyId, signatures, erased }: WalkState): WalkState {
  return {
    seq: record.seq,
    hash: record.hash,
    at: record.at,
    keyId: keyMadeBy(record)?.id ?? keyId,
    signatures,
    erased: erased + (record.payload === null ? 1 : 0),
  };
}

async function firstWrong(signed: readonly SealedRow[], { keys }: Walk): Promise<number> {
  const answers = await Promise.all(
    signed.map(({ keyId, hash, signature }) => keys.get(keyId)!.verifyAside(hash, signature)),
  );
  return answers.indexOf(false);
}
