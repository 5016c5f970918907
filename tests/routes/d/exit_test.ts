import assert from "node:assert/strict";
import { sha256Hex } from "../../../lib/platform/crypto.ts";
import { newId } from "../../../lib/platform/random.ts";
import { readZip } from "../../../lib/platform/zip.ts";
import { paths } from "../../../routes/paths.ts";
import { makeCast } from "../../cast.ts";
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
await completeCompany(alice, atelier);
const customerId = await makeCustomer(alice, atelier);
await makeDocument(alice, atelier, { kind: "invoice", customerId, issue: true });

async function download(id: string, headers: Record<string, string> = {}): Promise<Response> {
  const request = new Request(`${app.baseUrl}${paths.exitZip(slug, id)}`, {
    headers: { cookie: alice.client.cookies(), ...headers },
  });
  return await app.app.fetch(request, { remoteAddr: { hostname: "192.0.2.9" } });
}

Deno.test("an exit archive is asked for in the subscriber's area, prepared, shown with its digest, and downloaded", async () => {
  assert.match((await alice.client.get(paths.subscription(slug))).text, new RegExp(`href="${paths.exit(slug)}"`));
  const exitId = newId();
  const asked = await alice.client.post(paths.exit(slug), { exitId });
  assert.equal(asked.location, paths.exit(slug, { fait: "demande" }));
  const again = await alice.client.post(paths.exit(slug), { exitId });
  assert.equal(again.location, asked.location);
  const other = await alice.client.post(paths.exit(slug), { exitId: newId() });
  assert.equal(other.status, 409);
  assert.match(other.text, /déjà en préparation/);
  const waiting = await alice.client.get(paths.exit(slug));
  for (const words of [/Lecture des données/, /Actualiser l’avancement/, /hx-trigger="every 3s"/]) {
    assert.match(waiting.text, words);
  }
  assert.equal((await download(exitId)).status, 409);
  await app.runJobs();
  const { exit } = (await alice.client.getJson(paths.exit(slug))).json<{ exit: Record<string, unknown> }>();
  const whole = new Uint8Array(await (await download(exitId)).arrayBuffer());
  assert.deepEqual([exit["state"], exit["bytes"], exit["sha256"]], ["done", whole.length, sha256Hex(whole)]);
  assert.ok(readZip(whole).some(({ name }) => /^documents\/Factures\/\d{4}\/FA.*\.pdf$/.test(name)));
  const page = (await alice.client.get(paths.exit(slug))).text;
  assert.ok(page.includes(String(exit["sha256"])) && page.includes(paths.exitZip(slug, exitId)));

  const half = await download(exitId, { range: "bytes=1000-" });
  assert.equal(half.status, 206);
  assert.deepEqual(new Uint8Array(await half.arrayBuffer()), whole.subarray(1000));
  assert.match((await download(exitId)).headers.get("content-disposition")!, /attachment; filename=.*Sortie/);
});

Deno.test("nobody but an administrator of the dossier sees it, asks for it or takes it", async () => {
  const { exit } = (await alice.client.getJson(paths.exit(slug))).json<{ exit: { id: string } }>();
  for (const { client } of [bob, chloe, denis]) {
    for (const path of [paths.exit(slug), paths.exitZip(slug, exit.id)]) {
      const { status } = await client.getJson(path);
      assert.ok(status === 403 || status === 404, `${path}: ${status}`);
    }
    const { status } = await client.postJson(paths.exit(slug), { exitId: newId() });
    assert.ok(status === 403 || status === 404);
  }
  assert.equal((await alice.client.getJson(paths.exitZip(slug, newId()))).status, 404);
});
