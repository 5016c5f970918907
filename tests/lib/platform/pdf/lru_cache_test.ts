import assert from "node:assert/strict";
import { LruCache } from "../../../../lib/platform/pdf/lru_cache.ts";

Deno.test("a cache keeps the values used last and makes the others again", () => {
  const cache = new LruCache<string, number>(2);
  let made = 0;
  const use = (key: string) => cache.getOrMake(key, () => ++made);
  assert.deepEqual(["a", "b", "a", "c"].map(use), [1, 2, 1, 3]);
  assert.equal(cache.size, 2);
  assert.deepEqual(["a", "b"].map(use), [1, 4]);
});
