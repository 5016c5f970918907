import assert from "node:assert/strict";
import { paths } from "../../../routes/paths.ts";
import { makeCast, PASSWORD } from "../../cast.ts";
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
const NEW_PASSWORD = "quatre vieux corbeaux bleus";

/** The path of the last link to choose a password that an address received; null when there is none. */
async function resetLink(email: string): Promise<string | null> {
  await app.runJobs();
  const link = new RegExp(`${app.baseUrl}(/mot-de-passe-oublie/choix/[\\w-]+)`);
  const mails = (await app.mailbox.list()).filter(({ to }) => to.includes(email));
  return mails.map(({ text }) => link.exec(text)?.[1]).find((path) => path !== undefined) ?? null;
}

Deno.test("a person who forgot asks, reads the mail, chooses, is signed out everywhere, and signs in", async () => {
  const visitor = openClient(app);
  const asked = await visitor.post(paths.forgottenPassword(), { email: cast.bob.email });
  assert.equal(asked.location, paths.resetSent());
  assert.match((await visitor.follow(asked)).text, /Regardez vos mails/);
  const link = (await resetLink(cast.bob.email))!;
  const form = await visitor.get(link);
  assert.match(form.text, /Choisir un nouveau mot de passe/);
  assert.match(form.text, new RegExp(cast.bob.email));
  const chosen = await visitor.post(link, { password: NEW_PASSWORD });
  assert.equal(chosen.location, paths.signIn());
  assert.equal((await cast.bob.client.getJson(paths.dossiers())).status, 401);
  assert.equal((await visitor.post(paths.signIn(), { email: cast.bob.email, password: PASSWORD })).status, 401);
  const entered = await visitor.post(paths.signIn(), { email: cast.bob.email, password: NEW_PASSWORD });
  assert.equal(entered.location, paths.dossiers());
  await app.runJobs();
  const announced = (await app.mailbox.list()).some(({ to, subject }) =>
    to.includes(cast.bob.email) && subject === "Votre mot de passe a été changé"
  );
  assert.ok(announced);
});

Deno.test("known and unknown addresses get one answer, in a page and in JSON, and the unknown no mail", async () => {
  const known = await openClient(app).post(paths.forgottenPassword(), { email: cast.alice.email });
  const unknown = await openClient(app).post(paths.forgottenPassword(), { email: "nobody@example.fr" });
  assert.deepEqual([unknown.status, unknown.location, unknown.text], [known.status, known.location, known.text]);
  const json = await openClient(app).postJson(paths.forgottenPassword(), { email: cast.alice.email });
  const nobody = await openClient(app).postJson(paths.forgottenPassword(), { email: "nobody@example.fr" });
  assert.deepEqual([nobody.status, nobody.text], [json.status, json.text]);
  assert.equal(json.status, 202);
  assert.equal(await resetLink("nobody@example.fr"), null);
});

Deno.test("dead and strange links answer one page, 410, at a look and at the act", async () => {
  const unknown = await openClient(app).get(paths.resetPassword("x".repeat(43)));
  assert.equal(unknown.status, 410);
  for (const secret of ["x", "a.b", "%00", "'; select 1; --", "é".repeat(30)]) {
    const path = paths.resetPassword(secret);
    assert.equal((await openClient(app).get(path)).text, unknown.text, secret);
    const acted = await openClient(app).post(path, { password: NEW_PASSWORD });
    assert.equal(acted.status, 410, secret);
  }
});

Deno.test("a refused password comes back at its field, and not in the page", async () => {
  await openClient(app).post(paths.forgottenPassword(), { email: cast.denis.email });
  const link = (await resetLink(cast.denis.email))!;
  const refused = await openClient(app).post(link, { password: "denis123" });
  assert.equal(refused.status, 422);
  assert.match(refused.text, /id="f-password-error"/);
  assert.doesNotMatch(refused.text, /denis123/);
  assert.equal((await cast.denis.client.getJson(paths.dossiers())).status, 200);
});

Deno.test("what is no address comes back with what was typed", async () => {
  const reply = await openClient(app).post(paths.forgottenPassword(), { email: "nina at plomberie" });
  assert.equal(reply.status, 422);
  assert.match(reply.text, /value="nina at plomberie"/);
});

Deno.test("a message reaches the support team, which answers to the address that was given", async () => {
  const visitor = openClient(app);
  const form = { name: "Nina  Petit", email: "nina@perdue.example", message: "Je ne sais plus mon adresse.\r\nMerci" };
  const sent = await visitor.post(paths.contact(), form);
  assert.equal(sent.location, paths.contactSent());
  assert.match((await visitor.follow(sent)).text, /Message envoyé/);
  await app.runJobs();
  const mail = (await app.mailbox.list()).find(({ to }) => to.includes("aide@paraphe.example"))!;
  assert.equal(mail.subject, "Message de Nina Petit");
  assert.match(mail.text, /Je ne sais plus mon adresse\.\nMerci/);
  assert.match(mail.text, /nina@perdue\.example/);
});

Deno.test("a message without name, address or words is refused at each field, everything kept", async () => {
  const reply = await openClient(app).post(paths.contact(), { name: " ", email: "x", message: "" });
  assert.equal(reply.status, 422);
  for (const field of ["name", "email", "message"]) assert.ok(reply.text.includes(`id="f-${field}-error"`), field);
  const long = await openClient(app).post(paths.contact(), {
    name: "Nina",
    email: "nina@example.fr",
    message: "a".repeat(5_001),
  });
  assert.equal(long.status, 422);
  const broken = await openClient(app).postJson(paths.contact(), {
    name: "Nina\u202e",
    email: "nina@example.fr",
    message: "\u0001",
  });
  assert.deepEqual(
    broken.json<{ issues: { field: string }[] }>().issues.map(({ field }) => field),
    ["name", "message"],
  );
});

Deno.test("one internet address writes five messages an hour", async () => {
  const greedy = openClient(app);
  const form = { name: "Nina", email: "nina@example.fr", message: "Encore" };
  for (let n = 0; n < 5; n++) assert.equal((await greedy.postJson(paths.contact(), form)).status, 202);
  assert.equal((await greedy.postJson(paths.contact(), form)).status, 429);
  assert.equal((await openClient(app).postJson(paths.contact(), form)).status, 202);
});
