/** An invoice from the blank editor to the customer's link, as people do it: mouse, thumb, keyboard, without script. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { aCompanyForm } from "../../lib/company/testing.ts";
import { paths } from "../../routes/paths.ts";
import { signUpAs } from "../cast.ts";
import { completeCompany, makeCustomer, makeDocument } from "../routes/d/_sales.ts";
import { serveApp } from "../support/app.ts";
import { assertAccessible } from "../support/axe.ts";
import { assertNoFaults, closePage, openPage, type PageOptions, WIDTHS } from "../support/browser.ts";
import { openWorld } from "../support/world.ts";

const world = await openWorld();
const app = await serveApp(world);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});
const { player: alice, dossier: atelier } = await signUpAs(app, {
  email: "alice@atelier-dupre.example",
  company: aCompanyForm().name!,
});
await completeCompany(alice, atelier);
const customerId = await makeCustomer(alice, atelier);
await alice.client.postJson(paths.items(atelier.slug), {
  kind: "service",
  name: "Pose d’un évier inox",
  unitCode: "C62",
  unitPrice: "240",
  vatRateBp: "20",
});
const widths = Object.keys(WIDTHS) as (keyof typeof WIDTHS)[];

/** A page of Alice's, signed in. */
async function open(options: PageOptions = {}): Promise<Page> {
  const page = await openPage({ baseUrl: app.baseUrl, ...options });
  const cookies = alice.client.cookies().split("; ").map((pair) => {
    const at = pair.indexOf("=");
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url: app.baseUrl };
  });
  await page.context().addCookies(cookies);
  return page;
}

/** Counts what a person does and waits for: presses of the mouse, pages loaded. */
async function counted(page: Page): Promise<{ clicks: () => Promise<number>; loads: () => number }> {
  let clicks = 0, loads = 0;
  await page.exposeFunction("countClick", () => void clicks++);
  await page.addInitScript(() => addEventListener("pointerdown", () => Reflect.get(globalThis, "countClick")(), true));
  page.on("load", () => void loads++);
  return { clicks: () => Promise.resolve(clicks), loads: () => loads };
}

async function assertNothingSideways(page: Page): Promise<void> {
  const over = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
  assert.ok(Number(over) <= 0, `${page.url()} scrolls sideways by ${over} px`);
}

for (const width of widths) {
  Deno.test(`an invoice is created, issued and mailed in at most 8 clicks and 2 page loads (${width})`, async () => {
    const page = await open({ width });
    await page.goto(paths.documents(atelier.slug, "invoice"));
    const { clicks, loads } = await counted(page);
    await page.reload();
    const before = loads();
    await page.getByRole("link", { name: "Nouvelle facture" }).first().click();
    await page.locator("[name=customerName]").pressSequentially("dup");
    await page.getByRole("option", { name: /Dupont SARL/ }).click();
    await page.getByLabel("Désignation, ligne 1").click();
    await page.keyboard.type("pose");
    await page.getByRole("option", { name: /Pose d’un évier/ }).click();
    const send = page.getByRole("button", { name: "Émettre et envoyer à compta@dupont.fr" });
    await page.getByText("288,00 €").first().waitFor();
    await send.click();
    await page.getByRole("heading", { level: 1, name: /Facture FA/ }).waitFor();
    await page.waitForLoadState("load");
    assert.ok(await clicks() <= 8, `${await clicks()} clicks`);
    assert.ok(loads() - before <= 2, `${loads() - before} page loads`);
    await page.locator("figure svg").first().waitFor();
    await assertAccessible(page);
    await assertNothingSideways(page);
    assertNoFaults(page);
    await closePage(page);
  });
}

Deno.test("the whole flow goes by keyboard alone", async () => {
  const page = await open();
  await page.goto(paths.documents(atelier.slug, "invoice"));
  await page.keyboard.press("n");
  await page.waitForURL("**/nouvelle");
  await page.keyboard.type("dupont");
  await page.getByRole("option", { name: /Dupont SARL/ }).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  const cell = page.getByLabel("Désignation, ligne 1");
  for (let i = 0; i < 10 && !await focused(page, "lines.0.label"); i++) await page.keyboard.press("Tab");
  assert.ok(await cell.evaluate((element) => element === element.ownerDocument.activeElement));
  await page.keyboard.type("Dépannage");
  while (!await focused(page, "lines.0.price")) await page.keyboard.press("Tab");
  await page.keyboard.type("80");
  await page.keyboard.press("Enter");
  assert.ok(await focused(page, "lines.1.label"), "Enter opens the next line");
  await page.keyboard.type("Déplacement");
  while (!await focused(page, "lines.1.price")) await page.keyboard.press("Tab");
  await page.keyboard.type("20");
  await page.getByText("120,00 €").first().waitFor();
  await page.keyboard.press("Control+Shift+Enter");
  await page.getByRole("heading", { level: 1, name: /Facture FA/ }).waitFor();
  assert.match(await page.locator("main").innerText(), /120,00/);
  assertNoFaults(page);
  await closePage(page);
});

async function focused(page: Page, name: string): Promise<boolean> {
  return await page.evaluate("document.activeElement?.getAttribute('name')") === name;
}

Deno.test("a draft saves itself, is found again by Back and reload, and Enter in a field sends nothing", async () => {
  const page = await open();
  await page.goto(paths.newDocument(atelier.slug, "invoice"));
  await page.getByLabel("Objet").fill("Gardé tout seul");
  await page.getByText(/Brouillon enregistré à/).waitFor();
  assert.equal(new URL(page.url()).pathname.endsWith("/nouvelle"), false);
  await page.reload();
  assert.equal(await page.getByLabel("Objet").inputValue(), "Gardé tout seul");
  await page.getByLabel("Objet").press("Enter");
  await page.getByText("Brouillon enregistré.").waitFor();
  await page.getByRole("heading", { level: 1, name: "Brouillon de facture" }).waitFor();
  assertNoFaults(page);
  await closePage(page);
});

