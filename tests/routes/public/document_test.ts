import assert from "node:assert/strict";
import { newId } from "../../../lib/platform/random.ts";
import type { DocumentSummary } from "../../../routes/d/documents_save.tsx";
import { paths } from "../../../routes/paths.ts";
import { makeCast } from "../../cast.ts";
import { openApp } from "../../support/app.ts";
import { openClient } from "../../support/client.ts";
import { openWorld } from "../../support/world.ts";
import { completeCompany, fieldsOf, makeCustomer, makeDocument } from "../d/_sales.ts";

const world = await openWorld();
const app = await openApp(world);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});
const { alice, atelier } = await makeCast(app);
await completeCompany(alice, atelier);
const customerId = await makeCustomer(alice, atelier);

/** Makes a document, mails it, and gives the token of the link that the customer receives. */
async function mailed(
  kind: "quote" | "invoice",
  over: Record<string, unknown> = {},
): Promise<{ token: string; document: DocumentSummary }> {
  const issue = kind === "invoice";
  const made = await makeDocument(alice, atelier, { kind, customerId, issue, subject: "Cuisine", ...over });
  const to = `${newId()}@client.fr`;
  const act = paths.documentAct(atelier.slug, made, "envoi");
  const sent = await alice.client.postJson(act, { to });
  assert.equal(sent.status, 202, sent.text);
  await app.runJobs();
  const mail = (await app.mailbox.list()).find((one) => one.to.includes(to));
  const [, token] = /\/document\/(\S+)/.exec(mail?.text ?? "") ?? [];
  assert.ok(token, "the mail carries a link");
  return { token, document: sent.json<DocumentSummary>() };
}

function visitor() {
  return openClient(app);
}

const quote = await mailed("quote");
const invoice = await mailed("invoice");

Deno.test("whoever holds the link of a quote reads it, sees who sends it and what happens next", async () => {
  const page = await visitor().get(paths.publicDocument(quote.token));
  assert.equal(page.status, 200);
  assert.match(page.text, new RegExp(`Devis ${quote.document.number}`));
  assert.match(page.text, /Atelier Dupré/);
  assert.match(page.text, /SIREN/);
  assert.match(page.text, /Ce qui se passe ensuite/);
  assert.match(page.text, /<svg/);
  assert.equal(page.headers.get("referrer-policy"), "same-origin");
  assert.match(page.text, /<meta name="robots" content="noindex"/);
});

Deno.test("the link of an invoice says what is due, until when and how, until it is paid", async () => {
  const own = await mailed("invoice");
  const due = await visitor().get(paths.publicDocument(own.token));
  assert.match(due.text, /À payer/);
  assert.match(due.text, /288,00/);
  assert.match(due.text, /FR14 2004 1010/);
  assert.match(due.text, /Code de virement/);
  await alice.client.postJson(paths.documentAct(atelier.slug, own.document, "reglements"), { amount: "288" });
  const paid = await visitor().get(paths.publicDocument(own.token));
  assert.match(paid.text, /Rien à payer/);
  assert.equal(/Code de virement/.test(paid.text), false);
});

Deno.test("the PDF of a link is the very file that members download", async () => {
  const [theirs, ours] = await Promise.all([
    visitor().get(paths.publicDocument(invoice.token, "pdf")),
    alice.client.get(paths.documentAct(atelier.slug, invoice.document, "pdf")),
  ]);
  assert.equal(theirs.text, ours.text);
  assert.equal(theirs.headers.get("content-type"), "application/pdf");
});

Deno.test("the card of a link names issuer, kind and number, and is a picture", async () => {
  const card = await visitor().get(paths.publicDocument(invoice.token, "carte.png"));
  assert.equal(card.headers.get("content-type"), "image/png");
  assert.equal(card.text.slice(1, 4), "PNG");
  const page = await visitor().get(paths.publicDocument(invoice.token));
  const [, title] = /property="og:title" content="([^"]+)"/.exec(page.text) ?? [];
  assert.match(title!, /Facture .* Atelier Dupré/);
  assert.equal(/288|Dupont/.test(title!), false);
  const css = await visitor().get(paths.publicDocument(invoice.token, "couleur.css"));
  assert.match(css.text, /--accent/);
});

Deno.test("a quote is accepted by name and tick; the issuer sees who, and a second answer changes nothing", async () => {
  const own = await mailed("quote");
  const answer = paths.publicDocument(own.token, "reponse");
  const done = await visitor().post(answer, { answer: "accepted", signer: "Zoé Petit", agree: "on" });
  assert.equal(done.status, 303);
  const page = await visitor().get(done.location!);
  assert.match(page.text, /Vous avez accepté ce devis/);
  assert.equal(/name="agree"/.test(page.text), false);
  const again = await visitor().post(answer, { answer: "accepted", signer: "Zoé Petit", agree: "on" });
  assert.equal(again.status, 303);
  const other = await visitor().post(answer, { answer: "declined", declinedBy: "Zoé", reason: "Non" });
  assert.equal(other.status, 409);
  const ours = await alice.client.get(paths.document(atelier.slug, own.document));
  assert.match(ours.text, /accepté/);
  assert.match(ours.text, /Zoé Petit/);
});

