import { isUuid, type Uuid } from "../base/ids.ts";
import { fromBase64Url, fromHex, openVerifier, SIGNATURE_ALGORITHM, toHex, type Verifier } from "../platform/crypto.ts";
import { leafHash, rootFrom } from "./merkle.ts";
import { isHash, readStatement, type Statement } from "./statement.ts";

/** Name of the format of a proof. */
export const PROOF_FORMAT = "paraphe-anchor-proof/1";
/** Longest proof that is read: a tree of 2⁴⁰ leaves needs 5,000 characters. */
export const MAX_PROOF_LENGTH = 20_000;

/** Proof that a chain's head was in the root of a day: all that a stranger needs besides the published key. */
export interface AnchorProof {
  readonly format: typeof PROOF_FORMAT;
  /** What was signed, to the byte. */
  readonly statement: string;
  readonly algorithm: string;
  /** SubjectPublicKeyInfo in DER, base64url. */
  readonly publicKey: string;
  /** r ‖ s in base64url, over the statement's bytes. */
  readonly signature: string;
  readonly leaf: {
    readonly chain: Uuid;
    readonly seq: number;
    /** In hexadecimal. */
    readonly hash: string;
    /** Place among the leaves, from 0. */
    readonly position: number;
  };
  /** Neighbours from the leaf up, in hexadecimal. */
  readonly path: readonly string[];
}

/** Why a proof does not hold. */
export type ProofFault = "unreadable" | "statement" | "signature" | "path";

/** What checking a proof found. */
export type ProofVerdict =
  | { readonly ok: true; readonly proof: AnchorProof; readonly statement: Statement }
  | { readonly ok: false; readonly fault: ProofFault };

/** The file that is mailed and downloaded. */
export function proofFile(proof: AnchorProof): { readonly filename: string; readonly text: string } {
  const statement = readStatement(proof.statement);
  return { filename: `ancrage-${statement?.day ?? "sans-date"}.json`, text: `${JSON.stringify(proof, null, 2)}\n` };
}

/**
 * Checks a proof from its own bytes: its form, its statement, the signature of the key that it names, and that its
 * leaf leads to the root. Whether that key and that root are ours is told by what is published of the day.
 */
export function checkProof(text: string): ProofVerdict {
  const proof = readProof(text);
  if (!proof) return { ok: false, fault: "unreadable" };
  const statement = readStatement(proof.statement);
  if (!statement) return { ok: false, fault: "statement" };
  if (!isSignedBy(proof)) return { ok: false, fault: "signature" };
  return leadsTo(proof, statement) ? { ok: true, proof, statement } : { ok: false, fault: "path" };
}

function readProof(text: string): AnchorProof | null {
  if (text.length > MAX_PROOF_LENGTH) return null;
  try {
    const read = JSON.parse(text) as AnchorProof;
    const { leaf, path } = read;
    const texts = [read.statement, read.algorithm, read.publicKey, read.signature];
    const isWhole = read.format === PROOF_FORMAT && texts.every((each) => typeof each === "string") &&
      isUuid(leaf.chain) && isHash(leaf.hash) && Number.isSafeInteger(leaf.seq) && leaf.seq >= 0 &&
      Number.isSafeInteger(leaf.position) && Array.isArray(path) && path.every(isHash);
    return isWhole ? read : null;
  } catch {
    return null;
  }
}

function isSignedBy({ algorithm, publicKey, signature, statement }: AnchorProof): boolean {
  const key = fromBase64Url(publicKey), signed = fromBase64Url(signature);
  if (algorithm !== SIGNATURE_ALGORITHM || !key || !signed) return false;
  return verifierOf(key)?.verify(new TextEncoder().encode(statement), signed) ?? false;
}

/** A key that a stranger typed may be anything. */
function verifierOf(key: Uint8Array): Verifier | null {
  try {
    return openVerifier(key);
  } catch {
    return null;
  }
}

function leadsTo({ leaf, path }: AnchorProof, { root, chains }: Statement): boolean {
  const hash = leafHash({ chainId: leaf.chain, seq: BigInt(leaf.seq), hash: fromHex(leaf.hash)! });
  const found = rootFrom(hash, { position: leaf.position, leaves: chains, path: path.map((each) => fromHex(each)!) });
  return found !== null && toHex(found) === root;
}
