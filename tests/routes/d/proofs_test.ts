import assert from "node:assert/strict";
import { makeAnchors } from "../../../lib/anchors/make_anchors_job.ts";
import { addSeconds } from "../../../lib/base/dates.ts";
import { now } from "../../../lib/platform/clock.ts";
import { toHex } from "../../../lib/platform/crypto.ts";
import { newId } from "../../../lib/platform/random.ts";
import { paths } from "../../../routes/paths.ts";
import { makeCast } from "../../cast.ts";
import { openApp } from "../../support/app.ts";
import { openWorld } from "../../support/world.ts";
import { completeCompany, makeCustomer, makeDocument } from "./_sales.ts";

const world = await openWorld();
const app = await openApp(world);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});
const { alice, bob, chloe, denis, atelier } = await makeCast(app);
const { slug } = atelier;

interface Shown {
  log: { records: string; lastCheck: { outcome: { ok: boolean } } | null };
  records: { type: string }[];
}

Deno.test("the page of proofs tells where the log stands before anything was verified", async () => {
  const { status, text } = await chloe.client.get(paths.proofs(slug));
  assert.equal(status, 200);
  assert.match(text, /Ouverture du journal/);
  assert.match(text, /n’a pas encore été vérifié/);
  assert.match(text, /1\.0\.0 depuis le/);
});

Deno.test("« Vérifier maintenant » recomputes the log, says so and seals it", async () => {
  const answer = await chloe.client.post(paths.proofsCheck(slug));
  assert.equal(answer.status, 303);
  const { text } = await chloe.client.get(paths.proofs(slug, { fait: "verifie" }));
  assert.match(text, /Vérification terminée/);
  assert.match(text, /intacte : /);
  assert.match(text, /aucun pour l’instant/);
  assert.match(text, /Vérification du journal/);
  const { log, records } = (await alice.client.getJson(paths.proofs(slug))).json<Shown>();
  assert.deepEqual([log.lastCheck?.outcome.ok, records[0]?.type], [true, "log_verified"]);
});

Deno.test("« Vérifier maintenant » asks the published anchors, and tells a log that was taken back", async () => {
  const tomorrow = { now: addSeconds(now(), 86_400), personId: null, request: { id: newId(), ip: "" } };
  const days = await makeAnchors(tomorrow);
  await chloe.client.post(paths.proofsCheck(slug));
  assert.match((await chloe.client.get(paths.proofs(slug))).text, /le journal contient l(es|’état)/);
  await world.owner.control.begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    await sql`update control.anchor_leaves set seq = seq + 100
      where tenant_id = ${atelier.tenantId} and day = ${days.at(-1)!}`;
  });
  const { outcome } = (await chloe.client.postJson(paths.proofsCheck(slug))).json<
    { outcome: { ok: boolean; agreementOk: boolean; witness: { firstBad: { reason: string } } } }
  >();
  assert.deepEqual([outcome.ok, outcome.agreementOk], [true, true], "nothing in the chain itself tells");
  assert.match(outcome.witness.firstBad.reason, /ramené à un état antérieur/);
  const { text } = await chloe.client.get(paths.proofs(slug));
  assert.match(text, /Le journal n’est plus celui qui a été ancré/);
  assert.match(text, /anomalie/);
});

Deno.test("the list is narrowed to a type; strange filters narrow nothing", async () => {
  const of = async (query: Record<string, string>) =>
    (await alice.client.getJson(paths.proofs(slug, query))).json<Shown>().records.map(({ type }) => type);
  assert.deepEqual(await of({ type: "chain_opened" }), ["chain_opened"]);
  assert.deepEqual(await of({ avant: "2" }), ["chain_opened"]);
  const all = await of({});
  for (const query of [{ type: "__proto__" }, { type: "'; drop" }, { avant: "-1" }, { avant: "x" }]) {
    assert.deepEqual(await of(query), all);
  }
});

