import assert from "node:assert/strict";
import fc from "fast-check";
import { openSha256, sha256, toHex } from "../../../../lib/archives/reader/sha256.js";

async function expected(bytes: Uint8Array): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(bytes))));
}

Deno.test("a digest is the one of WebCrypto for every length around a block", async () => {
  for (let length = 0; length <= 260; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => i * 7 + length);
    assert.equal(toHex(sha256(bytes)), await expected(bytes), `${length} bytes`);
  }
});

Deno.test("a digest does not depend on how the bytes come", async () => {
  const pieces = fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 12 });
  await fc.assert(fc.asyncProperty(pieces, async (given) => {
    const open = openSha256();
    for (const piece of given) open.update(piece);
    assert.equal(toHex(open.digest()), await expected(Uint8Array.from(given.flatMap((piece) => [...piece]))));
  }));
});

Deno.test("a text counts as its UTF-8", () => {
  assert.equal(toHex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  assert.equal(toHex(sha256("é")), toHex(sha256(new Uint8Array([0xc3, 0xa9]))));
});
