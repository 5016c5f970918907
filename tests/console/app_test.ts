import assert from "node:assert/strict";
import { shiftClock } from "../../lib/platform/clock.ts";
import { ACCESS, leastRole, type RouteKey } from "../../console/access.ts";
import { paths } from "../../console/paths.ts";
import { PASSWORD, signUpAs } from "../cast.ts";
import { openApp } from "../support/app.ts";
import { type Client, openClient } from "../support/client.ts";
import { ODILE, odilesCode, openConsole } from "../support/console.ts";
import { openWorld } from "../support/world.ts";

const world = await openWorld();
const product = await openApp(world);
const operators = await openConsole();
const { player: alice, dossier } = await signUpAs(product, {
  email: "alice@atelier-dupre.example",
  company: "Atelier Dupré",
});
Deno.test.afterAll(async () => {
  shiftClock(0);
  await product.close();
  await world.close();
});

let steps = 0;
/** Signs Odile in with a code that nobody has used: each call is half a minute later. */
async function asOdile(): Promise<Client> {
  shiftClock(++steps * 60_000);
  const client = openClient(operators);
  const reply = await client.post(paths.signIn(), { ...ODILE, code: odilesCode() });
  assert.equal(reply.status, 303, reply.text);
  return client;
}

const PAGES = Object.entries(ACCESS).filter(([route]) => leastRole(route as RouteKey) && route.startsWith("GET "))
  .map(([route]) => route.slice("GET ".length).replace(/:\w+/g, dossier.tenantId));
const FORMS = Object.entries(ACCESS).filter(([route]) => leastRole(route as RouteKey) && route.startsWith("POST "))
  .map(([route]) => route.slice("POST ".length).replace(/:\w+/g, dossier.tenantId));

Deno.test("Odile signs in with her password and her code and sees the dossiers, their cell, state and trial", async () => {
  const client = await asOdile();
  const page = await client.get(paths.instances());
  assert.equal(page.status, 200);
  for (const word of ["Console d’exploitation", "Atelier Dupré", "trial-1", "essai", "atelier-dupre"]) {
    assert.ok(page.text.includes(word), word);
  }
  assert.ok(page.text.includes("theme-console"));
});

Deno.test("no page of the console shows a person's address or anything of a dossier's business", async () => {
  const client = await asOdile();
  for (const path of PAGES) assert.ok(!(await client.get(path)).text.includes(alice.email), path);
});

Deno.test("dossiers are found by name, state and cell, and a filter that cannot be is left aside", async () => {
  const client = await asOdile();
  const found = async (query: string) => (await client.get(`/${query}`)).text.includes("atelier-dupre");
  assert.equal(await found("?q=dupr%C3%A9"), true);
  assert.equal(await found("?q=nobody"), false);
  assert.equal(await found("?etat=active"), false);
  assert.equal(await found("?cellule=production-1"), false);
  assert.equal(await found("?etat=%27%3B--&avant=x&cellule=nowhere"), true);
});

Deno.test("the cells are listed with what they hold and whether they answer", async () => {
  const page = await (await asOdile()).get(paths.cells());
  assert.match(page.text, /trial-1/);
  assert.match(page.text, /production-1/);
  assert.match(page.text, /1 sur 1\u00a0000/);
});

Deno.test("parked jobs and procedures under way are shown", async () => {
  await world.owner.control`insert into control.jobs (tenant_id, id, kind, dedupe_key, state, last_error)
    values (gen_random_uuid(), gen_random_uuid(), 'identity.welcome_mail', 'x', 'parked', '535')`;
  const page = await (await asOdile()).get(paths.jobs());
  assert.match(page.text, /identity\.welcome_mail/);
  assert.match(page.text, /rien n’attendait dans .*trial-1|Travaux de trial-1/);
});

for (const path of PAGES) {
  Deno.test(`${path} sends to sign in whoever is not an operator, Alice included`, async () => {
    const stranger = openClient(operators);
    assert.equal((await stranger.get(path)).location, paths.signIn());
    const [, token] = alice.client.cookies().split("=");
    for (const cookie of [alice.client.cookies(), `paraphe-console=${token}`]) {
      assert.equal((await stranger.get(path, { headers: { cookie } })).location, paths.signIn());
    }
  });
}

