import assert from "node:assert/strict";
import { dayOf } from "../../../lib/base/dates.ts";
import { now } from "../../../lib/platform/clock.ts";
import { newId } from "../../../lib/platform/random.ts";
import type { DocumentSummary } from "../../../routes/d/documents_save.tsx";
import { paths } from "../../../routes/paths.ts";
import { makeCast } from "../../cast.ts";
import { openApp } from "../../support/app.ts";
import { openWorld } from "../../support/world.ts";
import { completeCompany, fieldsOf, LINE, makeCustomer, makeDocument } from "./_sales.ts";

const world = await openWorld();
const app = await openApp(world);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});
const { alice, bob, chloe, denis, atelier, garage } = await makeCast(app);
await completeCompany(alice, atelier);
const customerId = await makeCustomer(alice, atelier);
const list = paths.documents(atelier.slug, "invoice");
const today = dayOf(now());

function invoice(over: Record<string, unknown> = {}): Promise<DocumentSummary> {
  return makeDocument(alice, atelier, { kind: "invoice", customerId, ...over });
}

function draftOf(document: { id: string; kind: "invoice" | "quote" | "credit_note" }): string {
  return paths.document(atelier.slug, document);
}

Deno.test("an issued invoice is edited and deleted by nobody, and its page says why", async () => {
  const issued = await invoice({ issue: true });
  const page = draftOf(issued);
  const edited = await alice.client.postJson(page, { version: "1", customerId, lines: [LINE] });
  assert.equal(edited.status, 409);
  assert.match(edited.json<{ sentence: string }>().sentence, /avoir/);
  const deleted = await alice.client.post(paths.documentAct(atelier.slug, issued, "suppression"));
  assert.equal(deleted.status, 409);
  assert.match(deleted.text, /loi contre la fraude/);
  const shown = await alice.client.get(page);
  assert.match(shown.text, /ne s’efface pas/);
  assert.equal(shown.text.includes("/suppression"), false);
  assert.match(shown.text, /Scellée/);
});

Deno.test("a draft is deleted, and then nowhere", async () => {
  const draft = await invoice();
  assert.match((await alice.client.get(draftOf(draft))).text, /\/suppression/);
  const gone = await alice.client.post(paths.documentAct(atelier.slug, draft, "suppression"));
  assert.match((await alice.client.follow(gone)).text, /Brouillon supprimé/);
  assert.equal((await alice.client.get(draftOf(draft))).status, 404);
});

Deno.test("a date before the last number, and one in the future, are refused", async () => {
  await invoice({ issue: true });
  for (const issueOn of [`${today.slice(0, 4)}-01-01`, "2099-01-01"]) {
    const draft = await invoice({ issueOn });
    const refused = await alice.client.postJson(paths.documentAct(atelier.slug, draft, "emission"));
    assert.equal(refused.status, 422, issueOn);
  }
});

Deno.test("PDF and XML are the sealed file and its electronic half, for download only", async () => {
  const issued = await invoice({ issue: true });
  const [pdf, again, xml] = await Promise.all([
    alice.client.get(paths.documentAct(atelier.slug, issued, "pdf")),
    alice.client.get(paths.documentAct(atelier.slug, issued, "pdf")),
    alice.client.get(paths.documentAct(atelier.slug, issued, "xml")),
  ]);
  assert.match(
    pdf.headers.get("content-disposition")!,
    new RegExp(`attachment; filename="Facture ${issued.number}.pdf"`),
  );
  assert.equal(pdf.headers.get("x-content-type-options"), "nosniff");
  assert.equal(pdf.text.slice(0, 5), "%PDF-");
  assert.equal(pdf.text, again.text);
  assert.match(xml.headers.get("content-disposition")!, /\.xml"/);
  assert.match(xml.text, /CrossIndustryInvoice/);
  const draft = await invoice();
  for (const act of ["pdf", "xml"] as const) {
    assert.equal((await alice.client.get(paths.documentAct(atelier.slug, draft, act))).status, 409);
  }
});

Deno.test("a credit note is made from its invoice, issued, and the invoice says so; never more than the rest", async () => {
  const issued = await invoice({ issue: true });
  const made = await alice.client.post(paths.documentAct(atelier.slug, issued, "avoir"), { newId: newId() });
  const editor = await alice.client.follow(made);
  assert.match(editor.text, /Brouillon d’avoir/);
  const credited = await alice.client.post(made.location!, { ...fieldsOf(editor.text), act: "issue" });
  const shown = await alice.client.follow(credited);
  assert.match(shown.text, /Avoir AV2026-\d{4}/);
  assert.match((await alice.client.get(draftOf(issued))).text, /annulée par avoir/);
  const second = await alice.client.post(paths.documentAct(atelier.slug, issued, "avoir"), { newId: newId() });
  const id = second.location!.split("/").at(-1)!;
  const tooMuch = await alice.client.postJson(
    paths.documentAct(atelier.slug, { kind: "credit_note", id }, "emission"),
  );
  assert.equal(tooMuch.status, 422);
  assert.match(tooMuch.text, /dépasse ce qui reste/);
  const fromDraft = await alice.client.post(paths.documentAct(atelier.slug, await invoice(), "avoir"));
  assert.equal(fromDraft.status, 409);
});

Deno.test("the list narrows by view, finds by number, customer and amount, pages, and exports", async () => {
  const issued = await invoice({ issue: true, lines: [{ ...LINE, price: "1234,56" }] });
  for (const q of [issued.number!, "dupont", "1481,47"]) {
    const found = (await alice.client.getJson(paths.documents(atelier.slug, "invoice", { q })))
      .json<{ documents: { id: string }[] }>();
    assert.ok(found.documents.some(({ id }) => id === issued.id), q);
  }
  const drafts = await alice.client.get(paths.documents(atelier.slug, "invoice", { vue: "draft" }));
  assert.equal(drafts.text.includes(issued.number!), false);
  assert.match(
    (await alice.client.get(paths.documents(atelier.slug, "invoice", { q: "zzzz" }))).text,
    /Rien ne correspond/,
  );
  for (const strange of [{ vue: "toString" }, { apres: "x" }, { avant: `${newId()}.nope` }, { client: "1" }]) {
    assert.equal((await alice.client.get(paths.documents(atelier.slug, "invoice", strange))).status, 200);
  }
  const sheet = await alice.client.get(paths.documentsExport(atelier.slug, "invoice"));
  assert.match(sheet.headers.get("content-disposition")!, /\.xlsx"/);
  assert.equal(sheet.text.slice(0, 2), "PK");
});

Deno.test("a list of more than a page goes forward and back over the same lines", async () => {
  for (let i = 0; i < 27; i++) await makeDocument(denis, garage, { kind: "invoice", customerId: "" });
  const first = await denis.client.get(paths.documents(garage.slug, "invoice"));
  const [, older] = /href="([^"]+)" rel="next"/.exec(first.text) ?? [];
  const second = await denis.client.get(older!.replaceAll("&amp;", "&"));
  assert.equal(/rel="next"/.test(second.text), false);
  const [, newer] = /href="([^"]+)" rel="prev"/.exec(second.text) ?? [];
  const back = await denis.client.get(newer!.replaceAll("&amp;", "&"));
  assert.equal(rowsOf(back.text).join(), rowsOf(first.text).join());
  assert.equal(new Set([...rowsOf(first.text), ...rowsOf(second.text)]).size, 27);
});

