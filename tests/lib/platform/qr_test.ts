import assert from "node:assert/strict";
import decodeQR from "qr/decode.js";
import { qrCode, qrPath, QUIET_ZONE } from "../../../lib/platform/qr.ts";

const PAYLOAD = "BCD\n002\n1\nSCT\nAGRIFRPP\nAtelier\nFR7630006000011234567890189\nEUR12.00";

function modulesOf(payload: string): boolean[][] {
  const { size, bars } = qrCode(payload);
  const rows = Array.from({ length: size }, () => new Array<boolean>(size).fill(false));
  for (const [x, y, width] of bars) rows[y]!.fill(true, x, x + width);
  return rows;
}

/** Eight pixels a module, as a camera would see it at its best. */
function pictureOf(rows: readonly (readonly boolean[])[]) {
  const side = rows.length * 8;
  const data = new Uint8Array(side * side * 4).fill(255);
  for (let at = 0; at < side * side; at++) {
    const isDark = rows[Math.floor(at / side / 8)]![Math.floor(at % side / 8)];
    if (isDark) data.fill(0, at * 4, at * 4 + 3);
  }
  return { width: side, height: side, data };
}

Deno.test("a code has its three finder patterns and nothing in its quiet zone", () => {
  const rows = modulesOf(PAYLOAD);
  const last = rows.length - QUIET_ZONE - 7;
  for (const [top, left] of [[QUIET_ZONE, QUIET_ZONE], [QUIET_ZONE, last], [last, QUIET_ZONE]] as const) {
    const corner = rows.slice(top, top + 7).map((row) => row.slice(left, left + 7).map(Number).join(""));
    assert.deepEqual(corner, ["1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111"]);
  }
  const edges = rows.flatMap((row, y) =>
    row.filter((_, x) => Math.min(x, y, rows.length - 1 - x, rows.length - 1 - y) < QUIET_ZONE)
  );
  assert.ok(edges.every((module) => !module));
});

Deno.test("a reader finds the very payload again, accents and lines included", () => {
  for (
    const payload of [PAYLOAD, "https://paraphe.example/v/bcdfghjk.0123456789abcdefghjkmn", "Étanchéité\n12,50 € œ"]
  ) {
    assert.equal(decodeQR(pictureOf(modulesOf(payload))), payload);
  }
});

Deno.test("bars of one row never touch, and the path draws each of them", () => {
  const { bars } = qrCode(PAYLOAD);
  for (const [index, [x, y]] of bars.entries()) {
    const before = bars[index - 1];
    if (before?.[1] === y) assert.ok(x > before[0] + before[2]);
  }
  assert.match(qrPath(bars), /^(M\d+ \d+h\d+v1h-\d+z)+$/);
  assert.equal(qrPath(bars).match(/M/g)!.length, bars.length);
});

Deno.test("a payload longer than any code is refused", () => {
  assert.throws(() => qrCode("x".repeat(3000)));
});
