import assert from "node:assert/strict";
import { CAPTCHA_AFTER, MAX_PICTURE_VIEWS } from "../../../lib/identity/captcha/captcha.ts";
import { CAPTCHA_LENGTH, CAPTCHA_SIGNS, codeOf } from "../../../lib/identity/captcha/captcha_code.ts";
import { CAPTCHAS_PER_ADDRESS } from "../../../lib/identity/rate_limits.ts";
import type { Uuid } from "../../../lib/base/ids.ts";
import { newId } from "../../../lib/platform/random.ts";
import { paths } from "../../../routes/paths.ts";
import { PASSWORD, signUpAs } from "../../cast.ts";
import { openApp } from "../../support/app.ts";
import { type Client, openClient } from "../../support/client.ts";
import { openWorld } from "../../support/world.ts";
import { readCaptcha } from "./_sign_in.ts";

const world = await openWorld();
const strict = await openApp(world, { captcha: "always" });
const app = await openApp(world);
Deno.test.afterAll(async () => {
  await app.close();
  await strict.close();
  await world.close();
});
const WRONG = "un tout autre mot secret";
const { player: alice } = await signUpAs(app, { email: "alice@atelier.example", company: "Atelier" });
const right = { email: alice.email, password: PASSWORD };

function idIn(page: string): Uuid {
  const [, id] = /name="captchaId" value="([^"]+)"/.exec(page) ?? [];
  assert.ok(id, "the page carries a code");
  return id as Uuid;
}

async function codeFor(client: Client, fields: Record<string, string>): Promise<string> {
  return String((await client.postJson(paths.signIn(), fields)).json().code);
}

Deno.test("where the operator says always, each sign-in asks for the code of a picture, and takes it once", async () => {
  const client = openClient(strict);
  const page = await client.get(paths.signIn());
  const id = idIn(page.text);
  const picture = await client.get(paths.captchaPicture(id));
  assert.deepEqual([picture.status, picture.headers.get("content-type")], [200, "image/png"]);
  assert.equal(picture.headers.get("cache-control"), "no-store");
  const answer = { ...right, captchaId: id, captcha: codeOf(id) };
  assert.equal((await client.post(paths.signIn(), answer)).location, paths.dossiers());
  assert.equal(await codeFor(openClient(strict), answer), "identity.captcha_wrong");
});

Deno.test("the code may be typed in small letters, with spaces", async () => {
  const client = openClient(strict);
  const { captchaId, captcha } = await readCaptcha(client);
  const typed = ` ${captcha.slice(0, 3).toLowerCase()} ${captcha.slice(3)} `;
  assert.equal((await client.postJson(paths.signIn(), { ...right, captchaId, captcha: typed })).status, 200);
});

Deno.test("without failures nothing is asked; after three on an account, known or not, the code is", async () => {
  assert.doesNotMatch((await openClient(app).get(paths.signIn())).text, /captchaId/);
  for (const email of ["unknown@atelier.example", alice.email]) {
    for (let i = 0; i < CAPTCHA_AFTER.account; i++) {
      assert.equal(await codeFor(openClient(app), { email, password: WRONG }), "identity.wrong_credentials");
    }
    const stopped = await openClient(app).post(paths.signIn(), { email, password: WRONG });
    assert.equal(stopped.status, 422);
    assert.match(stopped.text, /href="#f-captcha"/);
    assert.match(stopped.text, new RegExp(`value="${email}"`));
    idIn(stopped.text);
  }
  const client = openClient(app);
  assert.equal((await client.postJson(paths.signIn(), { ...right, ...await readCaptcha(client) })).status, 200);
  assert.equal((await openClient(app).postJson(paths.signIn(), right)).status, 200, "a success ends the watch");
});

Deno.test("after five failures from one address the page asks before anything is typed", async () => {
  const client = openClient(app);
  for (let i = 0; i < CAPTCHA_AFTER.address; i++) {
    await client.postJson(paths.signIn(), { email: `somebody${i}@atelier.example`, password: WRONG });
  }
  idIn((await client.get(paths.signIn())).text);
  assert.equal(await codeFor(client, right), "identity.captcha_wanted");
});

Deno.test("the code stands nowhere: not in the page, not in the JSON, not in the database, not in a job", async () => {
  const client = openClient(strict);
  const page = await client.get(paths.signIn());
  const json = await client.getJson(`${paths.signIn()}?code`);
  const ids = [idIn(page.text), json.json<{ captcha: { id: Uuid } }>().captcha.id];
  await client.post(paths.captchaMail(), { email: alice.email, captchaId: ids[0]! });
  const rows = await world.owner.control`select c::text as whole from control.captchas c
    union all select j::text from control.jobs j`;
  const whole = [page.text, json.text, ...rows.map((row) => String(row.whole))].join("\n");
  for (const id of ids) {
    assert.equal(whole.includes(codeOf(id)), false);
    assert.match(codeOf(id), new RegExp(`^[${CAPTCHA_SIGNS}]{${CAPTCHA_LENGTH}}$`));
  }
});

