import assert from "node:assert/strict";
import { paths } from "../../../routes/paths.ts";
import { makeCast } from "../../cast.ts";
import { openApp, TEST_BASE_URL } from "../../support/app.ts";
import { type IdentityProvider, startIdentityProvider } from "../../support/identity_provider.ts";
import { openWorld } from "../../support/world.ts";

const world = await openWorld();
const app = await openApp(world);
const { alice, atelier } = await makeCast(app);
const provider = await startIdentityProvider([TEST_BASE_URL + paths.companySignInReturn(atelier.slug)]);
Deno.test.afterAll(async () => {
  await provider.stop();
  await app.close();
  await world.close();
});

const page = paths.companySignInSettings(atelier.slug);

function formOf({ issuer, clientId, clientSecret }: IdentityProvider): Record<string, string> {
  return { issuer, clientId, clientSecret, domains: "atelier-dupre.example", defaultProfile: "", isOn: "on" };
}

async function save(changes: Readonly<Record<string, string>>) {
  const { settings } = (await alice.client.getJson(page)).json<{ settings: { version: number } | null }>();
  const version = String(settings?.version ?? 0);
  return await alice.client.postJson(page, { version, ...formOf(provider), ...changes });
}

Deno.test("the settings are saved, shown without the secret, and say that they were not tried", async () => {
  const reply = await alice.client.post(page, { version: "0", ...formOf(provider) });
  assert.equal(reply.status, 303, reply.text);
  const shown = await alice.client.get(page);
  assert.match(shown.text, /n’ont pas été essayés/);
  assert.ok(shown.text.includes(TEST_BASE_URL + paths.companySignInReturn(atelier.slug)));
  assert.ok(!shown.text.includes(provider.clientSecret));
  assert.ok(!(await alice.client.getJson(page)).text.includes(provider.clientSecret));
});

Deno.test("a try of settings that are right says so, in words", async () => {
  await alice.client.post(paths.companySignInTry(atelier.slug));
  assert.match((await alice.client.get(page)).text, /Essai réussi/);
});

Deno.test("an empty secret keeps the one there is", async () => {
  assert.equal((await save({ clientSecret: "" })).status, 200);
  const reply = await alice.client.postJson(paths.companySignInTry(atelier.slug));
  assert.equal(reply.json()["result"], "works");
});

Deno.test("a wrong secret and a wrong application are told apart from a server that is down", async () => {
  for (
    const [changes, result] of [
      [{ clientSecret: "wrong-secret" }, "client"],
      [{ clientId: "somebody-else", clientSecret: "x" }, "client"],
      [{ issuer: "http://localhost:9", clientSecret: "x" }, "unreachable"],
      [{ issuer: `${provider.issuer}/other`, clientSecret: "x" }, "configuration"],
    ] as const
  ) {
    assert.equal((await save(changes)).status, 200);
    const reply = await alice.client.postJson(paths.companySignInTry(atelier.slug));
    assert.equal(reply.json()["result"], result, JSON.stringify(changes));
    assert.match((await alice.client.get(page)).text, /Essai refusé/);
  }
});

Deno.test("the secret is never sent to another server than the one it was given for", async () => {
  await save({});
  for (const changes of [{ issuer: "http://localhost:9" }, { clientId: "another" }]) {
    const reply = await save({ ...changes, clientSecret: "" });
    assert.equal(reply.status, 422);
    assert.equal(reply.json()["code"], "sso.secret_of_other");
  }
});

Deno.test("what cannot be settings is refused at its field", async () => {
  const wrong: readonly (readonly [Record<string, string>, string])[] = [
    [{ issuer: "" }, "issuer"],
    [{ issuer: "http://login.example.fr" }, "issuer"],
    [{ issuer: "http://127.0.0.1.evil.example" }, "issuer"],
    [{ issuer: "https://user:pass@login.example.fr" }, "issuer"],
    [{ issuer: "https://login.example.fr/?a=b" }, "issuer"],
    [{ issuer: "javascript:alert(1)" }, "issuer"],
    [{ issuer: "file:///etc/passwd" }, "issuer"],
    [{ clientId: " " }, "clientId"],
    [{ clientId: "a\u0000b" }, "clientId"],
    [{ clientSecret: "avec espace" }, "clientSecret"],
    [{ clientSecret: "x".repeat(501) }, "clientSecret"],
    [{ domains: "" }, "domains"],
    [{ domains: "exemple" }, "domains"],
    [{ domains: "*.exemple.fr" }, "domains"],
    [{ domains: "gmail.com" }, "domains"],
    [{ domains: Array.from({ length: 11 }, (_, at) => `d${at}.fr`).join(" ") }, "domains"],
    [{ defaultProfile: "administrator" }, "defaultProfile"],
    [{ defaultProfile: "constructor" }, "defaultProfile"],
  ];
  for (const [changes, field] of wrong) {
    const reply = await save(changes);
    assert.equal(reply.status, 422, JSON.stringify(changes));
    assert.equal(reply.json()["field"], field, JSON.stringify(changes));
  }
});

Deno.test("a private address behind https is never asked for anything", async () => {
  for (const issuer of ["https://127.0.0.1:9", "https://10.0.0.1", "https://[::1]:9", "https://169.254.169.254"]) {
    assert.equal((await save({ issuer, clientSecret: "x" })).status, 200);
    const reply = await alice.client.postJson(paths.companySignInTry(atelier.slug));
    assert.notEqual(reply.json()["result"], "works", issuer);
  }
});

Deno.test("settings that changed in between are not written over", async () => {
  const reply = await alice.client.postJson(page, { version: "1", ...formOf(provider) });
  assert.equal(reply.status, 409);
  const fresh = await alice.client.postJson(page, { version: "0", ...formOf(provider) });
  assert.equal(fresh.status, 409);
});

Deno.test("switched off or taken away, the dossier's door is as if there never was one", async () => {
  const door = paths.companySignIn(atelier.slug);
  await save({});
  assert.equal((await alice.client.postJson(door)).status, 200);
  await save({ isOn: "" });
  assert.equal((await alice.client.postJson(door)).status, 404);
  await save({});
  await alice.client.post(paths.companySignInRemoval(atelier.slug));
  assert.equal((await alice.client.postJson(door)).status, 404);
  assert.equal((await alice.client.getJson(page)).json()["settings"], null);
});