function rowsOf(page: string): string[] {
  return [...page.matchAll(/class="row-link" href="([^"]+)"/g)].map(([, href]) => href!);
}

Deno.test("somebody else's invoice is unknown to a stranger, at every address and in his own dossier", async () => {
  const issued = await invoice({ issue: true });
  for (const slug of [atelier.slug, garage.slug]) {
    const at = paths.document(slug, issued);
    for (const path of [at, `${at}/pdf`, `${at}/xml`, `${at}/pages`, `${at}/journal`]) {
      assert.equal((await denis.client.get(path)).status, 404, path);
    }
    for (const act of ["", "/brouillon", "/suppression", "/emission", "/envoi", "/avoir", "/copie", "/reglements"]) {
      assert.equal((await denis.client.postJson(`${at}${act}`, { version: "1" })).status, 404, act);
    }
  }
  assert.equal((await alice.client.get(paths.document(atelier.slug, { kind: "quote", id: issued.id }))).status, 404);
  assert.equal((await alice.client.get(paths.document(atelier.slug, { kind: "invoice", id: newId() }))).status, 404);
  assert.equal((await alice.client.get(`${list}/nothing`)).status, 404);
});

Deno.test("who lacks the right is told which, and sees no button for it", async () => {
  const issued = await invoice({ issue: true });
  assert.equal((await bob.client.get(list)).status, 403);
  assert.equal((await bob.client.postJson(list, { lines: [LINE] })).status, 403);
  assert.equal((await chloe.client.postJson(list, { lines: [LINE] })).status, 403);
  for (const act of ["envoi", "avoir", "copie", "suppression", "reglements"] as const) {
    assert.equal((await chloe.client.postJson(paths.documentAct(atelier.slug, issued, act))).status, 403, act);
  }
  const page = await chloe.client.get(draftOf(issued));
  assert.equal(page.status, 200);
  assert.equal(/\/envoi"|\/reglements"|\/avoir"/.test(page.text), false);
  const draft = await invoice();
  assert.equal(/id="draft"/.test((await chloe.client.get(draftOf(draft))).text), false);
});

Deno.test("a post from another site's page is refused and does nothing", async () => {
  const draft = await invoice();
  const headers = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
  const forged = await alice.client.post(paths.documentAct(atelier.slug, draft, "suppression"), {}, { headers });
  assert.equal(forged.status, 403);
  assert.equal((await alice.client.get(draftOf(draft))).status, 200);
});

Deno.test("a form too large, too many fields and too many lines are refused", async () => {
  const huge = await alice.client.post(list, { notes: "x".repeat(5_000_000) });
  assert.equal(huge.status, 413);
  const lines = Array.from({ length: 501 }, () => LINE);
  const many = await alice.client.postJson(list, { customerId, lines });
  assert.equal(many.status, 422);
  assert.match(many.text, /500 lignes/);
});

Deno.test("« Qui a fait quoi » names who did what to the invoice, and shows its sealed records", async () => {
  const issued = await invoice({ issue: true });
  const journal = await alice.client.get(paths.documentAct(atelier.slug, issued, "journal"));
  assert.match(journal.text, new RegExp(`Facture ${issued.number} émise`));
  assert.match(journal.text, /id="preuve"/);
});
