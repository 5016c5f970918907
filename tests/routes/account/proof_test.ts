import assert from "node:assert/strict";
import type { RouteKey } from "../../../routes/access.ts";
import { paths } from "../../../routes/paths.ts";
import { STEP_UP } from "../../../routes/step_up.ts";
import { makeCast, PASSWORD } from "../../cast.ts";
import { openApp } from "../../support/app.ts";
import { openClient } from "../../support/client.ts";
import { formsOf } from "../../support/forms.ts";
import { ageProofs } from "../../support/proofs.ts";
import { openWorld } from "../../support/world.ts";

const world = await openWorld();
const app = await openApp(world);
const cast = await makeCast(app);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});

const { alice, denis, atelier } = cast;
/** Any page and any form stand for those that weigh much. */
const GUARDED: readonly RouteKey[] = [
  "GET /d/:slug/articles/categories",
  "POST /d/:slug/articles/categories",
  "GET /dossiers",
];
for (const route of GUARDED) (STEP_UP as Set<RouteKey>).add(route);
const categories = paths.categories(atelier.slug);

Deno.test("a fresh sign-in is proof enough", async () => {
  assert.equal((await alice.client.get(categories)).status, 200);
});

Deno.test("an old proof sends a page to the proof, and back to the page afterwards", async () => {
  await ageProofs(world, alice.personId);
  const asked = `${categories}?tri=nom`;
  const sent = await alice.client.get(asked);
  assert.deepEqual([sent.status, sent.location], [303, paths.proof(asked)]);
  const [form] = formsOf((await alice.client.follow(sent)).text).filter(({ actions }) => actions[0] === paths.proof());
  const proved = await alice.client.post(paths.proof(), { ...form!.fields, password: PASSWORD });
  assert.deepEqual([proved.status, proved.location], [303, asked]);
  assert.equal((await alice.client.get(categories)).status, 200);
});

Deno.test("a person's page wants its proof as a dossier's does", async () => {
  await ageProofs(world, alice.personId);
  assert.equal((await alice.client.get(paths.dossiers())).location, paths.proof(paths.dossiers()));
  await alice.client.post(paths.proof(), { password: PASSWORD });
  assert.equal((await alice.client.get(paths.dossiers("tous"))).status, 200);
});

Deno.test("a form sent with an old proof does nothing, and is handed back after the proof with every value", async () => {
  await ageProofs(world, alice.personId);
  const name = "Pose d’évier « inox »";
  const refused = await alice.client.post(categories, { name });
  assert.equal(refused.status, 403);
  assert.match(refused.text, /confirmer que c’est bien vous/);
  const [form] = formsOf(refused.text).filter(({ actions }) => actions[0] === paths.proof());
  const proved = await alice.client.post(paths.proof(), { ...form!.fields, password: PASSWORD });
  const [again] = formsOf(proved.text).filter(({ actions }) => actions[0] === categories);
  assert.deepEqual([proved.status, again!.fields], [200, { name }]);
  assert.equal((await alice.client.post(categories, again!.fields)).status, 303);
  assert.ok((await alice.client.get(categories)).text.includes(name));
});

Deno.test("a wrong password at the proof keeps what waited", async () => {
  await ageProofs(world, alice.personId);
  const refused = await alice.client.post(categories, { name: "Plomberie" });
  const [form] = formsOf(refused.text).filter(({ actions }) => actions[0] === paths.proof());
  const wrong = await alice.client.post(paths.proof(), { ...form!.fields, password: "wrong wrong wrong" });
  assert.equal(wrong.status, 401);
  assert.doesNotMatch(wrong.text, /wrong wrong/);
  const [second] = formsOf(wrong.text).filter(({ actions }) => actions[0] === paths.proof());
  assert.equal(second!.fields.kept, form!.fields.kept);
});

Deno.test("in JSON an old proof is answered 403 with its code, and nothing is done", async () => {
  await ageProofs(world, alice.personId);
  const refused = await alice.client.postJson(categories, { name: "Jamais créée" });
  assert.deepEqual([refused.status, refused.json().code], [403, "request.proof_wanted"]);
  const read = await alice.client.getJson(categories);
  assert.deepEqual([read.status, read.json().code], [403, "request.proof_wanted"]);
  assert.equal((await alice.client.postJson(paths.proof(), { password: "x" })).json().code, "identity.wrong_proof");
  assert.equal((await alice.client.postJson(paths.proof(), { password: PASSWORD })).status, 200);
  assert.doesNotMatch((await alice.client.getJson(categories)).text, /Jamais créée/);
});

Deno.test("a part of a page that htmx asks for sends the whole page to the proof", async () => {
  await ageProofs(world, alice.personId);
  const headers = { "hx-request": "true", "hx-current-url": `${app.baseUrl}${categories}` };
  const sent = await alice.client.post(categories, { name: "x" }, { headers });
  assert.equal(sent.headers.get("hx-redirect"), paths.proof(categories));
  const foreign = { "hx-request": "true", "hx-current-url": "not an address" };
  const lost = await alice.client.post(categories, { name: "x" }, { headers: foreign });
  assert.equal(lost.headers.get("hx-redirect"), paths.proof(paths.dossiers()));
});

Deno.test("a proof in one dossier is asked of a member only: a stranger gets 404 and no proof", async () => {
  await ageProofs(world, denis.personId);
  assert.equal((await denis.client.get(categories)).status, 404);
  assert.equal((await openClient(app).get(paths.proof())).location, paths.signIn(paths.proof()));
});

Deno.test("the cookie changes at the proof, and a copy taken before is signed out", async () => {
  const thief = openClient(app);
  const stolen = { headers: { cookie: alice.client.cookies() } };
  assert.equal((await thief.get(paths.dossier(atelier.slug), stolen)).status, 200);
  await alice.client.post(paths.proof(), { password: PASSWORD });
  assert.equal((await thief.get(paths.dossier(atelier.slug), stolen)).status, 303);
  assert.equal((await alice.client.get(paths.dossier(atelier.slug))).status, 200);
});

for (const foreign of ["https://evil.example/", "//evil.example", "/\\evil.example"]) {
  Deno.test(`a proof never leads to ${foreign}`, async () => {
    const kept = JSON.stringify({ path: foreign, values: { a: "b" } });
    const sent = await alice.client.post(paths.proof(), { back: foreign, kept, password: PASSWORD });
    assert.deepEqual([sent.status, sent.location], [303, paths.dossiers()]);
    assert.ok(!(await alice.client.get(paths.proof(foreign))).text.includes("evil"));
  });
}

for (const kept of ["", "x", "null", "[]", "{}", '{"path":1,"values":{}}', '{"path":"/x","values":null}']) {
  Deno.test(`what waits and cannot be read is left out: ${kept || "nothing"}`, async () => {
    const sent = await alice.client.post(paths.proof(), { kept, password: PASSWORD });
    assert.deepEqual([sent.status, sent.location], [303, paths.dossiers()]);
  });
}
