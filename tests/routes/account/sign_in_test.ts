import assert from "node:assert/strict";
import { isOwnPath, paths } from "../../../routes/paths.ts";
import { addMember, makeCast, PASSWORD } from "../../cast.ts";
import { openApp } from "../../support/app.ts";
import { openClient } from "../../support/client.ts";
import { openWorld } from "../../support/world.ts";

const world = await openWorld();
const app = await openApp(world);
const cast = await makeCast(app);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});

const alice = { email: cast.alice.email, password: PASSWORD };

Deno.test("a person signs in and his one dossier opens at once", async () => {
  const client = openClient(app);
  const signedIn = await client.post(paths.signIn(), alice);
  assert.equal(signedIn.location, paths.dossiers());
  assert.equal((await client.follow(signedIn)).location, paths.dossier(cast.atelier.slug));
});

Deno.test("a second sign-in in one browser ends the session that it kept before", async () => {
  const client = openClient(app);
  await client.post(paths.signIn(), alice);
  const former = client.cookies();
  await client.post(paths.signIn(), alice);
  assert.notEqual(client.cookies(), former);
  assert.equal((await client.get(paths.dossier(cast.atelier.slug))).status, 200);
  const left = await openClient(app).get(paths.dossiers(), { headers: { cookie: former } });
  assert.equal(left.location, paths.signIn(paths.dossiers()));
});

Deno.test("a refused sign-in leaves the session of the browser as it is", async () => {
  const client = openClient(app);
  await client.post(paths.signIn(), alice);
  assert.equal((await client.post(paths.signIn(), { ...alice, password: "wrong" })).status, 401);
  assert.equal((await client.get(paths.dossier(cast.atelier.slug))).status, 200);
});

Deno.test("a person with several dossiers chooses, and sees no other", async () => {
  const page = await cast.chloe.client.get(paths.dossiers());
  assert.equal(page.status, 200);
  assert.ok(page.text.includes("Atelier Dupré") && page.text.includes("Cabinet Lenoir"));
  assert.ok(!page.text.includes("Garage Morel"));
  const { dossiers } = (await cast.chloe.client.getJson(paths.dossiers())).json<{ dossiers: { slug: string }[] }>();
  assert.deepEqual(dossiers.map(({ slug }) => slug), ["atelier-dupre", "cabinet-lenoir"]);
});

Deno.test("a person who asked for a page lands on it once signed in", async () => {
  const client = openClient(app);
  const wanted = paths.dossier(cast.atelier.slug);
  const sent = await client.get(wanted);
  assert.equal(sent.location, paths.signIn(wanted));
  const form = await client.follow(sent);
  assert.match(form.text, /name="back" value="\/d\/atelier-dupre"/);
  assert.equal((await client.post(paths.signIn(), { ...alice, back: wanted })).location, wanted);
});

for (
  const back of [
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "/d/x\r\nSet-Cookie: a=b",
  ]
) {
  Deno.test(`nobody is sent to ${JSON.stringify(back)} after his sign-in`, async () => {
    assert.equal(isOwnPath(back), false);
    const reply = await openClient(app).post(paths.signIn(), { ...alice, back });
    assert.equal(reply.location, paths.dossiers());
    const form = await openClient(app).get(`/connexion?retour=${encodeURIComponent(back)}`);
    assert.doesNotMatch(form.text, /name="back"/);
  });
}

Deno.test("a wrong password and an unknown address get one answer, at the form, the address kept", async () => {
  const wrong = await openClient(app).post(paths.signIn(), { ...alice, password: "wrong wrong wrong" });
  const unknown = await openClient(app).post(paths.signIn(), { email: "nobody@example.fr", password: PASSWORD });
  for (const reply of [wrong, unknown]) {
    assert.equal(reply.status, 401);
    assert.match(reply.text, /Adresse ou mot de passe incorrect/);
    assert.equal(reply.headers.get("set-cookie"), null);
  }
  assert.match(wrong.text, new RegExp(`value="${alice.email}"`));
  assert.doesNotMatch(wrong.text, /wrong wrong/);
  const json = await openClient(app).postJson(paths.signIn(), { ...alice, password: "x" });
  assert.deepEqual([json.status, json.json().code, json.json().field], [401, "identity.wrong_credentials", "password"]);
});

Deno.test("a session ends at sign-out, for every copy of its cookie", async () => {
  const client = openClient(app);
  await client.post(paths.signIn(), alice);
  const cookie = client.cookies();
  const left = await client.post(paths.signOut());
  assert.equal(left.location, paths.signIn());
  assert.equal(client.cookies(), "");
  const stolen = await client.getJson(paths.dossiers(), { headers: { cookie } });
  assert.equal(stolen.status, 401);
});

Deno.test("signing out without a session is no error", async () => {
  assert.equal((await openClient(app).post(paths.signOut())).location, paths.signIn());
});

Deno.test("a forged, a cut and a foreign cookie open nothing", async () => {
  const real = cast.alice.client.cookies();
  for (
    const cookie of ["paraphe=x", real.slice(0, -1), `${real}a`, `paraphe-console=${real.slice("paraphe=".length)}`]
  ) {
    assert.equal(
      (await openClient(app).getJson(paths.dossiers(), { headers: { cookie } })).status,
      401,
      cookie.slice(0, 20),
    );
  }
});

Deno.test("two dossiers are open side by side with one session", async () => {
  await addMember(cast.garage, { player: cast.alice, profile: "reader" });
  const { client } = cast.alice;
  const pages = await Promise.all([cast.atelier, cast.garage].map(({ slug }) => client.get(paths.dossier(slug))));
  assert.deepEqual(pages.map(({ status }) => status), [200, 200]);
});
