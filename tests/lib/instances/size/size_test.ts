import assert from "node:assert/strict";
import fc from "fast-check";
import { INCLUDED_BYTES, percentOf, sizeOf, warnedNext } from "../../../../lib/instances/size/size.ts";

Deno.test("a dossier is warned of each share once on its way up, and again only after having been 5 points below", () => {
  const path = [10, 79, 80, 81, 79, 80, 94, 95, 99, 94, 91, 95, 89, 95, 70, 80];
  let warned: 0 | 80 | 95 = 0;
  const told = path.filter((percent) => {
    const before = warned;
    warned = warnedNext(percent, before);
    return warned > before;
  });
  assert.deepEqual(told, [80, 95, 95, 80]);
});

Deno.test("whatever a dossier's sizes, it is never told of a share that it has not reached", () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 150 })), (path) => {
    let warned: 0 | 80 | 95 = 0;
    for (const percent of path) {
      const next = warnedNext(percent, warned);
      if (next > warned) assert.ok(percent >= next);
      warned = next;
    }
  }));
});

Deno.test("rows and files add up to the share, rounded down", () => {
  const size = sizeOf([
    { part: "(files)", rows: 3n, bytes: INCLUDED_BYTES / 2n },
    { part: "parties", rows: 7n, bytes: INCLUDED_BYTES / 2n - 1n },
  ]);
  assert.deepEqual([size.fileCount, size.rowCount, percentOf(size)], [3n, 7n, 99]);
  assert.equal(percentOf(sizeOf([])), 0);
});
