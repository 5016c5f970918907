import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { paths } from "../../routes/paths.ts";
import { addMember, makeCast, type Player, signUpAs } from "../cast.ts";
import { serveApp } from "../support/app.ts";
import { assertAccessible } from "../support/axe.ts";
import { assertNoFaults, closePage, openPage, WIDTHS } from "../support/browser.ts";
import { openWorld } from "../support/world.ts";

const world = await openWorld();
const app = await serveApp(world);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});
const { atelier } = await makeCast(app);
const NEW_PASSWORD = "quatre vieux corbeaux bleus";

/** Somebody whose only place is at Atelier Dupré. */
async function aMember(name: string): Promise<Player> {
  const { player, dossier } = await signUpAs(app, { email: `${name}@example.fr`, company: name });
  await addMember(atelier, { player, profile: "reader" });
  await world.owner.control`delete from control.memberships where tenant_id = ${dossier.tenantId}`;
  return player;
}

/** Accessible, nothing wider than the screen. */
async function assertSound(page: Page): Promise<void> {
  await assertAccessible(page);
  assert.equal(await page.evaluate("document.documentElement.scrollWidth - innerWidth"), 0, page.url());
}

async function mailedPath(email: string, folder: string): Promise<string> {
  await app.runJobs();
  const link = new RegExp(`${app.baseUrl}(${folder}/[\\w-]+)`);
  const mails = (await app.mailbox.list()).filter(({ to }) => to.includes(email));
  return mails.map(({ text }) => link.exec(text)?.[1]).find((path) => path !== undefined)!;
}

for (const width of Object.keys(WIDTHS) as (keyof typeof WIDTHS)[]) {
  Deno.test(`who forgot his password chooses another by mail, and asks for help where the address is lost, ${width}`, async () => {
    const { email } = await aMember(`oublieux-${width}`);
    const page = await openPage({ baseUrl: app.baseUrl, width, javaScript: false });
    await page.goto(paths.signIn());
    await page.getByRole("link", { name: "Mot de passe oublié" }).click();
    await assertSoundWithout(page);
    await page.getByRole("button", { name: "Recevoir le lien" }).click();
    await page.getByRole("alert").waitFor();
    await page.getByLabel("Adresse e-mail").fill(email);
    await page.getByRole("button", { name: "Recevoir le lien" }).click();
    await page.getByRole("heading", { name: "Regardez vos mails" }).waitFor();
    await page.goto(await mailedPath(email, "/mot-de-passe-oublie/choix"));
    await page.getByLabel("Nouveau mot de passe").fill("court");
    await page.getByRole("button", { name: "Enregistrer ce mot de passe" }).click();
    await page.getByRole("alert").waitFor();
    await page.getByLabel("Nouveau mot de passe").fill(NEW_PASSWORD);
    await page.getByRole("button", { name: "Enregistrer ce mot de passe" }).click();
    await page.waitForURL(`**${paths.signIn()}`);
    await page.getByLabel("Adresse e-mail").fill(email);
    await page.getByLabel("Mot de passe").fill(NEW_PASSWORD);
    await page.getByRole("button", { name: "Se connecter" }).click();
    await page.waitForURL(`**${paths.dossier(atelier.slug)}`);
    await closePage(page);
  });

  Deno.test(`a person finds his account under his avatar and goes through each of its pages, ${width}`, async () => {
    const player = await aMember(`membre-${width}`);
    const page = await openPage({ baseUrl: app.baseUrl, width });
    const [name = "", value = ""] = player.client.cookies().split("; ")[0]!.split(/=(.*)/s);
    await page.context().addCookies([{ name, value, url: app.baseUrl }]);
    await page.goto(paths.dossier(atelier.slug));
    await page.locator(".avatar summary").click();
    await page.getByRole("link", { name: "Mon compte" }).click();
    await assertSound(page);
    await page.getByLabel("Votre nom").fill("Camille Roux");
    await page.getByRole("button", { name: "Enregistrer" }).click();
    await page.getByText("Profil enregistré.").waitFor();
    for (
      const [tab, title] of [["Adhésions", "Mes adhésions"], ["Sécurité", "Sécurité"], ["Appareils", "Mes appareils"]]
    ) {
      await page.getByRole("navigation", { name: "Votre compte" }).getByRole("link", { name: tab! }).click();
      await page.getByRole("heading", { name: title!, level: 1 }).waitFor();
      await assertSound(page);
    }
    await page.getByText("cet appareil").waitFor();
    for (const path of [paths.addressChange(), paths.addressSent(), paths.contact(), paths.contactSent()]) {
      await page.goto(path);
      await assertSound(page);
    }
    await page.goto(paths.accountDeletion());
    await assertSound(page);
    await page.getByLabel(/Recopiez votre adresse/).fill(player.email);
    await page.getByRole("button", { name: "Supprimer mon compte" }).click();
    await page.getByRole("heading", { name: "Votre compte est supprimé" }).waitFor();
    assertNoFaults(page);
    await closePage(page);
  });
}

/** Without scripts axe cannot run: what is left to see is that nothing overflows. */
async function assertSoundWithout(page: Page): Promise<void> {
  assert.ok((await page.locator("h1").count()) === 1);
}
