import assert from "node:assert/strict";
import { newId } from "../../../lib/platform/random.ts";
import { paths } from "../../../routes/paths.ts";
import { makeCast } from "../../cast.ts";
import { verdictOf } from "../../lib/archives/_lived.ts";
import { openApp } from "../../support/app.ts";
import { openWorld } from "../../support/world.ts";
import { completeCompany, makeCustomer, makeDocument } from "./_sales.ts";

const world = await openWorld();
const app = await openApp(world);
const { alice, bob, chloe, denis, atelier } = await makeCast(app);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});
const { slug } = atelier;
const year = new Date().getFullYear();

interface Listed {
  readonly archives: readonly {
    id: string;
    state: string;
    bytes: number | null;
    manifestSha256: string | null;
    progress: { done: number; total: number } | null;
  }[];
  readonly years: readonly { readonly name: string }[];
}

async function listed(): Promise<Listed> {
  return (await alice.client.getJson(paths.archives(slug))).json<Listed>();
}

/** The archive downloaded, whole or from a byte. */
async function download(id: string, headers: Record<string, string> = {}): Promise<Response> {
  const request = new Request(`${app.baseUrl}${paths.archiveZip(slug, id)}`, {
    headers: { cookie: alice.client.cookies(), ...headers },
  });
  return await app.app.fetch(request, { remoteAddr: { hostname: "192.0.2.9" } });
}

await completeCompany(alice, atelier);
const customerId = await makeCustomer(alice, atelier);
await makeDocument(alice, atelier, { kind: "invoice", customerId, issue: true });
const id = newId();

