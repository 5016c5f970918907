import assert from "node:assert/strict";
import { shiftClock } from "../../lib/platform/clock.ts";
import { newId } from "../../lib/platform/random.ts";
import { paths as backOffice } from "../../console/paths.ts";
import { paths } from "../../routes/paths.ts";
import { signUpAs } from "../cast.ts";
import { completeCompany, makeCustomer, makeDocument } from "../routes/d/_sales.ts";
import { openApp } from "../support/app.ts";
import { type Client, openClient, type Reply } from "../support/client.ts";
import { openConsole } from "../support/console.ts";
import { openWorld } from "../support/world.ts";
import { signInOdile } from "./_operator.ts";

const world = await openWorld();
const app = await openApp(world);
const operators = await openConsole();
Deno.test.afterAll(async () => {
  shiftClock(0);
  await app.close();
  await world.close();
});
const { player: alice, dossier } = await signUpAs(app, {
  email: "alice@atelier-dupre.example",
  company: "Atelier Dupré",
});
await completeCompany(alice, dossier);
const customerId = await makeCustomer(alice, dossier);
const invoice = await makeDocument(alice, dossier, { kind: "invoice", customerId, issue: true });
const odile = await signInOdile(operators);
const { trial, control } = world.owner;

async function send(): Promise<string> {
  const sendingId = newId();
  const fields = { to: "compta@dupont.fr", sendingId };
  const reply = await alice.client.postJson(paths.documentAct(dossier.slug, invoice, "envoi"), fields);
  assert.equal(reply.status, 202, reply.text);
  return sendingId;
}

async function stateOf(id: string): Promise<string> {
  await app.runJobs();
  const [row] = await trial`select state from cell.sendings where id = ${id}`;
  return row!["state"];
}

function report(token: string, client: Client = openClient(app), kind = "fraud"): Promise<Reply> {
  return client.post(paths.publicDocument(token, "signalement"), { kind });
}

async function reports(): Promise<number> {
  const [row] = await control`select count(*)::integer as n from control.abuse_reports where looked_at is null`;
  return row!["n"];
}

await stateOf(await send());
const [mail] = (await app.mailbox.list()).filter(({ to }) => to.includes("compta@dupont.fr"));
const token = /\/document\/([^\s/]+)\s/.exec(mail!.text)![1]!;

Deno.test("a trial's mail and the page of its document each carry one link to report an abuse", async () => {
  assert.equal(mail!.text.split("/signalement").length, 2);
  const page = await openClient(app).get(paths.publicDocument(token));
  assert.equal(page.text.split("/signalement").length, 2);
  assert.match(page.text, /Signaler un abus/);
});

Deno.test("opening the page records nothing; the button does, without account", async () => {
  const visitor = openClient(app);
  const page = await visitor.get(paths.publicDocument(token, "signalement"));
  assert.equal(page.status, 200);
  assert.match(page.text, /Atelier Dupré/);
  assert.equal(await reports(), 0);
  const done = await report(token, visitor);
  assert.match((await visitor.follow(done)).text, /Signalement reçu/);
  assert.equal(await reports(), 1);
  for (const kind of ["fraud", "unwanted"]) assert.equal((await report(token, visitor, kind)).status, 303);
  assert.equal(await reports(), 1);
});

Deno.test("unknown links, choices that are not there and other sites' forms record nothing", async () => {
  const visitor = openClient(app);
  for (const wrong of [`${token}x`, "00000000.aaaaaaaaaaaaaaaaaaaaaaaaaa", "x", token.replace(/^.{8}/, "00000000")]) {
    assert.equal((await visitor.get(paths.publicDocument(wrong, "signalement"))).status, 404, wrong);
    assert.equal((await report(wrong, visitor)).status, 404, wrong);
  }
  for (const kind of ["nonsense", "toString", "x".repeat(100_000)]) {
    assert.equal((await report(token, openClient(app), kind)).status, 422);
  }
  const foreign = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
  const path = paths.publicDocument(token, "signalement");
  assert.equal((await openClient(app).post(path, { kind: "fraud" }, { headers: foreign })).status, 403);
  assert.equal(await reports(), 1);
});

Deno.test("one address reports five times an hour and no more", async () => {
  const visitor = openClient(app);
  for (let tried = 0; tried < 5; tried++) assert.equal((await report(token, visitor)).status, 303);
  assert.equal((await report(token, visitor)).status, 429);
  assert.equal(await reports(), 2);
});

Deno.test("two reporters hold nothing, the third holds what leaves and what was under way", async () => {
  assert.equal(await stateOf(await send()), "sent");
  const underWay = await send();
  assert.equal((await report(token)).status, 303);
  assert.equal(await stateOf(underWay), "held");
  assert.equal(await stateOf(await send()), "held");
  const page = await alice.client.get(paths.document(dossier.slug, invoice));
  assert.match(page.text, /Des destinataires ont signalé/);
});

Deno.test("the operator sees the dossier, how many and why, and nothing of who or of its business", async () => {
  const list = await odile.get(backOffice.reported());
  assert.match(list.text, /escroquerie/);
  assert.match(list.text, /retenus/);
  const shown = await odile.get(backOffice.reports(dossier.tenantId));
  assert.match(shown.text, /Atelier Dupré/);
  for (const word of ["dupont", "2001:db8", invoice.number!, token]) assert.ok(!shown.text.includes(word), word);
});

Deno.test("held for reports, a mail may be released by itself and then leaves", async () => {
  const [held] = await control`select id from control.held_mails where decision is null order by held_at limit 1`;
  const path = backOffice.heldMail(dossier.tenantId, held!["id"]);
  assert.equal((await odile.post(path, { decision: "released", reason: "Facture réelle" })).status, 303);
  await app.runJobs();
  assert.equal(await stateOf(held!["id"]), "sent");
});

Deno.test("looked at with a reason, the reports hold nothing more, and the same reporters cannot begin again", async () => {
  const path = backOffice.reports(dossier.tenantId);
  assert.equal((await odile.post(path, { reason: "" })).status, 422);
  assert.equal((await odile.post(backOffice.reports(newId()), { reason: "Vu ce matin" })).status, 404);
  assert.equal((await odile.get(backOffice.reports(newId()))).status, 404);
  assert.equal((await odile.post(path, { reason: "Entreprise appelée, tout est en ordre" })).status, 303);
  assert.equal((await odile.post(path, { reason: "Encore une fois" })).status, 404);
  assert.equal(await stateOf(await send()), "sent");
  assert.match((await odile.get(backOffice.instance(dossier.tenantId))).text, /a examiné les signalements/);
});

Deno.test("an active dossier is not held by reports, and its pages do not ask for them", async () => {
  await control`update control.instances set state = 'active' where tenant_id = ${dossier.tenantId}`;
  for (let reporter = 0; reporter < 3; reporter++) assert.equal((await report(token)).status, 303);
  assert.equal(await stateOf(await send()), "sent");
  assert.doesNotMatch((await openClient(app).get(paths.publicDocument(token))).text, /Signaler un abus/);
});