for (const path of FORMS) {
  Deno.test(`the form of ${path} sends to sign in whoever is not an operator`, async () => {
    const { cookies } = alice.client;
    for (const headers of [{}, { cookie: cookies() }]) {
      const reply = await openClient(operators).post(path, { reason: "parce que" }, { headers });
      assert.deepEqual([reply.status, reply.location], [303, paths.signIn()]);
    }
  });
}

Deno.test("an operator's session opens nothing in the product", async () => {
  const [, token] = (await asOdile()).cookies().split("=");
  const reply = await openClient(product).getJson("/dossiers", { headers: { cookie: `paraphe=${token}` } });
  assert.equal(reply.status, 401);
});

Deno.test("a wrong password, a wrong code, no code and a person of a dossier get one answer", async () => {
  shiftClock(++steps * 60_000);
  const wrong = [
    { ...ODILE, code: "000000" },
    { ...ODILE, code: "" },
    { ...ODILE, password: "wrong wrong wrong", code: odilesCode() },
    { email: alice.email, password: PASSWORD, code: odilesCode() },
  ];
  for (const fields of wrong) {
    const reply = await openClient(operators).post(paths.signIn(), fields);
    assert.equal(reply.status, 401);
    assert.match(reply.text, /Adresse, mot de passe ou code incorrect/);
    assert.equal(reply.headers.get("set-cookie"), null);
    assert.ok(!reply.text.includes(fields.password));
  }
});

Deno.test("a code works once", async () => {
  shiftClock(++steps * 60_000);
  const fields = { ...ODILE, code: odilesCode() };
  assert.equal((await openClient(operators).post(paths.signIn(), fields)).status, 303);
  assert.equal((await openClient(operators).post(paths.signIn(), fields)).status, 401);
});

Deno.test("signing out ends the session for every copy of its cookie", async () => {
  const client = await asOdile();
  const cookie = client.cookies();
  assert.equal((await client.post(paths.signOut())).location, paths.signIn());
  assert.equal((await openClient(operators).get(paths.instances(), { headers: { cookie } })).location, paths.signIn());
});

Deno.test("the console answers under its own address only, and to forms of its own pages", async () => {
  const elsewhere = await operators.app.request("http://localhost:8001/connexion");
  assert.equal(elsewhere.status, 421);
  for (const origin of ["http://localhost:8000", "https://evil.example", "null"]) {
    const reply = await openClient(operators).post(paths.signIn(), ODILE, { headers: { origin } });
    assert.equal(reply.status, 403, origin);
  }
});

Deno.test("unknown pages, a tick without a secret and huge bodies are refused", async () => {
  const client = openClient(operators);
  assert.equal((await client.get("/d/atelier-dupre")).status, 404);
  assert.equal((await client.post("/internal/tick", {}, { headers: { authorization: "Bearer x" } })).status, 404);
  assert.equal((await client.post(paths.signIn(), { email: "x".repeat(5_000_000) })).status, 413);
});

Deno.test("the sign-in page of a hosted console tells no code", async () => {
  const page = await openClient(operators).get(paths.signIn());
  assert.doesNotMatch(page.text, /Démonstration/);
  assert.match(page.headers.get("content-security-policy")!, /script-src 'self'/);
});

Deno.test("health is told on the console too", async () => {
  const reply = await openClient(operators).get("/healthz");
  assert.deepEqual(reply.json(), { status: "ok", version: "1.0.0", cells: { "trial-1": "ok", "production-1": "ok" } });
});

Deno.test("every route of the console is declared, and every declared one is mounted", () => {
  const mounted = operators.app.routes.filter(({ method }) => method !== "ALL").map(({ method, path }) =>
    `${method} ${path}`
  );
  assert.deepEqual(mounted.sort(), Object.keys(ACCESS).sort());
});
