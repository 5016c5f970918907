import assert from "node:assert/strict";
import fc from "fast-check";
import { isUuid, uuidV7 } from "../../../lib/base/ids.ts";

const MAX_MS = 2 ** 48 - 1;
const anyMs = fc.integer({ min: 0, max: MAX_MS });
const tenBytes = fc.uint8Array({ minLength: 10, maxLength: 10 });

Deno.test("uuidV7 writes the example of RFC 9562", () => {
  // Appendix A.6: 2022-02-22T14:22:22-05:00, rand_a 0xCC3, rand_b 0x18C4DC0C0C07398F.
  const random = Uint8Array.of(0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f);
  assert.equal(uuidV7(1_645_557_742_000, random), "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
});

Deno.test("every uuidV7 carries its version, its variant and its moment", () => {
  fc.assert(fc.property(anyMs, tenBytes, (atMs, random) => {
    const id = uuidV7(atMs, random);
    assert.ok(isUuid(id));
    assert.match(id, /^.{14}7.{4}[89ab]/);
    assert.equal(parseInt(id.replaceAll("-", "").slice(0, 12), 16), atMs);
  }));
});

Deno.test("uuids sort as text in the order of their birth", () => {
  fc.assert(fc.property(anyMs, anyMs, tenBytes, tenBytes, (a, b, first, second) => {
    fc.pre(a !== b);
    assert.equal(uuidV7(a, first) < uuidV7(b, second), a < b);
  }));
});

Deno.test("each bit of chance changes the uuid, save the six that the version and the variant take", () => {
  const zero = uuidV7(0, new Uint8Array(10));
  const changed = Array.from({ length: 80 }, (_, bit) => {
    const random = new Uint8Array(10);
    random[bit >> 3] = 1 << (bit & 7);
    return uuidV7(0, random);
  }).filter((id) => id !== zero);
  assert.equal(new Set(changed).size, 74);
});

Deno.test("uuidV7 calls too few random bytes or an impossible moment a bug", () => {
  assert.throws(() => uuidV7(0, new Uint8Array(9)), { name: "Bug" });
  for (const atMs of [-1, MAX_MS + 1, NaN, Infinity]) {
    assert.throws(() => uuidV7(atMs, new Uint8Array(10)), { name: "Bug" }, String(atMs));
  }
});

Deno.test("isUuid refuses every other spelling", () => {
  const id = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";
  assert.ok(isUuid(id));
  const others = [id.toUpperCase(), id.replaceAll("-", ""), `{${id}}`, `${id} `, `${id}\n`, id.slice(1), `${id}0`];
  for (const text of [...others, "", "null", id.replace("0", "g"), `urn:uuid:${id}`]) {
    assert.equal(isUuid(text), false, text);
  }
});
