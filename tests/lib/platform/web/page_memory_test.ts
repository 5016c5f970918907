import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { sql } from "drizzle-orm";
import { withTenant } from "../../../../lib/platform/db/tenant.ts";
import { newId } from "../../../../lib/platform/random.ts";
import {
  type KeptPage,
  MAX_MEMORY_BYTES,
  MAX_PAGE_BYTES,
  pageMemory,
} from "../../../../lib/platform/web/page_memory.ts";
import { openWorld } from "../../../support/world.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());

const LONG = "é".repeat(2_000);

function textOf(page: KeptPage | null, accept: string | null = null): string {
  const { bytes, isPacked } = page!.body(accept);
  assert.equal(isPacked, accept !== null);
  return new TextDecoder().decode(isPacked ? gunzipSync(bytes) : bytes);
}

Deno.test("a page is given again until something is written in its dossier", async () => {
  const ctx = await world.makeDossier([]), other = await world.makeDossier([]);
  const memory = pageMemory();
  const first = await memory.look(ctx, "list");
  assert.equal(first.page, null);
  first.keep(LONG, []);
  const { page } = await memory.look(ctx, "list");
  assert.deepEqual([textOf(page), textOf(page, "gzip, br")], [LONG, LONG]);
  await withTenant(other, (tx) => tx.execute(sql`select 1`));
  assert.notEqual((await memory.look(ctx, "list")).page, null);
  await withTenant(ctx, (tx) => tx.execute(sql`select 1`));
  assert.equal((await memory.look(ctx, "list")).page, null);
});

Deno.test("what was made while somebody wrote is never given after the write", async () => {
  const ctx = await world.makeDossier([]);
  const memory = pageMemory();
  const look = await memory.look(ctx, "list");
  await withTenant(ctx, (tx) => tx.execute(sql`select 1`));
  look.keep("made of old rows", []);
  assert.equal((await memory.look(ctx, "list")).page, null);
});

Deno.test("another key is another page", async () => {
  const ctx = await world.makeDossier([]);
  const memory = pageMemory();
  (await memory.look(ctx, "alice")).keep("Alice", []);
  assert.equal((await memory.look(ctx, "bob")).page, null);
  assert.equal(textOf((await memory.look(ctx, "alice")).page), "Alice");
});

Deno.test("each look at a page draws other ids for its forms, everywhere the same one stands", async () => {
  const ctx = await world.makeDossier([]);
  const memory = pageMemory();
  const [fresh, second, stays] = [newId(), newId(), newId()];
  (await memory.look(ctx, "page")).keep(`${fresh} ${stays} ${second} ${fresh} ${LONG}`, [fresh, second, newId()]);
  const seen = new Set<string>([fresh, second]);
  for (const accept of [null, "gzip", null, "gzip"]) {
    const [one, kept, two, again] = textOf((await memory.look(ctx, "page")).page, accept).split(" ");
    assert.deepEqual([kept, again], [stays, one]);
    assert.match(`${one} ${two}`, /^[0-9a-f-]{36} [0-9a-f-]{36}$/);
    assert.equal(seen.has(one!) || seen.has(two!) || one === two, false);
    seen.add(one!).add(two!);
  }
});

Deno.test("a page too long is not kept, and the memory is bounded: the longest unseen goes first", async () => {
  const ctx = await world.makeDossier([]);
  const memory = pageMemory();
  (await memory.look(ctx, "huge")).keep("x".repeat(MAX_PAGE_BYTES + 1), []);
  assert.equal((await memory.look(ctx, "huge")).page, null);
  const page = "x".repeat(MAX_PAGE_BYTES - 10);
  const room = Math.floor(MAX_MEMORY_BYTES / MAX_PAGE_BYTES);
  (await memory.look(ctx, "seen")).keep(page, []);
  (await memory.look(ctx, "unseen")).keep(page, []);
  for (let n = 0; n < room; n++) {
    (await memory.look(ctx, `${n}`)).keep(page, []);
    assert.notEqual((await memory.look(ctx, "seen")).page, null, `after ${n}`);
  }
  assert.equal((await memory.look(ctx, "unseen")).page, null);
});