Deno.test("the log is exported as CSV to whoever may export lists", async () => {
  const { status, text } = await chloe.client.get(paths.proofsExport(slug));
  assert.equal(status, 200);
  assert.match(text, /Empreinte précédente/);
  assert.match(text, /chain_opened/);
});

Deno.test("who may not read the log sees none of it, and a stranger nothing", async () => {
  for (const path of [paths.proofs(slug), paths.proofsExport(slug)]) {
    assert.equal((await bob.client.get(path)).status, 403);
    assert.equal((await denis.client.get(path)).status, 404);
  }
  assert.equal((await bob.client.post(paths.proofsCheck(slug))).status, 403);
  assert.equal((await denis.client.post(paths.proofsCheck(slug))).status, 404);
});

Deno.test("the owner changes the key, once a form; nobody else sees the button or may", async () => {
  const { text } = await alice.client.get(paths.proofs(slug));
  const [, keyId = ""] = /name="keyId" value="([^"]+)"/.exec(text) ?? [];
  for (let twice = 0; twice < 2; twice++) {
    assert.equal((await alice.client.post(paths.proofsKey(slug), { keyId })).status, 303);
  }
  const page = await alice.client.get(paths.proofs(slug, { fait: "cle" }));
  assert.match(page.text, /L’ancienne a signé son remplacement/);
  assert.match(page.text, /remplacée/);
  const { records } = (await alice.client.getJson(paths.proofs(slug, { type: "key_rotated" }))).json<Shown>();
  assert.equal(records.length, 1);
  assert.equal((await chloe.client.get(paths.proofs(slug))).text.includes("Changer de clé"), false);
  assert.equal((await chloe.client.post(paths.proofsKey(slug), { keyId })).status, 403);
  assert.equal((await denis.client.post(paths.proofsKey(slug), { keyId })).status, 404);
});

Deno.test("each sending after the first is a duplicate in the log, in the mail and in « Qui a fait quoi »; the file stays", async () => {
  await completeCompany(alice, atelier);
  const customerId = await makeCustomer(alice, atelier);
  const invoice = await makeDocument(alice, atelier, { kind: "invoice", customerId, issue: true });
  const act = (name: "envoi" | "journal" | "pdf") => paths.documentAct(slug, invoice, name);
  for (let sending = 0; sending < 3; sending++) {
    const sent = await alice.client.post(act("envoi"), { to: "compta@dupont.fr", sendingId: newId() });
    assert.equal(sent.status, 303);
    await app.runJobs();
  }
  await alice.client.get(act("pdf"));
  const { proof } = (await alice.client.getJson(act("journal"))).json<{ proof: { type: string; fault: null }[] }>();
  assert.ok(proof.every(({ fault }) => fault === null));
  const types = proof.map(({ type }) => type).sort();
  const once = ["document_rendered", "document_sent"];
  assert.deepEqual(types, [...once, "duplicate_made", "duplicate_made", "invoice_issued"]);
  const mails = (await app.mailbox.list()).filter(({ to }) => to.includes("compta@dupont.fr"));
  const subjects = mails.map(({ subject }) => subject).sort();
  assert.match(subjects[0]!, /^Duplicata n°1 de la facture /);
  assert.match(subjects[1]!, /^Duplicata n°2 de la facture /);
  assert.ok(mails.some(({ text }) => /Duplicata n°2 .* même fichier que le premier envoi/.test(text)));
  const [first, ...others] = mails.map(({ attachments }) => toHex(attachments[0]!.bytes));
  assert.ok(others.every((bytes) => bytes === first));
  const page = await alice.client.get(act("journal"));
  assert.match(page.text, /vérifiée à l’instant/);
  await world.owner.trial.begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    await sql`update cell.sales_documents set notes = 'autre chose' where id = ${invoice.id}`;
  });
  const changed = await alice.client.get(act("journal"));
  assert.match(changed.text, /ne dit plus ce qui a été scellé/);
  await alice.client.post(paths.proofsCheck(slug));
  assert.match((await alice.client.get(paths.proofs(slug))).text, /Le dossier ne dit plus ce qui a été scellé/);
});
