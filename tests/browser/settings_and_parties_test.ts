import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { newId } from "../../lib/platform/random.ts";
import { paths } from "../../routes/paths.ts";
import { makeCast, type Player } from "../cast.ts";
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
const { alice, bob, denis, atelier, garage } = await makeCast(app);
const { slug } = atelier;

async function openAs(player: Player, options: PageOptions = {}): Promise<Page> {
  const page = await openPage({ baseUrl: app.baseUrl, ...options });
  const [name = "", value = ""] = player.client.cookies().split("; ")[0]!.split(/=(.*)/s);
  await page.context().addCookies([{ name, value, url: app.baseUrl }]);
  return page;
}

/** Accessible, nothing wider than the screen. */
async function assertSound(page: Page): Promise<void> {
  await assertAccessible(page);
  assert.equal(await page.evaluate("document.documentElement.scrollWidth - innerWidth"), 0, page.url());
}

async function save(page: Page): Promise<void> {
  await page.keyboard.press("Control+Enter");
}

for (const width of Object.keys(WIDTHS) as (keyof typeof WIDTHS)[]) {
  Deno.test(`the owner follows what is missing, is told what is wrong, and completes the company, ${width}`, async () => {
    const player = width === "phone" ? denis : alice;
    const page = await openAs(player, { width });
    await page.goto(paths.company(width === "phone" ? garage.slug : slug));
    await assertSound(page);
    await page.getByRole("link", { name: /Indiquez le SIREN/ }).click();
    assert.match(page.url(), /#f-siren$/);

    await page.getByLabel("Forme juridique").selectOption({ label: "Entreprise individuelle (EI)" });
    await page.getByLabel("SIREN", { exact: true }).fill("732 829 321");
    await page.getByLabel("Adresse", { exact: true }).fill("12 rue des Lilas");
    await page.getByLabel("Code postal").fill("69003");
    await page.getByLabel("Ville", { exact: true }).fill("Lyon");
    await page.getByLabel(/^Franchise en base/).check();
    await save(page);
    await page.getByRole("alert").getByRole("link", { name: /Ce SIREN/ }).waitFor();
    assert.equal(await page.getByLabel("Ville", { exact: true }).inputValue(), "Lyon", "nothing typed was lost");
    await assertSound(page);

    await page.getByRole("alert").getByRole("link", { name: /Ce SIREN/ }).click();
    await page.getByLabel("SIREN", { exact: true }).fill("732 829 320");
    await save(page);
    await page.getByText("Réglages enregistrés").waitFor();
    assert.equal(await page.getByText(/avant d’émettre/).count(), 0);
    await assertSound(page);
    // The browser tells of each refused form (422) in its console: that one was wanted.
    await closePage(page);
  });

  Deno.test(`the pages of a dossier are accessible and fit, empty and full, ${width}`, async () => {
    const customer = await makeCustomer(`Menuiserie de la Presqu’île et du Vieux-Lyon ${width}`);
    const item = await makeItem(`Dépose, évacuation et remplacement complet d’un chauffe-eau ${width}`);
    const page = await openAs(alice, { width });
    const full = [paths.customers(slug), paths.customer(slug, customer), paths.editCustomer(slug, customer)];
    const more = [paths.items(slug), paths.item(slug, item), paths.categories(slug), paths.activity(slug)];
    const forms = [paths.newCustomer(slug), paths.newItem(slug), paths.customers(slug, { q: "personne" })];
    for (const path of [...full, ...more, ...forms, paths.customerActivity(slug, customer)]) {
      await page.goto(path);
      await assertSound(page);
    }
    assertNoFaults(page);
    await closePage(page);
    const stranger = await openAs(denis, { width });
    for (const path of [paths.customers(garage.slug), paths.items(garage.slug), paths.categories(garage.slug)]) {
      await stranger.goto(path);
      await assertSound(stranger);
    }
    assertNoFaults(stranger);
    await closePage(stranger);
  });
}

Deno.test("a customer is made by keyboard, with a second contact, found while typing, and archived", async () => {
  const page = await openAs(bob);
  await page.goto(paths.customers(slug));
  await page.getByRole("link", { name: "Nouveau client" }).press("Enter");
  await page.waitForURL(`**${paths.newCustomer(slug)}`);
  await page.getByLabel("Raison sociale").fill("Serrurerie Bellecour");
  const first = page.getByRole("group", { name: "Contact 1" });
  await first.getByLabel(/^Nom/).fill("Inès");
  await first.getByLabel("Adresse e-mail").fill("ines@bellecour.example");
  await page.getByRole("button", { name: "Ajouter un contact" }).click();
  const second = page.getByRole("group", { name: "Contact 2" });
  await second.getByLabel("Adresse e-mail").waitFor();
  assert.equal(await page.evaluate("document.activeElement.id"), "f-contacts-1-name", "the new row has the focus");
  assert.equal(await page.getByLabel("Raison sociale").inputValue(), "Serrurerie Bellecour");
  await second.getByLabel("Adresse e-mail").fill("compta@bellecour.example");
  await assertSound(page);
  await save(page);
  await page.getByText("Fiche créée").waitFor();
  await page.getByRole("link", { name: "compta@bellecour.example" }).waitFor();

  await page.goto(paths.customers(slug));
  await page.getByLabel("Nom, référence, e-mail, SIREN ou ville").fill("bellec");
  await page.waitForURL(/q=bellec/);
  await page.getByRole("link", { name: "Serrurerie Bellecour" }).click();
  await page.getByText("Archiver", { exact: true }).click();
  await assertSound(page);
  await page.getByRole("button", { name: "Archiver la fiche" }).click();
  await page.getByText("Fiche archivée").waitFor();
  assertNoFaults(page);
  await closePage(page);
});

Deno.test("the kind of a customer decides which fields are asked", async () => {
  const page = await openAs(alice, { width: "phone" });
  await page.goto(paths.newCustomer(slug));
  await page.getByLabel("Type de client").selectOption({ label: "Particulier" });
  await page.getByLabel("Prénom").waitFor();
  assert.equal(await page.getByLabel("SIREN", { exact: true }).count(), 0);
  await page.getByLabel("Type de client").selectOption({ label: "Administration ou collectivité" });
  await page.getByLabel(/Code service/).waitFor();
  await assertSound(page);
  assertNoFaults(page);
  await closePage(page);
});

Deno.test("without JavaScript a customer, an article and a category are made all the same", async () => {
  const page = await openAs(alice, { javaScript: false });
  await page.goto(paths.newCustomer(slug));
  await page.getByLabel("Type de client").selectOption({ label: "Particulier" });
  await page.getByRole("button", { name: "Afficher les champs de ce type" }).click();
  await page.getByLabel("Nom", { exact: true }).first().fill("Sansscript");
  await page.getByRole("button", { name: "Ajouter un contact" }).click();
  await page.getByRole("group", { name: "Contact 2" }).getByLabel("Nom").fill("Deuxième");
  // Enter saves: it does not add one more contact.
  await page.getByLabel("Ville", { exact: true }).first().press("Enter");
  await page.getByText("Fiche créée").waitFor();
  await page.getByText("Deuxième").waitFor();

  await page.goto(paths.categories(slug));
  await page.getByLabel("Nom").fill("Sans script");
  await page.getByLabel("Nom").press("Enter");
  await page.getByText("Catégorie créée").waitFor();
  await page.goto(paths.newItem(slug));
  await page.getByLabel("Désignation").fill("Visite");
  await page.getByLabel("Prix unitaire").fill("35");
  await page.getByLabel("Catégorie").selectOption({ label: "Sans script" });
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await page.getByText("Article créé").waitFor();
  await closePage(page);
});

Deno.test("two people at the same article: the second is told, shown both, and may save again", async () => {
  const id = await makeItem("Partagé");
  const page = await openAs(alice);
  await page.goto(paths.item(slug, id));
  await alice.client.postJson(paths.item(slug, id), { version: 1, unitPrice: "50" });
  await page.getByLabel("Prix unitaire").fill("60");
  await save(page);
  await page.getByRole("link", { name: "Prix unitaire. Enregistré : « 50 ». Votre saisie : « 60 »." }).waitFor();
  await assertSound(page);
  await save(page);
  await page.getByText("Article enregistré").waitFor();
  assert.equal(await page.getByLabel("Prix unitaire").inputValue(), "60,00");
  await closePage(page);
});

async function makeCustomer(name: string): Promise<string> {
  const contacts = [{ name: "Zoé Petit", role: "Comptabilité", email: "compta@menuiserie-de-la-presquile.example" }];
  const address = { addressLine1: "3 quai de Saône", postcode: "69009", city: "Lyon", country: "FR" };
  const body = { kind: "professional", name, isSupplier: true, ...address, contacts };
  const reply = await alice.client.postJson(paths.customers(slug), body);
  return reply.json<{ customer: { id: string } }>().customer.id;
}

async function makeItem(name: string): Promise<string> {
  const body = {
    name,
    kind: "product",
    reference: newId().slice(-12),
    unitPrice: "1240,5",
    unitCode: "HUR",
    vatRateBp: "20",
  };
  return (await alice.client.postJson(paths.items(slug), body)).json<{ item: { id: string } }>().item.id;
}
