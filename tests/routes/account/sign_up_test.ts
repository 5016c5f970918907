import assert from "node:assert/strict";
import { paths } from "../../../routes/paths.ts";
import { linkMailedTo, PASSWORD } from "../../cast.ts";
import { openApp } from "../../support/app.ts";
import { openClient } from "../../support/client.ts";
import { openWorld } from "../../support/world.ts";

const world = await openWorld();
const app = await openApp(world);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});

Deno.test("a visitor signs up with three fields, hears of a mail, confirms, and is in his dossier", async () => {
  const visitor = openClient(app);
  const form = await visitor.get(paths.signUp());
  assert.equal(form.status, 200);
  assert.deepEqual([...form.text.matchAll(/<input[^>]* name="(\w+)"/g)].map(([, name]) => name), [
    "email",
    "companyName",
    "password",
  ]);
  const sent = await visitor.post(paths.signUp(), {
    email: "nina@plomberie.example",
    companyName: "Plomberie Nina",
    password: PASSWORD,
  });
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
