// Checks the proof of an anchor without sending it anywhere: its signature and its path are computed here, and held
// against what is published of its day. Without this file the page checks a proof that is pasted. Behind drop.js.

const place = globalThis.document?.querySelector("[data-proof]");
const FORMAT = "paraphe-anchor-proof/1";
const HASH = /^[0-9a-f]{64}$/;

// Tests load this file without a page, and without drop.js before it.
if (place) receiveFiles(place, check);

/** Name of the answer to a file. */
async function check(file) {
  const text = file.size > 20_000 ? "" : await file.text().catch(() => "");
  const { fault, proof, statement } = await judge(text);
  return fault ?? await isPublished(proof, statement.day).catch(() => "offline");
}

/** The answer once a sound proof is held against what is published of its day. */
async function isPublished(proof, day) {
  const url = place.dataset.proof.replace("0000-00-00", day);
  const answer = await fetch(url, { headers: { accept: "application/json" } });
  if (answer.status !== 200) return answer.status === 404 ? "not_published" : "offline";
  const { anchor } = await answer.json();
  return anchor.statement === proof.statement && anchor.publicKey === proof.publicKey ? "genuine" : "not_published";
}

/** Judges a proof by its own bytes: { fault }, or what it holds. Exported for the tests. */
export async function judge(text) {
  const proof = read(text);
  if (!proof) return { fault: "unreadable" };
  const statement = parsed(proof.statement);
  if (statement?.format !== "paraphe-anchor/1") return { fault: "statement" };
  if (!await isSigned(proof).catch(() => false)) return { fault: "signature" };
  const leads = await rootOf(proof, statement.chains) === statement.root;
  return leads ? { proof, statement } : { fault: "path" };
}

function read(text) {
  const proof = parsed(text);
  const leaf = proof?.leaf;
  const isWhole = proof?.format === FORMAT && typeof proof.statement === "string" && Array.isArray(proof.path) &&
    proof.path.every((each) => HASH.test(each)) && HASH.test(leaf?.hash) && /^[0-9a-f-]{36}$/.test(leaf?.chain) &&
    Number.isSafeInteger(leaf.seq) && leaf.seq >= 0 && Number.isSafeInteger(leaf.position) && leaf.position >= 0;
  return isWhole ? proof : null;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function isSigned({ algorithm, publicKey, signature, statement }) {
  if (algorithm !== "ECDSA-P256-SHA256") return false;
  const kind = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("spki", base64(publicKey), kind, false, ["verify"]);
  return await crypto.subtle.verify(kind, key, base64(signature), new TextEncoder().encode(statement));
}

/** The root that the leaf leads to among so many leaves, in hexadecimal; null where the path has not the length. */
async function rootOf({ leaf, path }, leaves) {
  if (leaf.position >= leaves) return null;
  const seq = new DataView(new ArrayBuffer(8));
  seq.setBigUint64(0, BigInt(leaf.seq));
  const chain = bytes(leaf.chain.replaceAll("-", ""));
  let hash = await sha256([0], chain, new Uint8Array(seq.buffer), bytes(leaf.hash));
  let next = 0;
  for (let at = leaf.position, size = leaves; size > 1; at = Math.floor(at / 2), size = Math.ceil(size / 2)) {
    if (at % 2 === 0 && at + 1 >= size) continue;
    if (next === path.length) return null;
    const other = bytes(path[next++]);
    hash = at % 2 === 0 ? await sha256([1], hash, other) : await sha256([1], other, hash);
  }
  return next === path.length ? hex(hash) : null;
}

async function sha256(...parts) {
  const joined = new Uint8Array(parts.flatMap((part) => [...part]));
  return new Uint8Array(await crypto.subtle.digest("SHA-256", joined));
}

function bytes(text) {
  return new Uint8Array(text.match(/../g).map((pair) => parseInt(pair, 16)));
}

function hex(from) {
  return [...from].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function base64(text) {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
}