Deno.test("an archive is asked for, prepared, shown with its digest, and downloaded as it verifies", async () => {
  const empty = await alice.client.get(paths.archives(slug));
  assert.match(empty.text, /Aucune archive pour l’instant/);
  const asked = await alice.client.post(paths.archives(slug), { archiveId: id, period: "tout" });
  assert.equal(asked.location, paths.archives(slug, { fait: "demande" }));
  const waiting = await alice.client.get(paths.archives(slug));
  for (const words of [/En préparation/, /Actualiser l’avancement/, /hx-trigger="every 3s"/]) {
    assert.match(waiting.text, words);
  }
  await app.runJobs();
  const { archives: [archive], years } = await listed();
  assert.deepEqual([archive!.id, archive!.state, years.map(({ name }) => name)], [id, "done", [String(year)]]);
  const page = await alice.client.get(paths.archives(slug));
  assert.ok(page.text.includes(archive!.manifestSha256!) && page.text.includes(paths.archiveZip(slug, id)));
  assert.doesNotMatch(page.text, /every 3s/);
  const sent = await download(id);
  const zip = new Uint8Array(await sent.arrayBuffer());
  assert.deepEqual([sent.headers.get("content-length"), zip.length], [String(archive!.bytes), archive!.bytes]);
  assert.match(sent.headers.get("content-disposition")!, /^attachment; filename="Archive /);
  assert.deepEqual((await verdictOf(zip)).firstBad, null);
  const activity = await alice.client.get(paths.activity(slug));
  assert.match(activity.text, /Archive faite : du .*Archive demandée : du /s);
});

Deno.test("a download that broke goes on from its byte, and starts again when the file is another", async () => {
  const whole = new Uint8Array(await (await download(id)).arrayBuffer());
  const rest = await download(id, { range: "bytes=1000-" });
  assert.deepEqual([rest.status, rest.headers.get("content-range")], [
    206,
    `bytes 1000-${whole.length - 1}/${whole.length}`,
  ]);
  assert.deepEqual(new Uint8Array(await rest.arrayBuffer()), whole.subarray(1000));
  const piece = await download(id, { range: "bytes=5-9", "if-range": rest.headers.get("etag")! });
  assert.deepEqual(new Uint8Array(await piece.arrayBuffer()), whole.subarray(5, 10));
  const other = await download(id, { range: "bytes=5-9", "if-range": '"another"' });
  assert.deepEqual([other.status, (await other.arrayBuffer()).byteLength], [200, whole.length]);
  assert.equal((await download(id, { range: `bytes=${whole.length}-` })).status, 416);
});

Deno.test("each refusal is a sentence at its field, and what was typed stays", async () => {
  const cases = [
    [{ period: "dates" }, "from", 422],
    [{ period: "dates", from: `${year}-03-01` }, "toDate", 422],
    [{ period: "dates", from: `${year}-03-02`, toDate: `${year}-03-01` }, "from", 422],
    [{ period: String(year) }, "soFar", 409],
    [{ period: "dates", from: "2019-01-01", toDate: "2019-12-31" }, "period", 409],
  ] as const;
  for (const [form, field, status] of cases) {
    const refused = await alice.client.postJson(paths.archives(slug), form);
    assert.deepEqual([refused.status, refused.json<{ field: string }>().field], [status, field], JSON.stringify(form));
    const page = await alice.client.post(paths.archives(slug), form);
    assert.equal(page.status, status);
    assert.match(page.text, new RegExp(`value="${form.period}" selected`));
  }
});

Deno.test("the present year is archived so far; the same request sent twice makes one", async () => {
  const wish = { archiveId: newId(), period: String(year), soFar: "on" };
  for (let n = 0; n < 2; n++) assert.equal((await alice.client.postJson(paths.archives(slug), wish)).status, 202);
  assert.equal((await alice.client.postJson(paths.archives(slug), { period: "tout" })).status, 409, "one at a time");
  assert.equal((await alice.client.get(paths.archiveZip(slug, wish.archiveId))).status, 409, "not ready");
  await app.runJobs();
  assert.deepEqual((await listed()).archives.map(({ state }) => state), ["done", "done"]);
});

Deno.test("the accountant may, the salesman may not, a stranger finds nothing, nor another dossier's archive", async () => {
  assert.equal((await chloe.client.get(paths.archives(slug))).status, 200);
  assert.equal((await bob.client.get(paths.archives(slug))).status, 403);
  assert.equal((await bob.client.post(paths.archives(slug), { period: "tout" })).status, 403);
  for (const path of [paths.archives(slug), paths.archiveZip(slug, id)]) {
    assert.equal((await denis.client.get(path)).status, 404);
  }
  const { dossiers } = (await denis.client.getJson(paths.dossiers())).json<{ dossiers: { slug: string }[] }>();
  assert.equal((await denis.client.get(paths.archiveZip(dossiers[0]!.slug, id))).status, 404);
  assert.equal((await denis.client.get(paths.archive(dossiers[0]!.slug, id))).status, 404);
});

Deno.test("a trial that is over still makes and hands over its archives: the way out is always open", async () => {
  await world.owner.control`update control.instances set trial_ends_on = current_date - 2 where slug = ${slug}`;
  try {
    assert.equal((await alice.client.get(paths.documents(slug, "invoice"))).status, 423);
    assert.equal((await alice.client.get(paths.archives(slug))).status, 200);
    assert.equal((await download(id)).status, 200);
    const asked = await alice.client.postJson(paths.archives(slug), { period: "tout" });
    assert.equal(asked.status, 202, asked.text);
    await app.runJobs();
    assert.equal((await listed()).archives[0]!.state, "done");
  } finally {
    await world.owner.control`update control.instances set trial_ends_on = current_date + 2 where slug = ${slug}`;
  }
});

Deno.test("asking and downloading want a proof of the last ten minutes", async () => {
  await world.owner.control`update control.sessions set proved_at = proved_at - interval '11 minutes'`;
  const asked = await alice.client.postJson(paths.archives(slug), { period: "tout" });
  assert.deepEqual([asked.status, asked.json<{ code: string }>().code], [403, "request.proof_wanted"]);
  assert.match((await alice.client.get(paths.archiveZip(slug, id))).location!, /\/compte\/preuve/);
});
