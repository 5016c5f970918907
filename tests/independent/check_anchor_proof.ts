/**
 * A second check of a proof of anchoring and of the chain of keys, written from lib/anchors/README.md alone: it shares
 * no code with the program and uses WebCrypto only.
 */

type Outcome = "ok" | "keys" | "unknown_key" | "signature" | "path";

interface Key {
  publicKey: string;
  algorithm: string;
  since: string;
  statement: string | null;
  signature: string | null;
}

/** Checks a proof (its file) against the published keys (`cles.json`). */
export async function checkAnchorProof(proofText: string, keysText: string): Promise<Outcome> {
  const { keys } = JSON.parse(keysText) as { keys: Key[] };
  if (!await followEachOther(keys)) return "keys";
  const proof = JSON.parse(proofText);
  const statement = JSON.parse(proof.statement);
  const ofThatMoment = keys.filter(({ since }) => since <= statement.madeAt).at(-1);
  if (ofThatMoment?.publicKey !== proof.publicKey) return "unknown_key";
  if (!await isSigned(proof.publicKey, proof.signature, proof.statement)) return "signature";
  return await rootOf(proof, statement.chains) === statement.root ? "ok" : "path";
}

async function followEachOther(keys: readonly Key[]): Promise<boolean> {
  if (keys.length === 0 || keys[0]!.statement !== null) return false;
  for (let i = 1; i < keys.length; i++) {
    const [before, key] = [keys[i - 1]!, keys[i]!];
    if (key.statement === null || key.signature === null) return false;
    if (!await isSigned(before.publicKey, key.signature, key.statement)) return false;
    const said = JSON.parse(key.statement);
    const isNamed = said.format === "paraphe-anchor-key/1" && said.previousKey === before.publicKey &&
      said.publicKey === key.publicKey && said.changedAt === key.since;
    if (!isNamed || key.since <= before.since) return false;
  }
  return true;
}

async function isSigned(spki: string, signature: string, text: string): Promise<boolean> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("spki", bytesOf(spki), algorithm, false, ["verify"]);
  return await crypto.subtle.verify(algorithm, key, bytesOf(signature), new TextEncoder().encode(text));
}

async function rootOf(
  { leaf, path }: { leaf: { chain: string; seq: number; hash: string; position: number }; path: string[] },
  chains: number,
): Promise<string> {
  const seq = new Uint8Array(8);
  new DataView(seq.buffer).setBigUint64(0, BigInt(leaf.seq));
  let hash = await sha256([0], fromHex(leaf.chain.replaceAll("-", "")), seq, fromHex(leaf.hash));
  const rest = path.map(fromHex);
  for (let at = leaf.position, size = chains; size > 1; at = at >> 1, size = (size + 1) >> 1) {
    if (at % 2 === 1) hash = await sha256([1], rest.shift()!, hash);
    else if (at + 1 < size) hash = await sha256([1], hash, rest.shift()!);
  }
  return rest.length > 0 ? "" : [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function sha256(...pieces: (Uint8Array | number[])[]): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(pieces.flatMap((piece) => [...piece]))));
}

function fromHex(text: string): Uint8Array {
  return new Uint8Array(text.match(/../g)!.map((pair) => parseInt(pair, 16)));
}

function bytesOf(base64Url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64Url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
