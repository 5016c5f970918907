import assert from "node:assert/strict";
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
const { alice, chloe, denis, atelier, garage } = await makeCast(app);
await completeCompany(alice, atelier);
const customerId = await makeCustomer(alice, atelier);

/** An issued invoice of 288,00 €. */
async function issued(): Promise<{ page: string; pay: string; id: string }> {
  const { id } = await makeDocument(alice, atelier, { kind: "invoice", customerId, issue: true });
  const name = { kind: "invoice", id } as const;
  return { id, page: paths.document(atelier.slug, name), pay: paths.documentAct(atelier.slug, name, "reglements") };
}

async function paid(page: string): Promise<number> {
  const { document } = (await alice.client.getJson(page)).json<{ document: Record<string, number> }>();
  return document["paidCents"]!;
}

Deno.test("a part, then the rest: the state follows, and the form proposes what remains", async () => {
  const { page, pay } = await issued();
  assert.match((await alice.client.get(page)).text, /value="288,00"/);
  const part = await alice.client.follow(await alice.client.post(pay, { amount: "88,00", mode: "cheque" }));
  assert.match(part.text, /payée en partie/);
  assert.match(part.text, /value="200,00"/);
  const whole = await alice.client.follow(await alice.client.post(pay, { amount: "200" }));
  assert.match(whole.text, /> ?payée<|payée<\/span>/);
  assert.equal(/id="encaisser"/.test(whole.text), false);
});

Deno.test("the same payment sent twice is one payment", async () => {
  const { page, pay } = await issued();
  const form = { paymentId: newId(), amount: "10" };
  await alice.client.post(pay, form);
  assert.equal((await alice.client.post(pay, form)).status, 303);
  assert.equal(await paid(page), 1_000);
});

const REFUSED: readonly [name: string, form: Record<string, string>, field: string, sentence: RegExp][] = [
  ["nothing", { amount: "" }, "amount", /nombre positif/],
  ["less than nothing", { amount: "-5" }, "amount", /nombre positif/],
  ["words", { amount: "beaucoup" }, "amount", /nombre positif/],
  ["more than what is due", { amount: "288,01" }, "amount", /dépasse ce qui reste dû/],
  ["tomorrow’s money", { amount: "5", receivedOn: "2099-01-01" }, "receivedOn", /futur/],
  ["a day that is none", { amount: "5", receivedOn: "2026-02-30" }, "receivedOn", /n’existe pas/],
  ["shells", { amount: "5", mode: "coquillages" }, "mode", /proposé/],
];

for (const [name, form, field, sentence] of REFUSED) {
  Deno.test(`${name} is no payment, and what was typed stays`, async () => {
    const { page, pay } = await issued();
    const refused = await alice.client.post(pay, { reference: "VIR 12", ...form });
    assert.equal(refused.status, 422);
    assert.match(refused.text, new RegExp(`id="f-${field}-error"`));
    assert.match(refused.text, sentence);
    assert.match(refused.text, /value="VIR 12"/);
    assert.equal(await paid(page), 0);
    const json = await alice.client.postJson(pay, form);
    assert.deepEqual([json.status, json.json()["field"]], [422, field]);
  });
}

Deno.test("a payment is taken back with its reason, once; the invoice is due again", async () => {
  const { page, pay, id } = await issued();
  const { id: payment } = (await alice.client.postJson(pay, { amount: "288" })).json<{ id: string }>();
  const back = paths.paymentReversal(atelier.slug, payment);
  const silent = await alice.client.post(back, { reason: "", invoice: id });
  assert.equal(silent.status, 422);
  assert.match(silent.text, /Dites pourquoi/);
  const done = await alice.client.post(back, { reason: "Chèque impayé", invoice: id });
  assert.match((await alice.client.follow(done)).text, /Chèque impayé/);
  assert.equal(await paid(page), 0);
  assert.equal((await alice.client.postJson(back, { reason: "Encore" })).status, 409);
  assert.equal(
    (await alice.client.postJson(paths.paymentReversal(atelier.slug, newId()), { reason: "x" })).status,
    404,
  );
});

Deno.test("a draft receives no payment", async () => {
  const draft = await makeDocument(alice, atelier, { kind: "invoice", customerId });
  const reply = await alice.client.postJson(paths.documentAct(atelier.slug, draft, "reglements"), { amount: "5" });
  assert.equal(reply.status, 409);
});

Deno.test("a stranger pays nothing here, an accountant only reads", async () => {
  const { id, pay, page } = await issued();
  const { id: payment } = (await alice.client.postJson(pay, { amount: "5" })).json<{ id: string }>();
  const elsewhere = paths.documentAct(garage.slug, { kind: "invoice", id }, "reglements");
  for (const path of [pay, elsewhere, paths.paymentReversal(garage.slug, payment)]) {
    assert.equal((await denis.client.postJson(path, { amount: "5", reason: "x" })).status, 404, path);
  }
  assert.equal((await chloe.client.postJson(pay, { amount: "5" })).status, 403);
  assert.equal(
    (await chloe.client.postJson(paths.paymentReversal(atelier.slug, payment), { reason: "x" })).status,
    403,
  );
  const headers = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
  assert.equal((await alice.client.post(pay, { amount: "5" }, { headers })).status, 403);
  assert.equal(await paid(page), 500);
});
