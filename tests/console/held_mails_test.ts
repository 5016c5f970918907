import assert from "node:assert/strict";
import { now, shiftClock } from "../../lib/platform/clock.ts";
import { newId } from "../../lib/platform/random.ts";
import { paths as backOffice } from "../../console/paths.ts";
import { carryOutMailDecision } from "../../lib/sales/carry_out_mail_decision_job.ts";
import { paths } from "../../routes/paths.ts";
import { signUpAs } from "../cast.ts";
import { completeCompany, makeCustomer, makeDocument } from "../routes/d/_sales.ts";
import { openApp } from "../support/app.ts";
import { openClient, type Reply } from "../support/client.ts";
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
const { player: denis } = await signUpAs(app, { email: "denis@garage-morel.example", company: "Garage Morel" });
await completeCompany(alice, dossier);
const customerId = await makeCustomer(alice, dossier);
const invoice = await makeDocument(alice, dossier, { kind: "invoice", customerId, issue: true });
const odile = await signInOdile(operators);
const { trial, control } = world.owner;
const LINK = "Payez sur https://paie.evil.example/x";

/** Sends the invoice and gives the sending's id. */
async function send(over: Record<string, string> = {}): Promise<string> {
  const sendingId = newId();
  const fields = { to: "compta@dupont.fr", sendingId, ...over };
  const reply = await alice.client.postJson(paths.documentAct(dossier.slug, invoice, "envoi"), fields);
  assert.equal(reply.status, 202, reply.text);
  await app.runJobs();
  return sendingId;
}

async function stateOf(id: string): Promise<string> {
  const [row] = await trial`select state from cell.sendings where id = ${id}`;
  return row!["state"];
}

async function mailsTo(address: string): Promise<readonly { subject: string; text: string; messageId?: string }[]> {
  return (await app.mailbox.list()).filter(({ to }) => to.includes(address));
}

function decide(mail: string, decision: string, reason = "Vu avec l’entreprise"): Promise<Reply> {
  return odile.post(backOffice.heldMail(dossier.tenantId, mail), { decision, reason });
}

function documentPage(): Promise<Reply> {
  return alice.client.get(paths.document(dossier.slug, invoice));
}

Deno.test("plain words leave at once, and nothing waits for the operator", async () => {
  assert.equal(await stateOf(await send({ message: "Bonjour, voici la facture." })), "sent");
  assert.match((await odile.get(backOffice.reviews())).text, /Aucun envoi retenu ne répond/);
});

Deno.test("a link in a trial's message holds the mail: the page says why, nothing leaves", async () => {
  const before = (await mailsTo("compta@dupont.fr")).length;
  const held = await send({ message: LINK });
  assert.equal(await stateOf(held), "held");
  assert.equal((await mailsTo("compta@dupont.fr")).length, before);
  const page = await documentPage();
  assert.match(page.text, /en attente de vérification/);
  assert.match(page.text, /l’adresse paie\.evil\.example/);
});

Deno.test("the operator sees dossier, since and fragment, and nothing else of the mail", async () => {
  const held = await send({ message: `${LINK}, Monsieur Dupont` });
  for (const path of [backOffice.reviews(), backOffice.heldMail(dossier.tenantId, held)]) {
    const shown = await odile.get(path);
    assert.equal(shown.status, 200);
    for (const word of ["Atelier Dupré", "paie.evil.example"]) assert.ok(shown.text.includes(word), word);
    for (const word of ["dupont", "Monsieur", invoice.number!, "288", "Payez"]) {
      assert.ok(!shown.text.includes(word), `${path} shows ${word}`);
    }
  }
});

Deno.test("another IBAN holds the mail and is shown by its ends; the dossier's own does not", async () => {
  const held = await send({ message: "Réglez au DE89 3704 0044 0532 0130 00" });
  const shown = await odile.get(backOffice.heldMail(dossier.tenantId, held));
  assert.match(shown.text, /DE89 •••• 3000/);
  assert.ok(!shown.text.includes("3704"));
  const { company } = (await alice.client.getJson(paths.company(dossier.slug))).json<{ company: { iban: string } }>();
  assert.equal(await stateOf(await send({ message: `Notre IBAN : ${company.iban}` })), "sent");
});

Deno.test("what stands in the document itself holds it too: subject, notes and lines", async () => {
  const line = { label: "Pose, voir www.evil.example", price: "10", vat: "20", quantity: "1", unit: "C62" };
  for (const over of [{ subject: "Voir evil.com" }, { notes: "Voir evil.com" }, { lines: [line] }]) {
    const quote = await makeDocument(alice, dossier, { kind: "quote", customerId, ...over });
    const sent = await alice.client.postJson(paths.documentAct(dossier.slug, quote, "envoi"), { to: "a@b.fr" });
    assert.equal(sent.status, 202);
  }
  await app.runJobs();
  assert.deepEqual((await mailsTo("a@b.fr")).length, 0);
});

