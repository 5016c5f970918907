import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { freePort } from "../../lib/platform/db/embedded.ts";
import { paths } from "../../routes/paths.ts";
import { makeCast } from "../cast.ts";
import { serveApp } from "../support/app.ts";
import { assertAccessible } from "../support/axe.ts";
import { assertNoFaults, closePage, openPage, WIDTHS } from "../support/browser.ts";
import { startIdentityProvider } from "../support/identity_provider.ts";
import { openWorld } from "../support/world.ts";

const world = await openWorld();
const app = await serveApp(world);
const { alice, bob, denis, atelier, garage } = await makeCast(app);
const provider = await startIdentityProvider(
  [atelier, garage].map(({ slug }) => app.baseUrl + paths.companySignInReturn(slug)),
);
const down = `http://localhost:${await freePort()}`;
Deno.test.afterAll(async () => {
  await provider.stop();
  await app.close();
  await world.close();
});

/** Accessible, nothing wider than the screen. */
async function assertSound(page: Page): Promise<void> {
  await assertAccessible(page);
  assert.equal(await page.evaluate("document.documentElement.scrollWidth - innerWidth"), 0, page.url());
}

for (const width of Object.keys(WIDTHS) as (keyof typeof WIDTHS)[]) {
  // Each width its own dossier, so that neither finds what the other has done.
  const [owner, member, dossier] = width === "phone" ? [denis, denis, garage] : [alice, bob, atelier];

  Deno.test(`an administrator opens the company sign-in, is told what is wrong, and tries it, ${width}`, async () => {
    const page = await openPage({ baseUrl: app.baseUrl, width });
    const [name = "", value = ""] = owner.client.cookies().split("; ")[0]!.split(/=(.*)/s);
    await page.context().addCookies([{ name, value, url: app.baseUrl }]);
    await page.goto(paths.companySignInSettings(dossier.slug));
    await assertSound(page);
    await page.getByLabel("Adresse du serveur d’identité").fill("login.exemple.fr");
    await page.getByLabel("Domaines des adresses acceptées").fill("gmail.com");
    await page.getByRole("button", { name: "Enregistrer" }).click();
    await page.getByRole("alert").getByRole("link", { name: /appartient à tout le monde/ }).waitFor();
    await assertSound(page);
    await page.getByLabel("Adresse du serveur d’identité").fill(down);
    await page.getByLabel("Identifiant de l’application").fill(provider.clientId);
    await page.getByLabel("Secret de l’application").fill(provider.clientSecret);
    await page.getByLabel("Domaines des adresses acceptées").fill(member.email.split("@")[1]!);
    await page.getByRole("button", { name: "Enregistrer" }).click();
    await page.getByText("n’ont pas été essayés").waitFor();
    await page.getByRole("button", { name: "Essayer" }).click();
    await page.getByText("Essai refusé").waitFor();
    await page.getByLabel("Adresse du serveur d’identité").fill(provider.issuer);
    await page.getByLabel("Secret de l’application").fill(provider.clientSecret);
    await page.getByRole("button", { name: "Enregistrer" }).click();
    await page.getByText("n’ont pas été essayés").waitFor();
    await page.getByRole("button", { name: "Essayer" }).click();
    await page.getByText("Essai réussi").waitFor();
    await assertSound(page);
    // The browser tells of the refused form (422) in its console: that one was wanted.
    await closePage(page);
  });

  Deno.test(`a member goes from the sign-in page to his company and comes back into the dossier, ${width}`, async () => {
    provider.account = { subject: member.email, email: member.email, isVerified: true };
    const page = await openPage({ baseUrl: app.baseUrl, width });
    await page.goto(paths.signIn());
    await page.getByRole("link", { name: "Connexion de l’entreprise" }).click();
    await assertSound(page);
    await page.getByLabel("Nom du dossier dans son adresse").fill(dossier.slug);
    await page.getByRole("button", { name: "Continuer" }).click();
    await assertSound(page);
    await page.getByRole("button", { name: "Continuer avec mon entreprise" }).click();
    await page.waitForURL(`**${paths.dossier(dossier.slug)}`);
    await page.getByRole("heading", { name: "Tableau de bord" }).waitFor();
    assertNoFaults(page);
    await closePage(page);
  });

  Deno.test(`somebody who may not come in is told why, and may try again, ${width}`, async () => {
    provider.account = { subject: "other", email: "nobody@else.example", isVerified: true };
    const page = await openPage({ baseUrl: app.baseUrl, width });
    await page.goto(paths.companySignIn(dossier.slug));
    await page.getByRole("button", { name: "Continuer avec mon entreprise" }).click();
    await page.getByText("n’est pas d’un domaine accepté").waitFor();
    await page.getByRole("button", { name: "Recommencer" }).waitFor();
    await assertSound(page);
    await closePage(page);
  });
}