Deno.test("titles and subtotals join the lines in place, and a customer is made without leaving", async () => {
  const page = await open();
  await page.goto(paths.newDocument(atelier.slug, "invoice"));
  await page.getByLabel("Désignation, ligne 1").fill("Pose");
  await page.getByLabel("PU HT, ligne 1").fill("100");
  await page.getByRole("button", { name: "+ titre" }).click();
  await page.locator("tr[data-line=title]").waitFor();
  assert.equal(await page.getByLabel("PU HT, ligne 1").inputValue(), "100");
  await page.getByText("Nouveau client").click();
  await page.getByLabel("Nom ou raison sociale").fill("Martin & Fils");
  await page.locator("[name='newCustomer.email']").fill("martin@exemple.fr");
  await page.getByRole("button", { name: "Créer ce client" }).click();
  await page.getByRole("button", { name: /envoyer à martin@exemple\.fr/ }).waitFor();
  assert.equal(await page.locator("[name=customerName]").inputValue(), "Martin & Fils");
  assert.equal(await page.getByLabel("Désignation, ligne 1").inputValue(), "Pose");
  await closePage(page);
});

Deno.test("without script an invoice is written, recomputed and issued", async () => {
  const page = await open({ javaScript: false });
  await page.goto(paths.newDocument(atelier.slug, "invoice"));
  await page.locator("[name=customerName]").fill("Dupont SARL");
  await page.locator("[name='lines.0.label']").fill("Pose");
  await page.locator("[name='lines.0.price']").fill("100");
  await page.getByRole("button", { name: "ligne", exact: true }).click();
  await page.locator("[name='lines.1.label']").fill("Joint");
  await page.locator("[name='lines.1.price']").fill("20");
  await page.getByRole("button", { name: /Recalculer/ }).click();
  assert.match(await page.locator("#totals").innerText(), /144,00/);
  await page.locator("#acts button[value=issue]").click();
  await page.getByRole("heading", { level: 1, name: /Facture FA/ }).waitFor();
  assert.match(await page.locator("main").innerText(), /Joint/);
  await closePage(page);
});

for (const width of widths) {
  Deno.test(`every page of the journey is accessible and fits (${width})`, async () => {
    const quote = await makeDocument(alice, atelier, { kind: "quote", customerId, subject: "Cuisine" });
    await alice.client.postJson(paths.documentAct(atelier.slug, quote, "envoi"), { to: `zoe-${width}@dupont.fr` });
    const draft = await makeDocument(alice, atelier, { kind: "invoice", customerId });
    const issued = await makeDocument(alice, atelier, { kind: "invoice", customerId, issue: true });
    await app.runJobs();
    const mail = (await app.mailbox.list()).find(({ to }) => to.includes(`zoe-${width}@dupont.fr`));
    const [link] = /\/document\/\S+/.exec(mail!.text) ?? [];
    const page = await open({ width });
    const places = [
      paths.documents(atelier.slug, "invoice"),
      paths.documents(atelier.slug, "quote"),
      paths.documents(atelier.slug, "credit_note"),
      paths.newDocument(atelier.slug, "invoice"),
      paths.newDocument(atelier.slug, "quote"),
      paths.document(atelier.slug, draft),
      paths.document(atelier.slug, issued),
      paths.document(atelier.slug, quote),
      paths.documentAct(atelier.slug, issued, "journal"),
      link!,
    ];
    for (const place of places) {
      await page.goto(place);
      await page.waitForLoadState("networkidle");
      await assertAccessible(page);
      await assertNothingSideways(page);
    }
    assertNoFaults(page);
    await closePage(page);
  });
}

Deno.test("a customer opens the link on his phone, accepts, and the quote becomes an invoice", async () => {
  const quote = await makeDocument(alice, atelier, { kind: "quote", customerId, subject: "Salle de bains" });
  await alice.client.postJson(paths.documentAct(atelier.slug, quote, "envoi"), { to: "client@dupont.fr" });
  await app.runJobs();
  const mail = (await app.mailbox.list()).find(({ to }) => to.includes("client@dupont.fr"));
  const page = await openPage({ width: "phone", baseUrl: app.baseUrl });
  await page.goto(/\/document\/\S+/.exec(mail!.text)![0]);
  await page.getByLabel("Votre nom").first().fill("Zoé Petit");
  await page.getByLabel(/Bon pour accord/).check();
  await page.getByRole("button", { name: "Accepter le devis" }).click();
  await page.getByText("Vous avez accepté ce devis").waitFor();
  await closePage(page);

  const ours = await open();
  await ours.goto(paths.document(atelier.slug, quote));
  await ours.getByRole("button", { name: "Facturer" }).click();
  await ours.getByRole("heading", { level: 1, name: "Brouillon de facture" }).waitFor();
  await ours.locator("#acts button[value=issue]").click();
  await ours.getByRole("heading", { level: 1, name: /Facture FA/ }).waitFor();
  await ours.getByLabel("Montant reçu").fill("100");
  await ours.getByRole("button", { name: "Enregistrer le règlement" }).click();
  await ours.getByText("payée en partie").first().waitFor();
  await ours.getByText(/^Scellée$/).click();
  await ours.getByText("Rang dans la chaîne").waitFor();
  assertNoFaults(ours);
  await closePage(ours);
});
