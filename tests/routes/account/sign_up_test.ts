import assert from "node:assert/strict";
import { shiftClock } from "../../../lib/platform/clock.ts";
import { paths } from "../../../routes/paths.ts";
import { linkMailedTo, PASSWORD, signUpAs } from "../../cast.ts";
import { openApp } from "../../support/app.ts";
import { openClient } from "../../support/client.ts";
import { openWorld } from "../../support/world.ts";

const world = await openWorld();
const app = await openApp(world);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});

const HOUR_MS = 3_600_000;

function wish(email: string, other: Partial<Record<"companyName" | "password", string>> = {}) {
  return { email, companyName: "Plomberie Nina", password: PASSWORD, ...other };
}

Deno.test("a visitor signs up with exactly three fields, hears of a mail, confirms, and is in his dossier", async () => {
  const visitor = openClient(app);
  const form = await visitor.get(paths.signUp());
  const fields = [...form.text.matchAll(/<input[^>]* name="(\w+)"/g)].map(([, name]) => name);
  assert.deepEqual(fields, ["email", "companyName", "password"]);
  const sent = await visitor.post(paths.signUp(), wish("nina@plomberie.example"));
  assert.equal(sent.status, 303);
  assert.match((await visitor.follow(sent)).text, /Regardez vos mails/);

  const link = await linkMailedTo(app, "nina@plomberie.example");
  assert.match((await visitor.get(link)).text, /Plomberie Nina/);
  const confirmed = await visitor.post(link);
  assert.equal(confirmed.location, paths.dossiers());
  const chosen = await visitor.follow(confirmed);
  assert.equal(chosen.location, paths.dossier("plomberie-nina"));
  assert.match((await visitor.follow(chosen)).text, /Plomberie Nina/);
});

Deno.test("opening the link, however often, spends nothing", async () => {
  const visitor = openClient(app);
  await visitor.post(paths.signUp(), wish("scan@example.fr"));
  const link = await linkMailedTo(app, "scan@example.fr");
  for (let n = 0; n < 3; n++) assert.equal((await openClient(app).get(link)).status, 200);
  assert.equal((await visitor.post(link)).status, 303);
});

Deno.test("a spent link, an old one and one that never was get one answer", async () => {
  const { client } = (await signUpAs(app, { email: "spent@example.fr", company: "Spent" })).player;
  const spent = await client.get(await linkMailedTo(app, "spent@example.fr"));
  const unknown = await client.get(paths.confirmSignUp("x".repeat(43)));
  await client.post(paths.signUp(), wish("old@example.fr"));
  const link = await linkMailedTo(app, "old@example.fr");
  shiftClock(49 * HOUR_MS);
  const old = await client.get(link);
  const late = await client.post(link);
  shiftClock(0);
  assert.deepEqual([spent.status, unknown.status, old.status, late.status], [410, 410, 410, 410]);
  assert.equal(spent.text, unknown.text);
  assert.equal(old.text, unknown.text);
});

Deno.test("a refused sign-up comes back with what was typed, each sentence at its field, and without the password", async () => {
  const reply = await openClient(app).post(paths.signUp(), {
    email: "nina at plomberie",
    companyName: "",
    password: "123456",
  });
  assert.equal(reply.status, 422);
  assert.match(reply.text, /3 points à corriger/);
  for (const field of ["email", "companyName", "password"]) {
    assert.ok(reply.text.includes(`href="#f-${field}"`) && reply.text.includes(`id="f-${field}-error"`), field);
  }
  assert.match(reply.text, /value="nina at plomberie"/);
  assert.doesNotMatch(reply.text, /123456/);
});

Deno.test("the same in JSON names each fault with its code, sentence and field", async () => {
  const reply = await openClient(app).postJson(paths.signUp(), { email: "no", companyName: "", password: "short" });
  assert.equal(reply.status, 422);
  const { code, field, issues } = reply.json<{ code: string; field: string; issues: { field: string }[] }>();
  assert.deepEqual([code, field], ["identity.email", "email"]);
  assert.deepEqual(issues.map((issue) => issue.field), ["email", "companyName", "password"]);
});

Deno.test("an address that is known gets the very same answer as a new one", async () => {
  await signUpAs(app, { email: "known@example.fr", company: "Known" });
  const fresh = await openClient(app).post(paths.signUp(), wish("fresh@example.fr"));
  const known = await openClient(app).post(paths.signUp(), wish("known@example.fr"));
  const wrong = await openClient(app).post(
    paths.signUp(),
    wish("known@example.fr", { password: "un autre mot secret" }),
  );
  for (const reply of [known, wrong]) {
    assert.equal(reply.status, fresh.status);
    assert.equal(reply.location, fresh.location);
    assert.equal(reply.text, fresh.text);
  }
});

Deno.test("too many sign-ups from one internet address are refused for an hour", async () => {
  const greedy = openClient(app);
  let reply = await greedy.get(paths.signUp());
  for (let n = 0; n < 60 && reply.status !== 429; n++) {
    reply = await greedy.post(paths.signUp(), wish(`greedy${n}@example.fr`));
  }
  assert.equal(reply.status, 429);
  assert.match(reply.text, /Réessayez dans une heure/);
  assert.equal((await openClient(app).post(paths.signUp(), wish("other@example.fr"))).status, 303);
});

Deno.test("markup typed into a field comes back as text", async () => {
  const reply = await openClient(app).post(paths.signUp(), wish('"><script>alert(1)</script>'));
  assert.equal(reply.status, 422);
  assert.doesNotMatch(reply.text, /<script>alert/);
});
