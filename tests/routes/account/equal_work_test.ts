/**
 * Nobody learns from how long an answer takes whether an address has an account, or whether it is blocked. Measured
 * times would fail on a busy machine; the work itself is counted: statements sent, passwords hashed and compared.
 */
import assert from "node:assert/strict";
import { CAPTCHA_AFTER } from "../../../lib/identity/captcha/captcha.ts";
import { configureDatabases } from "../../../lib/platform/db/pools.ts";
import { passwordWork } from "../../../lib/platform/password_hash.ts";
import { paths } from "../../../routes/paths.ts";
import { PASSWORD, signUpAs } from "../../cast.ts";
import { openApp } from "../../support/app.ts";
import { type Client, openClient, type Reply } from "../../support/client.ts";
import { openWire } from "../../support/wire.ts";
import { openWorld } from "../../support/world.ts";
import { blockAccount } from "./_sign_in.ts";

const world = await openWorld();
const wire = await openWire(world.url("control", "product"));
const addresses = (login: "product" | "console") => ({
  control: wire.through(world.url("control", login)),
  cell: (id: string) => world.url(id, login),
});
configureDatabases({ product: addresses("product"), console: addresses("console"), maxConnections: 1 });
const app = await openApp(world);
const strict = await openApp(world, { captcha: "always" });
Deno.test.afterAll(async () => {
  await app.close();
  await strict.close();
  await world.close();
  await wire.close();
});
const WRONG = "un tout autre mot secret";
await signUpAs(app, { email: "alice@atelier.example", company: "Atelier" });
const blocked = await signUpAs(app, { email: "bruno@garage.example", company: "Garage" });
await blockAccount(app, blocked);
// Otherwise a code would be asked for: that case stands by itself.
await world.owner.control`delete from control.rate_limits`;

/** What one request cost and answered. */
interface Work {
  readonly status: number;
  readonly said: string;
  readonly statements: readonly string[];
  readonly hashed: number;
  readonly compared: number;
}

async function workOf(ask: (client: Client) => Promise<Reply>, program = app): Promise<Work> {
  const client = openClient(program);
  wire.statements();
  const before = passwordWork();
  const reply = await ask(client);
  const after = passwordWork();
  return {
    status: reply.status,
    // A page shows what was typed, and draws ids anew.
    said: reply.text.replace(/[\w.]+@[\w.]+/g, "@").replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "id"),
    // The end of a read travels behind the answer: each beginning has one.
    statements: wire.statements().filter((statement) => statement !== "commit"),
    hashed: after.hashed - before.hashed,
    compared: after.compared - before.compared,
  };
}

function signInWork(email: string, password = WRONG): Promise<Work> {
  return workOf((client) => client.post(paths.signIn(), { email, password }));
}

Deno.test("a wrong password costs one comparison and the same statements: known, unknown and blocked", async () => {
  const unknown = await signInWork("personne@atelier.example");
  assert.deepEqual([unknown.status, unknown.hashed, unknown.compared], [401, 0, 1]);
  assert.ok(unknown.statements.length >= 8, unknown.statements.join("\n"));
  assert.deepEqual(await signInWork("alice@atelier.example"), unknown);
  assert.deepEqual(await signInWork(blocked.player.email), unknown);
  assert.deepEqual(
    await signInWork(blocked.player.email, PASSWORD),
    unknown,
    "the right password of a blocked account",
  );
  assert.deepEqual({ ...await signInWork("pas une adresse"), said: unknown.said }, unknown);
});

Deno.test("a password far too long costs what any other does", async () => {
  const unknown = await signInWork("inconnu@atelier.example", "x".repeat(5_000));
  assert.deepEqual([unknown.status, unknown.compared], [401, 1]);
  assert.deepEqual(await signInWork("alice@atelier.example", "x".repeat(5_000)), unknown);
});

Deno.test("where a code is wanted nothing is compared, known or not: at each sign-in, or after failures", async () => {
  const body = (email: string) => ({ email, password: WRONG });
  const always = (email: string) => workOf((client) => client.post(paths.signIn(), body(email)), strict);
  const unknown = await always("personne@atelier.example");
  assert.deepEqual([unknown.status, unknown.compared], [422, 0]);
  assert.deepEqual(await always("alice@atelier.example"), unknown);
  assert.deepEqual(await always(blocked.player.email), unknown);
  const emails = ["autre@atelier.example", "alice@atelier.example", blocked.player.email];
  for (const email of emails) for (let i = 0; i < CAPTCHA_AFTER.account; i++) await signInWork(email);
  const [first, ...others] = [await signInWork(emails[0]!), await signInWork(emails[1]!), await signInWork(emails[2]!)];
  assert.deepEqual([first.status, first.compared], [422, 0]);
  for (const other of others) assert.deepEqual(other, first);
});

Deno.test("a forgotten password costs no hash and the same statements, whoever is asked for", async () => {
  const forgotten = (email: string) => workOf((client) => client.post(paths.forgottenPassword(), { email }));
  const unknown = await forgotten("personne@atelier.example");
  assert.deepEqual([unknown.status, unknown.hashed, unknown.compared], [303, 0, 0]);
  assert.deepEqual(await forgotten("alice@atelier.example"), unknown);
  assert.deepEqual(await forgotten(blocked.player.email), unknown);
});

Deno.test("a sign-up costs one hash, one comparison and the same statements, the address known or not", async () => {
  const signUp = (email: string, password = PASSWORD) => {
    const fields = { email, companyName: "Plomberie Nina", password };
    return workOf((client) => client.post(paths.signUp(), fields));
  };
  const unknown = await signUp("nina@plomberie.example");
  assert.deepEqual([unknown.status < 400, unknown.hashed, unknown.compared], [true, 1, 1]);
  assert.deepEqual(await signUp("alice@atelier.example"), unknown, "known, the right password");
  assert.deepEqual(await signUp(blocked.player.email, WRONG), unknown, "known, another password");
});
