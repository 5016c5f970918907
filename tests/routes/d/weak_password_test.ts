import assert from "node:assert/strict";
import { paths } from "../../../routes/paths.ts";
import { makeCast, PASSWORD, type Player } from "../../cast.ts";
import { openApp } from "../../support/app.ts";
import { type Client, openClient } from "../../support/client.ts";
import { openWorld } from "../../support/world.ts";

const world = await openWorld();
const app = await openApp(world);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});
const { alice, bob, chloe, atelier, cabinet } = await makeCast(app);
const { slug } = atelier;
const { control } = world.owner;
const STRONG = "Quatre vieux corbeaux 4 bleus";
const STRICT = { minLength: "24", maxAttempts: "10", digit: "on", upper: "on" };

async function setRules(rules: Readonly<Record<string, string>>): Promise<void> {
  const reply = await alice.client.postJson(paths.passwordPolicy(slug), rules);
  assert.equal(reply.status, 200, reply.text);
}

async function signedIn({ email }: Player, password = PASSWORD): Promise<Client> {
  const client = openClient(app);
  assert.equal((await client.postJson(paths.signIn(), { email, password })).status, 200);
  return client;
}

async function opens(client: Client, where = slug): Promise<number> {
  return (await client.getJson(paths.dossier(where))).status;
}

Deno.test("stricter rules leave in who is in, and stop the next sign-in with the reason and the way on", async () => {
  await setRules(STRICT);
  assert.equal(await opens(chloe.client), 200, "who is in stays in");
  const client = await signedIn(chloe);
  const page = await client.get(paths.dossier(slug));
  assert.equal(page.status, 403);
  for (
    const words of [
      "24 caractères au moins",
      "un chiffre",
      "une majuscule",
      "Il lui manque un chiffre et une majuscule",
      `href="${paths.ownProfile({ retour: paths.dossier(slug) })}#f-current"`,
      `href="${paths.dossiers()}"`,
      `href="${paths.forgottenPassword()}"`,
    ]
  ) assert.ok(page.text.includes(words), words);
  assert.match(
    page.text,
    /accepté ici vaut [\d,]+ bits\./,
    "his has more bits and misses signs: they are not compared",
  );
  assert.ok(!page.text.includes(PASSWORD) && !page.text.includes(alice.email));
});

Deno.test("nothing of that dossier is shown or done, and nothing else is touched", async () => {
  const client = await signedIn(chloe);
  const refused = await client.getJson(paths.customers(slug));
  assert.deepEqual([refused.status, refused.json()["code"]], [403, "request.password_wanted"]);
  const posted = await client.postJson(paths.leaving(slug));
  assert.deepEqual([posted.status, posted.json()["code"]], [403, "request.password_wanted"]);
  const part = await client.get(paths.customers(slug), { headers: { "hx-request": "true" } });
  assert.ok([200, 303].includes(part.status) && !part.text.includes("Clients"));
  assert.equal(await opens(client, cabinet.slug), 200, "another dossier");
  assert.equal((await client.getJson(paths.ownProfile())).status, 200, "the account");
  assert.equal(await opens(client, "nobody-has-this"), 404);
});

Deno.test("a strong enough password, one that was never seen and a session of before are not asked", async () => {
  const client = await signedIn(bob);
  assert.equal(await opens(client), 403);
  await control`update control.people set password_length = null, password_kinds = null where id = ${bob.personId}`;
  assert.equal(await opens(client), 200, "what is not known is not held against anybody");
  await control`update control.people set password_length = 24, password_kinds = '{digit,lower,upper}'
    where id = ${bob.personId}`;
  assert.equal(await opens(client), 200);
  await control`update control.people set password_length = 23 where id = ${bob.personId}`;
  assert.equal(await opens(client), 403);
});

Deno.test("another password opens the dossier at once, in the same session; so do rules that are relaxed", async () => {
  const client = await signedIn(chloe);
  assert.equal(await opens(client), 403);
  await setRules({ minLength: "12", maxAttempts: "10" });
  assert.equal(await opens(client), 200);
  await setRules(STRICT);
  const again = await signedIn(chloe);
  assert.equal(await opens(again), 403);
  const weak = await again.postJson(paths.passwordChange(), {
    current: PASSWORD,
    password: "trois petits loups noirs",
  });
  assert.equal(weak.status, 422, "the rules hold for the new one");
  const changed = await again.postJson(paths.passwordChange(), { current: PASSWORD, password: STRONG });
  assert.equal(changed.status, 200, changed.text);
  assert.equal(await opens(again), 200);
  assert.equal(await opens(await signedIn(chloe, STRONG)), 200);
});

Deno.test("from the door to the new password and back into the dossier, to the page that was asked for", async () => {
  await setRules(STRICT);
  const client = await signedIn(bob), asked = paths.documents(slug, "quote", { vue: "brouillons" });
  const door = await client.get(asked);
  assert.equal(door.status, 403);
  const profile = paths.ownProfile({ retour: asked });
  assert.ok(door.text.includes(`href="${profile.replaceAll("&", "&amp;")}#f-current"`));
  const handed = `name="back" value="${asked}"`;
  assert.ok((await client.get(profile)).text.includes(handed));
  const change = { current: PASSWORD, password: STRONG, back: asked };
  const wrong = await client.post(paths.passwordChange(), { ...change, current: "faux" });
  assert.ok(wrong.status >= 400 && wrong.text.includes(handed));
  for (const foreign of ["https://evil.example", "//evil.example/x"]) {
    assert.doesNotMatch((await client.get(paths.ownProfile({ retour: foreign }))).text, /evil\.example/);
  }
  const done = await client.post(paths.passwordChange(), change);
  assert.equal(done.location, asked);
  assert.equal((await client.follow(done)).status, 200);
});

Deno.test("of a password its length, up to 64, and its kinds of signs are kept, and nothing else", async () => {
  const kept = async () => {
    const [row] = await control`select password_length as length, password_kinds as kinds from control.people
      where id = ${chloe.personId}`;
    return { ...row };
  };
  assert.deepEqual(await kept(), { length: STRONG.length, kinds: ["digit", "lower", "upper", "special"] });
  const long = "Une phrase de 5 mots et bien plus encore, que personne ne devinerait, jamais, ni demain";
  const client = await signedIn(chloe, STRONG);
  assert.equal((await client.postJson(paths.passwordChange(), { current: STRONG, password: long })).status, 200);
  assert.equal((await kept())["length"], 64);
  const wrong = openClient(app);
  assert.equal((await wrong.postJson(paths.signIn(), { email: chloe.email, password: "court" })).status, 401);
  assert.equal((await kept())["length"], 64, "a wrong password is not measured");
});
