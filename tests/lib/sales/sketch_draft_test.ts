import assert from "node:assert/strict";
import { newId } from "../../../lib/platform/random.ts";
import { createDraft, readDocument, sketchDraft } from "../../../lib/sales/mod.ts";
import { aDraftForm, aLine } from "../../../lib/sales/testing.ts";
import { aBuyer, aSeller, openSellersWorld } from "./_seller.ts";

const world = await openSellersWorld();
Deno.test.afterAll(() => world.close());
const ctx = await aSeller(world);
const customerId = await aBuyer(ctx);

Deno.test("sketchDraft gives the figures, the pre-flight and the page of a form, and stores nothing", async () => {
  const sketch = await sketchDraft(ctx, { kind: "invoice", form: aDraftForm(customerId) });
  assert.equal(sketch.totals.grossCents, 12_000n);
  assert.deepEqual([sketch.faults, sketch.points.filter(({ severity }) => severity === "blocking")], [[], []]);
  assert.match(sketch.preview.pages.join(), /Boulangerie/);
  await assert.rejects(readDocument(ctx, sketch.document.id), { status: 404 });
});

Deno.test("sketchDraft reads what can be read of a form under way, and names each fault at its field", async () => {
  const lines = [aLine(), aLine({ price: "" }), aLine({ quantity: "-1", price: "abc" })];
  const { totals, faults } = await sketchDraft(ctx, { kind: "invoice", form: { lines, issueOn: "2026-02-31" } });
  assert.equal(totals.netCents, 10_000n);
  assert.deepEqual(faults.map(({ field }) => field).sort(), [
    "issueOn",
    "lines.1.price",
    "lines.2.price",
    "lines.2.quantity",
  ]);
});

Deno.test("sketchDraft draws a page without a recipient, and asks for one", async () => {
  const { points, preview } = await sketchDraft(ctx, { kind: "quote", form: { lines: [aLine()] } });
  assert.ok(points.some(({ rule }) => rule === "document.customer"));
  assert.equal(preview.pages.length, 1);
});

Deno.test("sketchDraft leaves the draft that it is about as it is", async () => {
  const draft = await createDraft(ctx, { id: newId(), kind: "invoice", form: aDraftForm(customerId) });
  await sketchDraft(ctx, { kind: "invoice", id: draft.id, form: { lines: [] } });
  assert.deepEqual(await readDocument(ctx, draft.id), draft);
});

Deno.test("sketchDraft refuses whoever may not write, and knows nobody else's customer", async () => {
  const reader = { ...ctx, rights: new Set(["invoices:read"] as const) };
  await assert.rejects(sketchDraft(reader, { kind: "invoice", form: {} }), { status: 403 });
  await assert.rejects(sketchDraft({ ...ctx, rights: new Set(["quotes:write"]) }, { kind: "invoice", form: {} }), {
    status: 403,
  });
  const stranger = await aSeller(world);
  const { customer, preview } = await sketchDraft(stranger, { kind: "invoice", form: aDraftForm(customerId) });
  assert.equal(customer, null);
  assert.equal(/Boulangerie/.test(preview.pages.join()), false);
});
