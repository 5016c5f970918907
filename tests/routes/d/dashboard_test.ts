import assert from "node:assert/strict";
import type { Ctx } from "../../../lib/base/ctx.ts";
import { addToDate, type IsoDate } from "../../../lib/base/dates.ts";
import { formatCents } from "../../../lib/base/money.ts";
import { openTestCompany } from "../../../lib/company/testing.ts";
import { newId } from "../../../lib/platform/random.ts";
import type { Dashboard } from "../../../lib/reports/mod.ts";
import { createDraft, recordPayment } from "../../../lib/sales/mod.ts";
import { aDraftForm, aDraftInvoice, anIssuedInvoice, SALES_RIGHTS } from "../../../lib/sales/testing.ts";
import { paths } from "../../../routes/paths.ts";
import { makeCast } from "../../cast.ts";
import { aBuyer } from "../../lib/sales/_seller.ts";
import { assertAccessible } from "../../support/axe.ts";
import { serveApp } from "../../support/app.ts";
import { assertNoFaults, closePage, openPage, type PageOptions, WIDTHS } from "../../support/browser.ts";
import { aCtx, openWorld } from "../../support/world.ts";

const world = await openWorld();
const app = await serveApp(world);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});
const { alice, bob, denis, atelier, garage } = await makeCast(app);
const page = paths.dossier(atelier.slug);

const WEBER = { name: "Weber & Fils", siren: "412 984 734", vatNumber: "FR83412984734" };

/** The ctx of Alice at work, on a day. */
function atWork(today?: IsoDate): Ctx {
  const rights = [...SALES_RIGHTS, "company:write", "company:read", "customers:write", "dashboard:read"] as const;
  const ctx = aCtx(atelier.tenantId, { rights, personId: alice.personId });
  return today ? { ...ctx, today } : ctx;
}

async function filled(): Promise<void> {
  const ctx = atWork();
  await openTestCompany(ctx);
  const [noel, weber] = [await aBuyer(ctx), await aBuyer(ctx, WEBER)];
  // Dates of a series never go back: the oldest first.
  for (const months of [-13, -11, -8, -5, -3]) {
    const on = addToDate(ctx.today, { months });
    const lines = [{ label: "Chantier", quantity: String(20 + months), unit: "HUR", price: "310", vat: "20" }];
    const invoice = await anIssuedInvoice({ ...ctx, today: on }, months % 2 ? noel : weber, { issueOn: on, lines });
    const { grossCents } = invoice;
    const amount = months < -5 ? String(grossCents / 100n) : "50";
    await recordPayment(ctx, { id: newId(), invoiceId: invoice.id, form: { amount } });
  }
  await anIssuedInvoice(ctx, weber);
  await aDraftInvoice(ctx, noel);
  await createDraft(ctx, { id: newId(), kind: "quote", form: aDraftForm(noel) });
}

Deno.test("a new dossier is led to its first invoice, and shown no row of noughts", async () => {
  const { text, status } = await denis.client.get(paths.dossier(garage.slug));
  assert.equal(status, 200);
  assert.match(text, /Vers votre première facture/);
  assert.match(text, /encore 4 étapes/);
  assert.match(text, new RegExp(`href="${paths.company(garage.slug)}"[^>]*>Compléter<`));
  for (const word of ["À encaisser", "À relancer", "Chiffre d’affaires"]) assert.equal(text.includes(word), false);
});

Deno.test("the dashboard names what is late and what is due, each line leading to its invoice", async () => {
  await filled();
  const { invoices } = (await alice.client.getJson(page)).json<{ invoices: NonNullable<Dashboard["invoices"]> }>();
  assert.deepEqual([invoices.late.count, invoices.open.count, invoices.drafts], [2, 3, 1]);
  const { text } = await alice.client.get(page);
  for (const { id } of [...invoices.toChase, ...invoices.awaiting]) {
    assert.ok(text.includes(`href="${paths.document(atelier.slug, { kind: "invoice", id })}"`));
  }
  assert.match(text, /À relancer/);
  assert.match(text, /en retard de \d+ j/);
  assert.match(text, /Weber &amp; Fils/);
  assert.equal(text.includes("première facture"), false);
});

Deno.test("each chart is also a table, whose figures are those of the answer in JSON", async () => {
  const { turnover } = (await alice.client.getJson(page)).json<{ turnover: NonNullable<Dashboard["turnover"]> }>();
  const { text } = await alice.client.get(page);
  const tables = text.match(/<details class="chart-figures">.*?<\/details>/gs) ?? [];
  assert.equal(tables.length, 2);
  for (const { netCents } of turnover.months) assert.ok(tables[0]!.includes(`>${formatCents(BigInt(netCents))}<`));
  assert.ok(text.includes(`${formatCents(BigInt(turnover.thisYearCents))} en `));
});

Deno.test("somebody who may not read invoices sees neither what is owed nor what was earned", async () => {
  const { text } = await bob.client.get(page);
  assert.match(text, /Devis en attente/);
  for (const word of ["À encaisser", "À relancer", "Chiffre d’affaires", "Nouvelle facture", "Weber"]) {
    assert.equal(text.includes(word), false, word);
  }
  const { invoices, turnover } = (await bob.client.getJson(page)).json<Dashboard>();
  assert.deepEqual([invoices, turnover], [null, null]);
  assert.equal((await denis.client.get(page)).status, 404);
});

const looks: readonly PageOptions[] = (Object.keys(WIDTHS) as (keyof typeof WIDTHS)[]).flatMap((width) =>
  (["light", "dark"] as const).map((colorScheme) => ({ width, colorScheme }))
);
for (const look of looks) {
  const coloursOnly = look.colorScheme === "dark";
  Deno.test(`axe finds nothing on the dashboard, ${look.width}, ${look.colorScheme}, full and new`, async () => {
    for (const [player, slug] of [[alice, atelier.slug], [denis, garage.slug]] as const) {
      const shown = await openPage({ ...look, baseUrl: app.baseUrl });
      const [name = "", value = ""] = player.client.cookies().split("=");
      await shown.context().addCookies([{ name, value, url: app.baseUrl }]);
      await shown.goto(paths.dossier(slug));
      await assertAccessible(shown, { coloursOnly });
      const wide = await shown.evaluate<boolean>("document.documentElement.scrollWidth > innerWidth");
      assert.equal(wide, false, "nothing scrolls sideways");
      assertNoFaults(shown);
      const folder = Deno.env.get("W4_SHOTS");
      if (folder) {
        await shown.screenshot({ path: `${folder}/${slug}-${look.width}-${look.colorScheme}.png`, fullPage: true });
      }
      await closePage(shown);
    }
  });
}
