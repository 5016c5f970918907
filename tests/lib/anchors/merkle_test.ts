import assert from "node:assert/strict";
import fc from "fast-check";
import type { IsoDate, IsoInstant } from "../../../lib/base/dates.ts";
import { dueDays, MAX_LATE_DAYS, periodsOf } from "../../../lib/anchors/due_days.ts";
import { leafHash, nodeHash, pathPlaces, rootFrom, treeOf } from "../../../lib/anchors/merkle.ts";
import { sha256, toHex } from "../../../lib/platform/crypto.ts";
import { newId } from "../../../lib/platform/random.ts";

const leavesOf = (n: number) => Array.from({ length: n }, (_, i) => sha256(`leaf ${i}`));

function pathOf(levels: ReturnType<typeof treeOf>, position: number): Uint8Array[] {
  return pathPlaces(position, levels[0]!.length).map(({ level, place }) => levels[level]![place]!);
}

Deno.test("of ten thousand leaves every proof leads to the root, and no altered one does", () => {
  const n = 10_000, levels = treeOf(leavesOf(n)), root = toHex(levels.at(-1)![0]!);
  const lead = (leaf: Uint8Array, place: { position: number; path: readonly Uint8Array[] }) => {
    const found = rootFrom(leaf, { leaves: n, ...place });
    return found !== null && toHex(found) === root;
  };
  for (let position = 0; position < n; position++) {
    const leaf = levels[0]![position]!, path = pathOf(levels, position);
    assert(lead(leaf, { position, path }), `leaf ${position}`);
    const at = position % path.length, bit = 1 << position % 8;
    const altered = path.map((hash, i) =>
      i === at ? hash.map((byte, j) => j === position % 32 ? byte ^ bit : byte) : hash
    );
    assert(!lead(leaf, { position, path: altered }), `altered path of ${position}`);
    if (position % 7 > 0) continue;
    assert(!lead(levels[0]![(position + 1) % n]!, { position, path }), `neighbour in place of ${position}`);
    assert(!lead(leaf, { position: (position + 1) % n, path }), `${position} one place on`);
    assert(!lead(leaf, { position, path: path.slice(1) }) && !lead(leaf, { position, path: [...path, root32()] }));
  }
});

const root32 = () => new Uint8Array(32);

Deno.test("trees of any size give proofs to all their leaves and to no leaf of another size", () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(), (n, pick) => {
    const position = pick % n, levels = treeOf(leavesOf(n)), path = pathOf(levels, position);
    const root = toHex(levels.at(-1)![0]!), leaf = levels[0]![position]!;
    assert.equal(toHex(rootFrom(leaf, { position, leaves: n, path })!), root);
    assert.equal(rootFrom(leaf, { position: n, leaves: n, path }), null);
    assert.equal(rootFrom(leaf, { position: -1, leaves: n, path }), null);
  }));
});

Deno.test("a node cannot pass for a leaf, nor the tree of nothing for a tree of one", () => {
  const [a, b] = leavesOf(2);
  const head = { chainId: newId(), seq: 7n, hash: a! };
  assert.notEqual(toHex(leafHash(head)), toHex(sha256(new Uint8Array([...a!, ...b!]))));
  assert.notEqual(toHex(nodeHash(a!, b!)), toHex(nodeHash(b!, a!)));
  assert.equal(toHex(treeOf([])[0]![0]!), toHex(sha256("")));
  assert.notEqual(toHex(leafHash(head)), toHex(leafHash({ ...head, seq: 8n })));
});

Deno.test("a tree of three joins the first two and lets the third go up, as RFC 6962 says", () => {
  const [a, b, c] = leavesOf(3);
  assert.equal(toHex(treeOf([a!, b!, c!]).at(-1)![0]!), toHex(nodeHash(nodeHash(a!, b!), c!)));
});

const due = (last: string | null, at: string) => dueDays(last as IsoDate | null, at as IsoInstant);

Deno.test("a day is due from two o'clock in Paris on, in winter, in summer and where the clocks change", () => {
  assert.deepEqual(due("2026-11-21", "2026-11-22T00:59:59.999Z"), []);
  assert.deepEqual(due("2026-11-21", "2026-11-22T01:00:00.000Z"), ["2026-11-22"]);
  assert.deepEqual(due("2026-07-13", "2026-07-14T00:00:00.000Z"), ["2026-07-14"]);
  assert.deepEqual(due(null, "2026-11-22T00:30:00.000Z"), []);
  assert.deepEqual(due(null, "2026-11-22T08:00:00.000Z"), ["2026-11-22"]);
  assert.deepEqual(due("2026-11-23", "2026-11-22T08:00:00.000Z"), []);
  assert.deepEqual(due("2026-03-28", "2026-03-29T01:00:00.000Z"), ["2026-03-29"]);
  assert.deepEqual(due("2026-11-19", "2026-11-22T08:00:00.000Z"), ["2026-11-20", "2026-11-21", "2026-11-22"]);
  assert.equal(due("2020-01-01", "2026-11-22T08:00:00.000Z").length, MAX_LATE_DAYS);
});

Deno.test("a day is in its month, in the week of its Monday, and in itself", () => {
  assert.deepEqual(periodsOf("2026-11-22" as IsoDate), {
    monthly: "monthly 2026-11",
    weekly: "weekly 2026-11-16",
    daily: "daily 2026-11-22",
  });
  assert.equal(periodsOf("2026-11-23" as IsoDate).weekly, "weekly 2026-11-23");
});
