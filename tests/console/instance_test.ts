import assert from "node:assert/strict";
import { shiftClock } from "../../lib/platform/clock.ts";
import { newId } from "../../lib/platform/random.ts";
import { ACT_REASON } from "../../lib/identity/operator.ts";
import { sampleSirets } from "../../lib/instances/operator.ts";
import { paths as backOffice } from "../../console/paths.ts";
import { paths } from "../../routes/paths.ts";
import { signUpAs } from "../cast.ts";
import { completeCompany, makeCustomer, makeDocument } from "../routes/d/_sales.ts";
import { openApp } from "../support/app.ts";
import type { Reply } from "../support/client.ts";
import { openConsole } from "../support/console.ts";
import { openWorld, TRIAL_CELL } from "../support/world.ts";
import { aVisitor } from "../lib/identity/_people.ts";
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
const page = backOffice.siret(dossier.tenantId);
await sampleSirets(aVisitor(), TRIAL_CELL);
/** The SIRET that `completeCompany` declares. */
const SIRET = "73282932000074";

function send(to: readonly string[], over: Record<string, unknown> = {}): Promise<Reply> {
  return alice.client.postJson(paths.documentAct(dossier.slug, invoice, "envoi"), { to: to.join(","), ...over });
}

function confirm(fields: Record<string, string> = {}): Promise<Reply> {
  return odile.post(backOffice.siret(dossier.tenantId), { siret: SIRET, reason: "Vu au répertoire Sirene", ...fields });
}

function withdraw(reason: string): Promise<Reply> {
  return odile.post(backOffice.siretWithdrawal(dossier.tenantId), { reason });
}

Deno.test("the page of a dossier shows where it lives and the SIRET it declares, and nothing of its business", async () => {
  const shown = await odile.get(backOffice.instance(dossier.tenantId));
  assert.equal(shown.status, 200);
  for (const word of ["Atelier Dupré", "trial-1", "732\u00a0829\u00a0320\u00a000074", "a ouvert le dossier", page]) {
    assert.ok(shown.text.includes(word), word);
  }
  for (const word of ["Dupont", alice.email, invoice.number!, "FR76"]) assert.ok(!shown.text.includes(word), word);
  assert.ok((await odile.get("/")).text.includes(backOffice.instance(dossier.tenantId)));
  assert.match((await odile.get(page)).text, /Confirmer le SIRET/);
});

Deno.test("a trial mails twenty documents a day, to ten addresses it never wrote to, and no more", async () => {
  const ten = Array.from({ length: 10 }, (_, i) => `a${i}@client.example`);
  assert.equal((await send(ten, { cc: "b@client.example" })).status, 429);
  for (let sent = 0; sent < 20; sent++) assert.equal((await send(["compta@dupont.fr"])).status, 202);
  const refused = await send(["compta@dupont.fr"]);
  assert.equal(refused.status, 429);
  assert.equal(refused.json()["code"], "sales.trial_limit");
});

Deno.test("a confirmation wants a SIRET that can exist, and a reason", async () => {
  const wrongs = [{ siret: "" }, { siret: "123" }, { siret: "73282932000075" }, { siret: "x".repeat(10_000) }];
  const reasons = [{ reason: "" }, { reason: " \n" }, { reason: "a\u0000b" }, {
    reason: "é".repeat(ACT_REASON.max + 1),
  }];
  for (const wrong of [...wrongs, ...reasons]) {
    const reply = await confirm(wrong);
    assert.equal(reply.status, 422, JSON.stringify(wrong).slice(0, 80));
  }
  const kept = await confirm({ siret: "404 833 048 00023", reason: "" });
  assert.match(kept.text, /404 833 048/);
  assert.equal((await send(["compta@dupont.fr"])).status, 429);
});

Deno.test("unknown dossiers and what is no id lead to no page, and nothing is written", async () => {
  const fields = { siret: SIRET, reason: "Vu au registre" };
  for (const other of [newId(), "x", "%27"]) {
    assert.equal((await odile.get(backOffice.instance(other))).status, 404, other);
    assert.equal((await odile.post(backOffice.siret(other), fields)).status, 404, other);
    assert.equal((await odile.post(backOffice.siretWithdrawal(other), fields)).status, 404, other);
  }
  assert.equal((await withdraw("Rien n’est confirmé")).status, 409);
  assert.equal((await world.owner.control`select act from control.instance_acts`).length, 0);
});

Deno.test("another SIRET than the dossier's own lifts nothing", async () => {
  assert.equal((await confirm({ siret: "404 833 048 00022" })).status, 303);
  assert.equal((await send(["compta@dupont.fr"])).status, 429);
  assert.match((await odile.get(page)).text, /déclare un autre SIRET/);
  assert.equal((await withdraw("Erreur de saisie")).status, 303);
});

Deno.test("the SIRET confirmed, the limits are gone at the next request; the act is kept with who and why", async () => {
  assert.equal((await confirm()).status, 303);
  assert.equal((await send(["compta@dupont.fr"])).status, 202);
  const shown = await odile.get(backOffice.instance(dossier.tenantId));
  for (const word of ["a confirmé le SIRET", "Vu au répertoire Sirene", "Odile"]) {
    assert.ok(shown.text.includes(word), word);
  }
});

Deno.test("a confirmation that is taken back puts the limits again", async () => {
  assert.equal((await withdraw("")).status, 422);
  assert.equal((await send(["compta@dupont.fr"])).status, 202);
  assert.equal((await withdraw("Établissement fermé")).status, 303);
  assert.equal((await send(["compta@dupont.fr"])).status, 429);
  assert.match((await odile.get(backOffice.instance(dossier.tenantId))).text, /a retiré la confirmation/);
});

Deno.test("an active dossier has no limits, and no SIRET to confirm", async () => {
  await world.owner.control`update control.instances set state = 'active' where tenant_id = ${dossier.tenantId}`;
  assert.equal((await send(["compta@dupont.fr"])).status, 202);
  assert.equal((await confirm()).status, 409);
  assert.doesNotMatch((await odile.get(page)).text, /Confirmer le SIRET/);
});
