import assert from "node:assert/strict";
import fc from "fast-check";
import { decodePng, encodePng } from "../../../../lib/platform/pdf/png.ts";

Deno.test("whatever the pixels, they come back as they were", () => {
  const side = fc.integer({ min: 1, max: 12 });
  fc.assert(fc.property(side, side, fc.boolean(), fc.infiniteStream(fc.nat(255)), (width, height, hasAlpha, bytes) => {
    const data = Uint8Array.from({ length: width * height * (hasAlpha ? 4 : 3) }, () => bytes.next().value);
    assert.deepEqual(decodePng(encodePng({ width, height, hasAlpha, data })), { width, height, hasAlpha, data });
  }));
});

Deno.test("a PNG of another form is a bug: pictures are normalised when they come in", () => {
  const png = encodePng({ width: 1, height: 1, hasAlpha: false, data: new Uint8Array(3) });
  for (const [position, value] of [[24, 16], [25, 3], [28, 1], [0, 0]] as const) {
    const other = png.slice();
    other[position] = value;
    assert.throws(() => decodePng(other), /not (a PNG|normalised)/);
  }
});