Deno.test("a missing, wrong, foreign, malformed or old code is refused, and the page shows another", async () => {
  const ask = async () => await readCaptcha(openClient(strict));
  const mine = await ask(), other = await ask();
  const refused: readonly [Record<string, string>, string][] = [
    [{}, "captcha_wanted"],
    [{ captchaId: mine.captchaId }, "captcha_wanted"],
    [{ captcha: mine.captcha }, "captcha_wanted"],
    [{ captchaId: "x", captcha: mine.captcha }, "captcha_wanted"],
    [{ captchaId: "' or true --", captcha: "' or true --" }, "captcha_wanted"],
    [{ captchaId: newId(), captcha: mine.captcha }, "captcha_wrong"],
    [{ captchaId: mine.captchaId, captcha: other.captcha }, "captcha_wrong"],
    // Its one answer was wrong: the right one comes too late.
    [mine, "captcha_wrong"],
    [{ ...other, captcha: `${other.captcha}A` }, "captcha_wrong"],
    [{ ...other, captcha: "x".repeat(5_000) }, "captcha_wrong"],
  ];
  for (const [answer, code] of refused) {
    const before = await codeFor(openClient(strict), { ...right, ...answer });
    assert.equal(before, `identity.${code}`, JSON.stringify(answer).slice(0, 120));
  }
  const late = await ask();
  await world.owner.control`update control.captchas set expires_at = now() - interval '1 second'
    where id = ${late.captchaId}`;
  assert.equal(await codeFor(openClient(strict), { ...right, ...late }), "identity.captcha_wrong");
  const page = await openClient(strict).post(paths.signIn(), { ...right, ...late });
  assert.notEqual(idIn(page.text), late.captchaId);
  assert.doesNotMatch(page.text, new RegExp(`value="${late.captcha}"`));
});

Deno.test("one answer of many sent at once is taken", async () => {
  const answer = await readCaptcha(openClient(strict));
  const replies = await Promise.all(
    Array.from({ length: 8 }, () => openClient(strict).postJson(paths.signIn(), { ...right, ...answer })),
  );
  assert.equal(replies.filter(({ status }) => status === 200).length, 1);
});

Deno.test("a picture is drawn a few times while its code works, and never for another id", async () => {
  const client = openClient(strict);
  const { captchaId } = await readCaptcha(client);
  for (let i = 0; i < MAX_PICTURE_VIEWS; i++) {
    assert.equal((await client.get(paths.captchaPicture(captchaId))).status, 200);
  }
  for (const id of [captchaId, newId(), "x", "..", "' or true --"]) {
    assert.equal((await client.get(paths.captchaPicture(encodeURIComponent(id)))).status, 404, id);
  }
  const spent = await readCaptcha(client);
  await client.postJson(paths.signIn(), { ...right, ...spent });
  assert.equal((await client.get(paths.captchaPicture(spent.captchaId))).status, 404);
});

Deno.test("who cannot see the picture gets the same code by mail and signs in with it", async () => {
  const client = openClient(strict);
  const id = idIn((await client.get(paths.signIn())).text);
  const asked = await client.post(paths.captchaMail(), { email: alice.email, captchaId: id, password: "typed before" });
  assert.equal(asked.status, 200);
  assert.equal(idIn(asked.text), id);
  assert.doesNotMatch(asked.text, /typed before/);
  await strict.runJobs();
  const mails = (await strict.mailbox.list()).filter(({ text }) => text.includes(codeOf(id)));
  assert.deepEqual(mails.map(({ to }) => to.includes(alice.email)), [true]);
  const answer = { ...right, captchaId: id, captcha: codeOf(id) };
  assert.equal((await client.postJson(paths.signIn(), answer)).status, 200);
});

Deno.test("asking for the code by mail answers the same whether the account exists, and writes to nobody unknown", async () => {
  // What earlier sign-ins gave reason to leaves first.
  await strict.runJobs();
  const before = (await strict.mailbox.list()).length;
  const pages = new Set<string>();
  for (const email of [alice.email, "nobody@atelier.example", "no address"]) {
    const client = openClient(strict);
    const id = idIn((await client.get(paths.signIn())).text);
    const { status, text } = await client.post(paths.captchaMail(), { email, captchaId: id });
    pages.add(`${status} ${text.replaceAll(id, "ID").replaceAll(email, "EMAIL")}`);
  }
  assert.equal(pages.size, 1);
  assert.match([...pages][0]!, /^200 .*Si un compte a cette adresse/s);
  await strict.runJobs();
  assert.equal((await strict.mailbox.list()).length, before + 1);
});

Deno.test("a mail of a dead or malformed code is refused with another picture", async () => {
  const client = openClient(strict);
  const spent = await readCaptcha(client);
  await client.postJson(paths.signIn(), { ...right, ...spent });
  for (const captchaId of [spent.captchaId, newId(), "x", ""]) {
    const refused = await client.post(paths.captchaMail(), { email: alice.email, captchaId });
    assert.equal(refused.status, 422, captchaId);
    assert.notEqual(idIn(refused.text), captchaId);
  }
});

Deno.test("one address draws so many codes and no more", async () => {
  const client = openClient(strict);
  const statuses = await Promise.all(
    Array.from({ length: CAPTCHAS_PER_ADDRESS.attempts + 5 }, async () => (await client.get(paths.signIn())).status),
  );
  assert.equal(statuses.filter((status) => status === 429).length, 5);
});