Deno.test("released, the mail leaves once under its own Message-ID, however often the job runs", async () => {
  const held = await send({ message: LINK });
  assert.equal((await decide(held, "released")).location, backOffice.reviews());
  const before = (await mailsTo("compta@dupont.fr")).length;
  await app.runJobs();
  const job = { now: now(), personId: null, request: { id: newId(), ip: "" } };
  await carryOutMailDecision(job, { tenantId: dossier.tenantId, sendingId: held as never });
  await app.runJobs();
  assert.equal(await stateOf(held), "sent");
  assert.equal((await mailsTo("compta@dupont.fr")).length, before + 1);
  const [row] = await trial`select message_id from cell.sendings where id = ${held}`;
  assert.ok(row!["message_id"].startsWith(held));
  const journal = await alice.client.get(paths.documentAct(dossier.slug, invoice, "journal"));
  assert.match(journal.text, /envoi vérifié, le mail part/);
});

Deno.test("refused, the mail never leaves; the person reads why on the page and in a mail", async () => {
  const held = await send({ message: LINK });
  const before = (await mailsTo("compta@dupont.fr")).length;
  assert.equal((await decide(held, "refused", "Ce lien n’est pas celui de votre entreprise.")).status, 303);
  // Control first, then what it asked of the cell.
  for (const _ of ["control", "cell"]) await app.runJobs();
  assert.equal(await stateOf(held), "refused");
  assert.equal((await mailsTo("compta@dupont.fr")).length, before);
  assert.match((await documentPage()).text, /Ce lien n’est pas celui de votre entreprise\./);
  const told = (await mailsTo(alice.email)).filter(({ subject }) => subject.includes("n’est pas parti"));
  assert.equal(told.length, 1);
  assert.match(told[0]!.text, /Ce lien n’est pas celui/);
});

Deno.test("a decision wants a reason and one of the two answers, and is taken once", async () => {
  const held = await send({ message: LINK });
  for (
    const [decision, reason] of [["released", ""], ["refused", " "], ["", "Vu ce matin"], ["perhaps", "Vu ce matin"]]
  ) {
    assert.equal((await decide(held, decision!, reason)).status, 422, `${decision} ${reason}`);
  }
  const answers = await Promise.all(["released", "refused"].map((decision) => decide(held, decision)));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 422]);
  assert.equal((await odile.get(backOffice.heldMail(dossier.tenantId, held))).status, 422);
  const acts = await control`select act from control.instance_acts where act like '%_mail'
    and tenant_id = ${dossier.tenantId}`;
  assert.equal(acts.length, 3);
});

Deno.test("unknown mails and another dossier's id lead to no page", async () => {
  const held = await send({ message: LINK });
  for (const path of [backOffice.heldMail(dossier.tenantId, newId()), backOffice.heldMail(newId(), held)]) {
    assert.equal((await odile.get(path)).status, 404);
    assert.equal((await odile.post(path, { decision: "released", reason: "Vu ce matin" })).status, 404);
  }
  assert.equal((await odile.get("/verifications/x/y")).status, 404);
  const stranger = openClient(operators);
  const path = backOffice.heldMail(dossier.tenantId, held);
  const cookie = denis.client.cookies().replace("paraphe=", "paraphe-console=");
  const forged = await stranger.post(path, { decision: "released", reason: "Vu ce matin" }, { headers: { cookie } });
  assert.equal(forged.location, backOffice.signIn());
  await app.runJobs();
  assert.equal(await stateOf(held), "held");
});

Deno.test("a form sent twice holds one mail, and the queue shows it once however often it is asked", async () => {
  await control`update control.held_mails set decision = 'refused', decided_at = now(), decision_reason = 'x'
    where decision is null`;
  await trial`delete from cell.jobs where kind = 'sales.ask_mail_review'`;
  shiftClock(26 * 3_600_000);
  const sendingId = await send({ message: LINK });
  await send({ message: LINK, sendingId });
  await trial`update cell.jobs set state = 'ready' where kind = 'sales.ask_mail_review'`;
  await app.runJobs();
  const rows = await control`select id from control.held_mails where decision is null`;
  assert.deepEqual(rows.map(({ id }) => id), [sendingId]);
});

Deno.test("once its SIRET is confirmed, and once it is active, a dossier's links leave at once", async () => {
  const again = await signInOdile(operators);
  const fields = { siret: "73282932000074", reason: "Vu au répertoire Sirene" };
  assert.equal((await again.post(backOffice.siret(dossier.tenantId), fields)).status, 303);
  assert.equal(await stateOf(await send({ message: LINK })), "sent");
  await control`update control.instances set confirmed_siret = null, siret_confirmed_at = null,
    siret_confirmed_by = null, state = 'active' where tenant_id = ${dossier.tenantId}`;
  assert.equal(await stateOf(await send({ message: LINK })), "sent");
});
