import assert from "node:assert/strict";
import { paths } from "../../../routes/paths.ts";
import { linkMailedTo, PASSWORD } from "../../cast.ts";
import { serveApp } from "../../support/app.ts";
import { assertAccessible } from "../../support/axe.ts";
import { assertNoFaults, closePage, openPage, WIDTHS } from "../../support/browser.ts";
import { openWorld } from "../../support/world.ts";

const world = await openWorld();
const app = await serveApp(world);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});

const PAGES = [
  paths.home(),
  paths.signUp(),
  paths.signUpSent(),
  paths.signIn(),
  paths.forgottenPassword(),
  paths.mailbox(),
  "/nowhere",
];

for (const width of Object.keys(WIDTHS) as (keyof typeof WIDTHS)[]) {
  Deno.test(`the public pages break no rule of accessibility and throw nothing, on a ${width}`, async () => {
    for (const path of PAGES) {
      const page = await openPage({ width, baseUrl: app.baseUrl });
      await page.goto(path);
      await assertAccessible(page);
      if (path !== "/nowhere") assertNoFaults(page);
      await closePage(page);
    }
  });

  Deno.test(`without JavaScript a visitor goes from the offers into his dossier, on a ${width}`, async () => {
    const page = await openPage({ width, baseUrl: app.baseUrl, javaScript: false });
    const email = `${width}@plomberie.example`;
    await page.goto(paths.home());
    await page.getByRole("link", { name: "Essayer gratuitement" }).first().click();
    await page.getByRole("button", { name: "Créer mon dossier" }).click();
    assert.equal(await page.locator("[role=alert]").count(), 1);
    await page.getByLabel("Adresse e-mail").fill(email);
    await page.getByLabel("Nom de l’entreprise").fill(`Plomberie ${width}`);
    await page.getByLabel("Mot de passe").fill(PASSWORD);
    await page.getByRole("button", { name: "Créer mon dossier" }).click();
    await page.getByRole("heading", { name: "Regardez vos mails" }).waitFor();
    await page.goto(await linkMailedTo(app, email));
    await page.getByRole("button", { name: /Confirmer/ }).click();
    await page.waitForURL(`**${paths.dossier(`plomberie-${width}`)}`);
    await closePage(page);
  });
}

Deno.test("signing in brings back to the page that was asked for, and signing out leaves nothing behind", async () => {
  const page = await openPage({ baseUrl: app.baseUrl });
  const dossier = paths.dossier("plomberie-desktop");
  await page.goto(dossier);
  await page.getByLabel("Adresse e-mail").fill("desktop@plomberie.example");
  await page.getByLabel("Mot de passe").fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.waitForURL(`**${dossier}`);
  await page.locator(".avatar summary").click();
  await page.getByRole("button", { name: "Se déconnecter" }).click();
  await page.waitForURL(`**${paths.signIn()}`);
  await page.goto(dossier);
  assert.ok(page.url().includes(paths.signIn()));
  assertNoFaults(page);
  await closePage(page);
});
