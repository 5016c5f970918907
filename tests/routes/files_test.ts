import assert from "node:assert/strict";
import { shiftClock } from "../../lib/platform/clock.ts";
import { newId } from "../../lib/platform/random.ts";
import { storeOf } from "../../lib/platform/stores.ts";
import { openApp } from "../support/app.ts";
import { openClient, type Reply } from "../support/client.ts";
import { openWorld, PRODUCTION_CELL, TRIAL_CELL } from "../support/world.ts";

const world = await openWorld();
const app = await openApp(world);
Deno.test.afterAll(async () => {
  shiftClock(0);
  await app.close();
  await world.close();
});
const store = storeOf(TRIAL_CELL);
const visitor = openClient(app);

/** Puts a file and gives its key and a signed address of one minute. */
async function signed(
  { type = "application/pdf", name }: { type?: string; name?: string } = {},
): Promise<{ key: string; url: URL }> {
  const key = `${newId()}/${newId()}`;
  await store.put(key, new TextEncoder().encode("0123456789"), { contentType: type });
  return { key, url: new URL(await store.signedUrl(key, { seconds: 60, ...(name ? { downloadName: name } : {}) })) };
}

function get(url: URL, headers: Record<string, string> = {}): Promise<Reply> {
  return visitor.get(`${url.pathname}${url.search}`, { headers });
}

Deno.test("a signed address opens its file without a cookie, and is kept by nobody", async () => {
  const { url } = await signed();
  assert.ok(url.href.startsWith(`${app.baseUrl}/fichiers/${TRIAL_CELL}/`));
  const reply = await get(url);
  assert.deepEqual([reply.status, reply.text], [200, "0123456789"]);
  assert.equal(visitor.cookies(), "");
  assert.equal(reply.headers.get("x-content-type-options"), "nosniff");
  assert.equal(reply.headers.get("cache-control"), "private, no-store");
  assert.equal(reply.headers.get("content-disposition"), "inline");
  assert.equal(reply.headers.get("set-cookie"), null);
});

Deno.test("a name saves the file under it, and what a browser could run is saved in any case", async () => {
  const named = await get((await signed({ name: "Facturé n°1.pdf" })).url);
  assert.match(named.headers.get("content-disposition")!, /^attachment; .*filename\*=UTF-8''Factur%C3%A9/);
  for (const type of ["text/html", "image/svg+xml"]) {
    const reply = await get((await signed({ type })).url);
    assert.match(reply.headers.get("content-disposition")!, /^attachment/);
    assert.match(reply.headers.get("content-security-policy")!, /sandbox/);
  }
});

Deno.test("a part is given for the asking, and beyond the end nothing", async () => {
  const { url } = await signed();
  const part = await get(url, { range: "bytes=2-4" });
  assert.deepEqual([part.status, part.text, part.headers.get("content-range")], [206, "234", "bytes 2-4/10"]);
  assert.equal((await get(url, { range: "bytes=8-" })).text, "89");
  assert.equal((await get(url, { range: "bytes=10-" })).status, 416);
  for (const odd of ["bytes=4-2", "bytes=-1", "lines=1-2", "bytes=0-1,4-5"]) {
    assert.deepEqual([(await get(url, { range: odd })).status], [200], odd);
  }
});

Deno.test("whatever is changed in an address, it opens nothing", async () => {
  const { url } = await signed({ name: "a.pdf" });
  const other = await signed();
  const changes: ((changed: URL) => void)[] = [
    (changed) => changed.searchParams.set("exp", String(Number(url.searchParams.get("exp")) + 3_600)),
    (changed) => changed.searchParams.set("exp", "NaN"),
    (changed) => changed.searchParams.set("nom", "b.html"),
    (changed) => changed.searchParams.delete("nom"),
    (changed) => changed.searchParams.delete("sig"),
    (changed) => changed.searchParams.set("sig", other.url.searchParams.get("sig")!),
    (changed) => changed.pathname = other.url.pathname,
    (changed) => changed.pathname = changed.pathname.replace(TRIAL_CELL, PRODUCTION_CELL),
    (changed) => changed.pathname = changed.pathname.replace(TRIAL_CELL, "nowhere"),
    (changed) => changed.pathname = changed.pathname.replace(/[^/]+$/, "..%2f..%2fetc"),
    (changed) => changed.pathname = `/fichiers/${TRIAL_CELL}/x/y`,
    (changed) => changed.search = "",
  ];
  for (const change of changes) {
    const changed = new URL(url);
    change(changed);
    const reply = await get(changed);
    assert.equal(reply.status, 404, changed.href);
    assert.ok(!reply.text.includes("0123456789"));
  }
  assert.equal((await get(url)).status, 200);
});

Deno.test("an address is over when its file is gone, and when its time has come", async () => {
  const gone = await signed();
  await store.remove([gone.key]);
  assert.equal((await get(gone.url)).status, 404);
  const late = await signed();
  shiftClock(61_000);
  assert.equal((await get(late.url)).status, 404);
});

Deno.test("nothing is written, listed or deleted under these addresses", async () => {
  shiftClock(0);
  const { url } = await signed();
  assert.equal((await visitor.post(`${url.pathname}${url.search}`, { a: "b" })).status, 404);
  for (const path of ["/fichiers", "/fichiers/", `/fichiers/${TRIAL_CELL}`, url.pathname]) {
    assert.equal((await visitor.get(path)).status, 404, path);
  }
});
