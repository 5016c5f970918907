/** Checks proofs of anchors, from the README of lib/anchors alone: shares no code with the program. */
import { Buffer } from "node:buffer";
import { createHash, createPublicKey, verify } from "node:crypto";
import { jcs, type Json } from "./derive.ts";

/** What a proof is held against: the records of the chain that it is about, from 1 on. */
export interface AnchoredChain {
  readonly chain: string;
  readonly records: readonly Json[];
}

/**
 * Why a proof does not hold, or null: its form, its statement, the signature over it, the path from the leaf to the
 * root, and that the leaf is a record of this chain.
 */
export function anchorFault(proof: string, { chain, records }: AnchoredChain): string | null {
  const read = JSON.parse(proof), { statement, leaf, path } = read;
  if (read.format !== "paraphe-anchor-proof/1" || read.algorithm !== "ECDSA-P256-SHA256") return "proof_unreadable";
  const said = JSON.parse(statement);
  if (said.format !== "paraphe-anchor/1" || jcs(said) !== statement) return "proof_statement";
  const key = createPublicKey({ key: Buffer.from(read.publicKey, "base64url"), format: "der", type: "spki" });
  const signature = Buffer.from(read.signature, "base64url");
  if (!verify("sha256", Buffer.from(statement), { key, dsaEncoding: "ieee-p1363" }, signature)) {
    return "proof_signature";
  }
  if (rootFrom(leaf, { path, size: said.chains }) !== said.root) return "proof_path";
  if (leaf.chain !== chain) return "proof_chain";
  return records.find(({ seq }) => seq === leaf.seq)?.hash === leaf.hash ? null : "proof_record";
}

/** The first day, among those of proofs, whose statement names another text of the day before; null for none. */
export function strayStatement(proofs: readonly string[]): string | null {
  const texts: string[] = proofs.map((proof) => JSON.parse(proof).statement);
  const known = new Map(texts.map((text) => [JSON.parse(text).day, sha256(Buffer.from(text)).toString("hex")]));
  const row: Json[] = texts.map((text) => JSON.parse(text));
  const isStray = ({ previous }: Json) => (known.get(previous?.day) ?? previous?.sha256) !== previous?.sha256;
  return row.find(isStray)?.day ?? null;
}

function rootFrom(leaf: Json, { path, size }: { path: string[]; size: number }): string | null {
  const seq = Buffer.alloc(8), rest = [...path];
  seq.writeBigUInt64BE(BigInt(leaf.seq));
  const id = Buffer.from(leaf.chain.replaceAll("-", ""), "hex");
  let hash = sha256(Buffer.concat([Buffer.of(0), id, seq, Buffer.from(leaf.hash, "hex")]));
  for (let at = leaf.position; size > 1; at = Math.floor(at / 2), size = Math.ceil(size / 2)) {
    if (at % 2 === 0 && at + 1 >= size) continue;
    const next = rest.shift();
    if (next === undefined) return null;
    const pair = at % 2 === 1 ? [Buffer.from(next, "hex"), hash] : [hash, Buffer.from(next, "hex")];
    hash = sha256(Buffer.concat([Buffer.of(1), ...pair]));
  }
  return rest.length === 0 ? hash.toString("hex") : null;
}

function sha256(bytes: Buffer): Buffer {
  return createHash("sha256").update(bytes).digest();
}
