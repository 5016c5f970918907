import assert from "node:assert/strict";
import fc from "fast-check";
import {
  fromBase64Url,
  fromHex,
  generateSigningKey,
  hmacSha256,
  isSameSecret,
  openMasterKey,
  openSigner,
  openSignerCache,
  openVerifier,
  sha256Hex,
  sha256Stream,
  SIGNATURE_ALGORITHM,
  SIGNATURE_BYTES,
  toBase64Url,
  toHex,
  unwrapSecret,
  wrapSecret,
} from "../../../lib/platform/crypto.ts";
import { delay } from "../../../lib/platform/clock.ts";

const MASTER = openMasterKey(btoa("k".repeat(32)));
const CONTEXT = { purpose: "sealing-key", tenant: "dossier-1", keyId: "key-1" };
const SECRET = new TextEncoder().encode("a private key");
const bytesOf = (text: string) => new TextEncoder().encode(text);

Deno.test("SHA-256 and HMAC give the published vectors (FIPS 180-4, RFC 4231 case 2)", () => {
  assert.equal(sha256Hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  assert.equal(
    toHex(hmacSha256(bytesOf("Jefe"), "what do ya want for nothing?")),
    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
  );
});

Deno.test("a stream is hashed chunk by chunk like the whole", async () => {
  const stream = ReadableStream.from([bytesOf("a"), bytesOf(""), bytesOf("bc")]);
  const { digest, bytes } = await sha256Stream(stream);
  assert.equal(toHex(digest), sha256Hex("abc"));
  assert.equal(bytes, 3);
});

Deno.test("hexadecimal and base64url come back as they went, and refuse other texts", () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => {
    assert.deepEqual(fromHex(toHex(bytes)), bytes);
    assert.deepEqual(fromBase64Url(toBase64Url(bytes)), bytes);
  }));
  for (const text of ["abc", "zz", "0x00", " 00"]) assert.equal(fromHex(text), null, text);
  for (const text of ["a", "YQ==", "Y+8", "YR", "a b"]) assert.equal(fromBase64Url(text), null, text);
});

Deno.test("secrets are compared whole, whatever their lengths", () => {
  assert.ok(isSameSecret("token", bytesOf("token")));
  for (const other of ["", "toke", "tokens", "Token"]) assert.ok(!isSameSecret("token", other), other);
});

Deno.test("a master key that is not 32 bytes in base64 is refused without being shown", () => {
  for (
    const text of [
      "",
      "secret",
      btoa("k".repeat(31)),
      btoa("k".repeat(33)),
      "*".repeat(44),
      `${btoa("k".repeat(32))}AA`,
    ]
  ) {
    assert.throws(() => openMasterKey(text), (error: Error) => {
      assert.match(error.message, /MASTER_KEY must be 32 bytes/);
      assert.ok(text === "" || !error.message.includes(text));
      return true;
    });
  }
});

Deno.test("a master key never shows in JSON or in an inspection", () => {
  const shown = JSON.stringify(MASTER) + Deno.inspect(MASTER);
  assert.ok(!shown.includes("kkkk") && !shown.includes("a2tr") && !shown.includes("6b6b"));
});

Deno.test("subkeys differ by purpose and by master key, and are stable", () => {
  const other = openMasterKey(btoa("z".repeat(32)));
  assert.deepEqual(MASTER.subkey("a"), openMasterKey(btoa("k".repeat(32))).subkey("a"));
  assert.notDeepEqual(MASTER.subkey("a"), MASTER.subkey("b"));
  assert.notDeepEqual(MASTER.subkey("a"), other.subkey("a"));
  assert.notEqual(MASTER.id, other.id);
});

Deno.test("a wrapped secret unwraps under the same key and context, and is never twice the same", () => {
  fc.assert(fc.property(fc.uint8Array(), (secret) => {
    const wrapped = wrapSecret(MASTER, secret, CONTEXT);
    assert.deepEqual(unwrapSecret(MASTER, wrapped, CONTEXT), secret);
    assert.notDeepEqual(wrapped, wrapSecret(MASTER, secret, CONTEXT));
  }));
});

Deno.test("unwrapping refuses another purpose, dossier or key, and parts that slide into each other", () => {
  const wrapped = wrapSecret(MASTER, SECRET, CONTEXT);
  const others = [
    { ...CONTEXT, purpose: "totp" },
    { ...CONTEXT, tenant: "dossier-2" },
    { ...CONTEXT, keyId: "key-2" },
    { ...CONTEXT, tenant: "dossier-1key", keyId: "-1" },
  ];
  for (const context of others) assert.throws(() => unwrapSecret(MASTER, wrapped, context), /changed|another context/);
});

