import assert from "node:assert/strict";
import { paths } from "../../routes/paths.ts";
import { makeCast, PASSWORD } from "../cast.ts";
import { serveApp } from "../support/app.ts";
import { assertAccessible } from "../support/axe.ts";
import { assertNoFaults, closeBrowser, closePage, openPage, plugAuthenticator } from "../support/browser.ts";
import { openWorld } from "../support/world.ts";
import { completeCompany } from "../routes/d/_sales.ts";

const world = await openWorld();
const app = await serveApp(world);
const cast = await makeCast(app);
Deno.test.afterAll(async () => {
  await closeBrowser();
  await app.close();
  await world.close();
});

Deno.test("a passkey is added on a phone, signs in by itself, and is refused once it was removed", async () => {
  const page = await openPage({ width: "phone", baseUrl: app.baseUrl });
  await page.goto(paths.signIn());
  await page.getByLabel("Adresse e-mail").fill(cast.bob.email);
  await page.getByLabel("Mot de passe").fill(PASSWORD);
  await page.getByRole("button", { name: "Se connecter", exact: true }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/connexion"));
  await page.goto(paths.security());
  // Plugged into a page of ours: a blank one lives in another process of the browser. axe would unplug it.
  const device = await plugAuthenticator(page);
  await page.getByLabel("Nom de la clé").fill("Téléphone de chantier");
  await page.getByRole("button", { name: "Ajouter une clé" }).click();
  await page.getByText("Téléphone de chantier").waitFor();
  assert.equal((await device.credentialIds()).length, 1);

  await page.context().clearCookies();
  await page.goto(paths.signIn(paths.security()));
  await page.getByRole("button", { name: "Se connecter avec une clé d’accès" }).click();
  await page.waitForURL(`**${paths.security()}`);

  await page.getByText("Téléphone de chantier").click();
  await page.getByText("Retirer", { exact: true }).click();
  await page.getByRole("button", { name: "Retirer cette clé" }).click();
  await page.getByText("Téléphone de chantier").waitFor({ state: "detached" });
  // From here on the browser writes the refusal down as a fault.
  assertNoFaults(page);
  await page.context().clearCookies();
  await page.goto(paths.signIn());
  await page.getByRole("button", { name: "Se connecter avec une clé d’accès" }).click();
  await page.getByText(/n’a pas pu être reconnue/).first().waitFor();
  await closePage(page);
});

for (const width of ["phone", "desktop"] as const) {
  Deno.test(`the security of the sign-in and the sign-in itself are accessible, ${width}`, async () => {
    const page = await openPage({ width, baseUrl: app.baseUrl });
    await page.goto(paths.signIn());
    await assertAccessible(page);
    await page.getByLabel("Adresse e-mail").fill(cast.alice.email);
    await page.getByLabel("Mot de passe").fill(PASSWORD);
    await page.getByRole("button", { name: "Se connecter", exact: true }).click();
    await page.waitForURL((url) => !url.pathname.startsWith("/connexion"));
    await page.goto(paths.security());
    await assertAccessible(page);
    assertNoFaults(page);
    await closePage(page);
  });
}

Deno.test("a passkey signs the change of IBAN that waits, and opens the rule of the second step", async () => {
  const { denis, garage } = cast, { slug } = garage;
  await completeCompany(denis, garage);
  const { company } = (await denis.client.getJson(paths.company(slug))).json<{ company: { version: number } }>();
  const wish = { version: String(company.version), iban: "FR7630006000011234567890189" };
  await denis.client.post(paths.company(slug), wish);
  const page = await openPage({ width: "phone", baseUrl: app.baseUrl });
  const [name = "", value = ""] = denis.client.cookies().split("; ")[0]!.split(/=(.*)/s);
  await page.context().addCookies([{ name, value, url: app.baseUrl }]);
  await page.goto(paths.security());
  await plugAuthenticator(page);
  await page.getByLabel("Nom de la clé").fill("Téléphone");
  await page.getByRole("button", { name: "Ajouter une clé" }).click();
  await page.getByText("jamais utilisée").waitFor();

  await page.goto(paths.company(slug));
  await page.getByRole("button", { name: "Confirmer avec ma clé d’accès" }).click();
  await page.getByText("Le nouvel IBAN est confirmé").waitFor();

  await page.goto(paths.dossierSecurity(slug));
  await page.getByText("Exiger la deuxième étape").click();
  await page.getByRole("button", { name: "L’exiger de tous" }).click();
  await page.getByText("Deuxième étape exigée.").waitFor();
  await assertAccessible(page);
  assert.equal(await page.evaluate("document.documentElement.scrollWidth - innerWidth"), 0);
  assertNoFaults(page);
  await closePage(page);
});