Deno.test("a quote is declined with a reason", async () => {
  const own = await mailed("quote");
  const answer = paths.publicDocument(own.token, "reponse");
  const silent = await visitor().post(answer, { answer: "declined", declinedBy: "Zoé", reason: "" });
  assert.equal(silent.status, 422);
  assert.match(silent.text, /Dites pourquoi/);
  const done = await visitor().post(answer, { answer: "declined", declinedBy: "Zoé", reason: "Trop cher" });
  assert.match((await visitor().get(done.location!)).text, /Vous avez décliné/);
});

const INCOMPLETE: readonly [name: string, form: Record<string, string>, sentence: RegExp, kept: RegExp][] = [
  [
    "without a name",
    { answer: "accepted", agree: "on" },
    /Écrivez votre nom/,
    /name="agree"[^>]*checked|checked[^>]*name="agree"/,
  ],
  ["without the tick", { answer: "accepted", signer: "Zoé & fils" }, /Cochez la case/, /value="Zoé &amp; fils"/],
  ["declined without a name", { answer: "declined", reason: "Trop cher" }, /Écrivez votre nom/, /Trop cher/],
];

for (const [name, form, sentence, kept] of INCOMPLETE) {
  Deno.test(`an answer ${name} is refused, and what was given stays`, async () => {
    const refused = await visitor().post(paths.publicDocument(quote.token, "reponse"), form);
    assert.equal(refused.status, 422);
    assert.match(refused.text, sentence);
    assert.match(refused.text, kept);
  });
}

Deno.test("opening a link answers nothing, whoever opens it how often", async () => {
  for (let i = 0; i < 3; i++) await visitor().get(paths.publicDocument(quote.token));
  assert.equal((await visitor().get(paths.publicDocument(quote.token, "reponse"))).status, 404);
  const { answer } = (await visitor().getJson(paths.publicDocument(quote.token))).json<{ answer: unknown }>();
  assert.equal(answer, null);
});

Deno.test("an answer from another site's page is refused", async () => {
  const headers = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
  const form = { answer: "accepted", signer: "Eve", agree: "on" };
  const forged = await visitor().post(paths.publicDocument(quote.token, "reponse"), form, { headers });
  assert.equal(forged.status, 403);
});

Deno.test("an invoice is not answered, an expired quote neither", async () => {
  const form = { answer: "accepted", signer: "Zoé", agree: "on" };
  assert.equal((await visitor().post(paths.publicDocument(invoice.token, "reponse"), form)).status, 409);
  const old = await mailed("quote", { issueOn: "2026-01-02", validUntil: "2026-01-31" });
  assert.match((await visitor().get(paths.publicDocument(old.token))).text, /expiré/);
  assert.equal((await visitor().post(paths.publicDocument(old.token, "reponse"), form)).status, 409);
});

Deno.test("a quote that is being written anew is not shown before it is sent again", async () => {
  const own = await mailed("quote");
  const page = paths.document(atelier.slug, own.document);
  const fields = fieldsOf((await alice.client.get(`${page}/modifier`)).text);
  await alice.client.post(page, { ...fields, subject: "Prix secret", act: "save" });
  const shown = await visitor().get(paths.publicDocument(own.token));
  assert.match(shown.text, /en cours de modification/);
  assert.equal(/Prix secret|<figure/.test(shown.text), false);
  const form = { answer: "accepted", signer: "Zoé", agree: "on" };
  assert.equal((await visitor().post(paths.publicDocument(own.token, "reponse"), form)).status, 409);
  const pdf = await visitor().get(paths.publicDocument(own.token, "pdf"));
  assert.equal(pdf.status, 409);
});

Deno.test("unknown, malformed, foreign and expired links are one answer, after the same time", async () => {
  const expired = await mailed("invoice");
  await world.owner
    .trial`update cell.document_links set created_at = now() - interval '2 days', expires_at = now() - interval '1 day'
    where document_id = ${expired.document.id}`;
  const [publicId, secret] = invoice.token.split(".");
  const dead = [
    expired.token,
    `${publicId}.${"0".repeat(26)}`,
    `00000000.${secret}`,
    "nothing",
    `${publicId}.${secret}x`,
    encodeURIComponent("../../d/atelier-dupre"),
  ];
  const client = visitor();
  const answers = new Set<string>();
  for (const token of dead) {
    const started = performance.now();
    const reply = await client.get(paths.publicDocument(token));
    assert.ok(performance.now() - started >= 145, token);
    assert.equal(reply.status, 404, token);
    answers.add(reply.text);
  }
  assert.equal(answers.size, 1);
});

Deno.test("after twenty links that lead nowhere an address waits a minute; others do not", async () => {
  const client = visitor();
  for (let i = 0; i < 20; i++) assert.equal((await client.get(paths.publicDocument("nothing"))).status, 404);
  const limited = await client.get(paths.publicDocument("nothing"));
  assert.equal(limited.status, 429);
  assert.match(limited.text, /Trop de liens essayés/);
  assert.equal((await visitor().get(paths.publicDocument(invoice.token))).status, 200);
});

Deno.test("a link opens its document and nothing else of the dossier", async () => {
  const client = visitor();
  await client.get(paths.publicDocument(invoice.token));
  assert.equal(client.cookies(), "");
  assert.equal((await client.get(paths.documents(atelier.slug, "invoice"))).status, 303);
});