Deno.test("unwrapping refuses a change of any byte, a cut and another master key", () => {
  const wrapped = wrapSecret(MASTER, SECRET, CONTEXT);
  for (let at = 0; at < wrapped.length; at++) {
    const changed = wrapped.slice();
    changed[at]! ^= 1;
    assert.throws(() => unwrapSecret(MASTER, changed, CONTEXT), { name: "Bug" }, `byte ${at}`);
  }
  for (const length of [0, 1, 32, wrapped.length - 1]) {
    assert.throws(() => unwrapSecret(MASTER, wrapped.subarray(0, length), CONTEXT), { name: "Bug" });
  }
  const other = openMasterKey(btoa("z".repeat(32)));
  assert.throws(() => unwrapSecret(other, wrapped, CONTEXT), /wrapped by master key [0-9a-f]{8}/);
});

Deno.test("a signature is 64 bytes, verifies here and by WebCrypto, which reads r and s alike", async () => {
  const pair = generateSigningKey();
  assert.equal(pair.algorithm, SIGNATURE_ALGORITHM);
  const signer = openSigner(pair.privateKey);
  const verifier = openVerifier(pair.publicKey);
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const publicKey = await crypto.subtle.importKey("spki", new Uint8Array(pair.publicKey), algorithm, true, ["verify"]);
  // Short r or s appear once in 128 signatures: 400 meet them.
  for (let i = 0; i < 400; i++) {
    const message = bytesOf(`record ${i}`);
    const signature = signer.sign(message);
    assert.equal(signature.length, SIGNATURE_BYTES);
    assert.ok(verifier.verify(message, signature), `record ${i}`);
    assert.ok(await crypto.subtle.verify(algorithm, publicKey, new Uint8Array(signature), message), `record ${i}`);
  }
});

Deno.test("a WebCrypto signature verifies here", async () => {
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const pair = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const verifier = openVerifier(new Uint8Array(await crypto.subtle.exportKey("spki", pair.publicKey)));
  for (let i = 0; i < 100; i++) {
    const signature = await crypto.subtle.sign(algorithm, pair.privateKey, bytesOf(`record ${i}`));
    assert.ok(verifier.verify(bytesOf(`record ${i}`), new Uint8Array(signature)));
  }
});

Deno.test("a signature is refused for another message, another key, a changed byte or a wrong length", async () => {
  const pair = generateSigningKey();
  const [apart] = await openSigner(pair.privateKey).signAll([SECRET]);
  assert.ok(openVerifier(pair.publicKey).verify(SECRET, apart!));
  const signature = openSigner(pair.privateKey).sign(SECRET);
  const verifier = openVerifier(pair.publicKey);
  assert.ok(!verifier.verify(bytesOf("another"), signature));
  assert.ok(!openVerifier(generateSigningKey().publicKey).verify(SECRET, signature));
  for (let at = 0; at < signature.length; at++) {
    const changed = signature.slice();
    changed[at]! ^= 1;
    assert.ok(!verifier.verify(SECRET, changed), `byte ${at}`);
  }
  for (const wrong of [new Uint8Array(0), signature.subarray(1), new Uint8Array(65), new Uint8Array(64)]) {
    assert.ok(!verifier.verify(SECRET, wrong), `${wrong.length} bytes`);
  }
});

Deno.test("a verifier refuses what is not a P-256 public key", async () => {
  const p384 = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-384" }, true, ["sign", "verify"]);
  const other = new Uint8Array(await crypto.subtle.exportKey("spki", p384.publicKey));
  const offCurve = generateSigningKey().publicKey;
  offCurve[offCurve.length - 1]! ^= 1;
  for (const key of [new Uint8Array(0), bytesOf("not a key"), other, offCurve]) {
    assert.throws(() => openVerifier(key), /not a public key/);
  }
});

Deno.test("the cache unwraps a key once for those who ask together, wipes it, and forgets it in time", async () => {
  const cache = openSignerCache(60);
  const { privateKey } = generateSigningKey();
  let loads = 0;
  const given: Uint8Array[] = [];
  function load(): Promise<Uint8Array> {
    loads++;
    given.push(privateKey.slice());
    return Promise.resolve(given.at(-1)!);
  }
  const [one, two] = await Promise.all([cache.get("k", load), cache.get("k", load)]);
  assert.equal(one, two);
  assert.equal(loads, 1);
  assert.ok(given[0]!.every((byte) => byte === 0));
  await delay(120);
  assert.equal(cache.size, 0);
  await cache.get("k", load);
  assert.equal(loads, 2);
  cache.clear();
  assert.equal(cache.size, 0);
});

Deno.test("the cache does not keep a failure", async () => {
  const cache = openSignerCache();
  await assert.rejects(cache.get("k", () => Promise.reject(new Error("database away"))), /database away/);
  assert.equal(cache.size, 0);
  await cache.get("k", () => Promise.resolve(generateSigningKey().privateKey));
  assert.equal(cache.size, 1);
  cache.clear();
});
