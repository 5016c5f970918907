import assert from "node:assert/strict";
import { paths } from "../../../routes/paths.ts";
import { makeCast } from "../../cast.ts";
import { openApp } from "../../support/app.ts";
import { openWorld } from "../../support/world.ts";

const world = await openWorld();
const app = await openApp(world);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});
const { alice, bob, chloe, denis, atelier } = await makeCast(app);
const { slug } = atelier;

interface Shown {
  log: { records: string; lastCheck: { outcome: { ok: boolean } } | null };
  records: { type: string }[];
}

Deno.test("the page of proofs tells where the log stands before anything was verified", async () => {
  const { status, text } = await chloe.client.get(paths.proofs(slug));
  assert.equal(status, 200);
  assert.match(text, /Ouverture du journal/);
  assert.match(text, /n’a pas encore été vérifié/);
  assert.match(text, /1\.0\.0 depuis le/);
});

Deno.test("« Vérifier maintenant » recomputes the log, says so and seals it", async () => {
  const answer = await chloe.client.post(paths.proofsCheck(slug));
  assert.equal(answer.status, 303);
  const { text } = await chloe.client.get(paths.proofs(slug, { fait: "verifie" }));
  assert.match(text, /Vérification terminée/);
  assert.match(text, /intacte : /);
  assert.match(text, /Vérification du journal/);
  const { log, records } = (await alice.client.getJson(paths.proofs(slug))).json<Shown>();
  assert.deepEqual([log.lastCheck?.outcome.ok, records[0]?.type], [true, "log_verified"]);
});

Deno.test("the list is narrowed to a type; strange filters narrow nothing", async () => {
  const of = async (query: Record<string, string>) =>
    (await alice.client.getJson(paths.proofs(slug, query))).json<Shown>().records.map(({ type }) => type);
  assert.deepEqual(await of({ type: "chain_opened" }), ["chain_opened"]);
  assert.deepEqual(await of({ avant: "2" }), ["chain_opened"]);
  const all = await of({});
  for (const query of [{ type: "__proto__" }, { type: "'; drop" }, { avant: "-1" }, { avant: "x" }]) {
    assert.deepEqual(await of(query), all);
  }
});

Deno.test("the log is exported as CSV to whoever may export lists", async () => {
  const { status, text } = await chloe.client.get(paths.proofsExport(slug));
  assert.equal(status, 200);
  assert.match(text, /Empreinte précédente/);
  assert.match(text, /chain_opened/);
});

Deno.test("who may not read the log sees none of it, and a stranger nothing", async () => {
  for (const path of [paths.proofs(slug), paths.proofsExport(slug)]) {
    assert.equal((await bob.client.get(path)).status, 403);
    assert.equal((await denis.client.get(path)).status, 404);
  }
  assert.equal((await bob.client.post(paths.proofsCheck(slug))).status, 403);
  assert.equal((await denis.client.post(paths.proofsCheck(slug))).status, 404);
});
