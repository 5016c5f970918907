// @ts-check
/**
 * SHA-256 (FIPS 180-4) of bytes that come piece by piece: WebCrypto takes a file whole, and answers small ones slowly.
 */

const INITIAL = [
  0x6a09e667,
  0xbb67ae85,
  0x3c6ef372,
  0xa54ff53a,
  0x510e527f,
  0x9b05688c,
  0x1f83d9ab,
  0x5be0cd19,
];
const ROUNDS = roundConstants();
const BLOCK = 64;
/** Scratch of the compression: nothing is awaited while it is in use. */
const schedule = new Int32Array(BLOCK);
const UTF8 = new TextEncoder();

/**
 * A digest being made.
 * @typedef {object} Sha256
 * @property {(piece: Uint8Array | string) => void} update A text counts as its UTF-8.
 * @property {() => Uint8Array<ArrayBuffer>} digest Ends it; 32 bytes.
 * @property {() => Sha256State} state How far it has come: another process goes on from there.
 */

/**
 * A digest on its way: its words, the bytes of the block that is not full yet, and how many bytes went by.
 * @typedef {object} Sha256State
 * @property {readonly number[]} words
 * @property {readonly number[]} rest
 * @property {number} length
 */

/**
 * Opens a digest, or goes on with one.
 * @param {Sha256State} [from]
 * @returns {Sha256}
 */
export function openSha256(from) {
  const state = Int32Array.from(from ? from.words : INITIAL);
  const block = new Uint8Array(BLOCK);
  let filled = 0, length = 0;
  if (from) {
    block.set(from.rest);
    filled = from.rest.length;
    length = from.length;
  }

  /** @param {Uint8Array | string} piece */
  function update(piece) {
    const bytes = typeof piece === "string" ? UTF8.encode(piece) : piece;
    length += bytes.length;
    let at = 0;
    while (at < bytes.length) {
      if (filled === 0 && bytes.length - at >= BLOCK) {
        compress(state, bytes, at);
        at += BLOCK;
        continue;
      }
      const taken = Math.min(BLOCK - filled, bytes.length - at);
      block.set(bytes.subarray(at, at + taken), filled);
      filled += taken;
      at += taken;
      if (filled === BLOCK) {
        compress(state, block, 0);
        filled = 0;
      }
    }
  }

  function digest() {
    const end = new Uint8Array(filled < 56 ? BLOCK - filled : 2 * BLOCK - filled);
    end[0] = 0x80;
    new DataView(end.buffer).setBigUint64(end.length - 8, BigInt(length) * 8n);
    update(end);
    const result = new Uint8Array(32);
    const view = new DataView(result.buffer);
    state.forEach((word, i) => view.setInt32(4 * i, word));
    return result;
  }
  function stateNow() {
    return { words: [...state], rest: [...block.subarray(0, filled)], length };
  }
  return { update, digest, state: stateNow };
}

/**
 * Digest of what is there whole.
 * @param {Uint8Array | string} whole
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function sha256(whole) {
  const open = openSha256();
  open.update(whole);
  return open.digest();
}

/**
 * Bytes as lower-case hexadecimal digits.
 * @param {Uint8Array} bytes
 * @returns {string}
 */
export function toHex(bytes) {
  let text = "";
  for (const byte of bytes) text += (byte < 16 ? "0" : "") + byte.toString(16);
  return text;
}

/** @param {Int32Array} state @param {Uint8Array} bytes @param {number} from */
function compress(state, bytes, from) {
  const w = schedule;
  for (let i = 0, at = from; i < 16; i++, at += 4) {
    w[i] = (at_(bytes, at) << 24) | (at_(bytes, at + 1) << 16) | (at_(bytes, at + 2) << 8) | at_(bytes, at + 3);
  }
  for (let i = 16; i < 64; i++) {
    const x = word(w, i - 15), y = word(w, i - 2);
    const s0 = turn(x, 7) ^ turn(x, 18) ^ (x >>> 3), s1 = turn(y, 17) ^ turn(y, 19) ^ (y >>> 10);
    w[i] = (word(w, i - 16) + s0 + word(w, i - 7) + s1) | 0;
  }
  let a = word(state, 0), b = word(state, 1), c = word(state, 2), d = word(state, 3);
  let e = word(state, 4), f = word(state, 5), g = word(state, 6), h = word(state, 7);
  for (let i = 0; i < 64; i++) {
    const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + word(ROUNDS, i) + word(w, i)) | 0;
    const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g, g = f, f = e, e = (d + t1) | 0, d = c, c = b, b = a, a = (t1 + t2) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((value, i) => state[i] = (word(state, i) + value) | 0);
}

/** @param {number} x @param {number} by */
function turn(x, by) {
  return (x >>> by) | (x << (32 - by));
}

/** @param {Int32Array} words @param {number} i */
function word(words, i) {
  return /** @type {number} */ (words[i]);
}

/** @param {Uint8Array} bytes @param {number} i */
function at_(bytes, i) {
  return /** @type {number} */ (bytes[i]);
}

/** First 32 bits of the fractional parts of the cube roots of the first 64 primes, by exact integers. */
function roundConstants() {
  const constants = new Int32Array(64);
  for (let n = 2, found = 0; found < 64; n++) {
    if (isPrime(n)) constants[found++] = Number(BigInt.asIntN(32, cubeRoot(BigInt(n) << 96n)));
  }
  return constants;
}

/** @param {number} n */
function isPrime(n) {
  for (let i = 2; i * i <= n; i++) if (n % i === 0) return false;
  return true;
}

/** The largest integer whose cube is at most n. @param {bigint} n */
function cubeRoot(n) {
  let low = 0n, high = 1n << 40n;
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (middle * middle * middle <= n) low = middle;
    else high = middle;
  }
  return low;
}
