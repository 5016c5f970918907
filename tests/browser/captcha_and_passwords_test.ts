import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import type { Uuid } from "../../lib/base/ids.ts";
import { codeOf } from "../../lib/identity/captcha/captcha_code.ts";
import { paths } from "../../routes/paths.ts";
import { addMember, PASSWORD, signUpAs } from "../cast.ts";
import { signInWithCode } from "../routes/account/_sign_in.ts";
import { serveApp } from "../support/app.ts";
import { assertAccessible } from "../support/axe.ts";
import { assertNoFaults, closePage, openPage, WIDTHS } from "../support/browser.ts";
import { openWorld } from "../support/world.ts";

const world = await openWorld();
const app = await serveApp(world, { captcha: "always" });
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});
const { player: alice, dossier } = await signUpAs(app, { email: "alice@atelier.example", company: "Atelier Dupré" });
const { player: bob } = await signUpAs(app, { email: "bob@atelier.example", company: "Bob" });
await addMember(dossier, { player: bob, profile: "sales" });
await alice.client.postJson(paths.passwordPolicy(dossier.slug), { minLength: "10", maxAttempts: "3" });

/** Accessible, nothing wider than the screen. */
async function assertSound(page: Page): Promise<void> {
  await assertAccessible(page);
  assert.equal(await page.evaluate("document.documentElement.scrollWidth - innerWidth"), 0, page.url());
}

/** The code of the picture on the page, as somebody who reads it. */
async function readPicture(page: Page): Promise<string> {
  const picture = 'document.querySelector("img.captcha")';
  assert.equal(await page.evaluate(`${picture}.decode().then(() => ${picture}.naturalWidth > 0)`), true);
  return codeOf(await page.locator("input[name=captchaId]").inputValue() as Uuid);
}

for (const javaScript of [true, false]) {
  const how = javaScript ? "with" : "without";
  Deno.test(`on a phone, ${how} JavaScript, a person copies the code, is told it is wrong, and copies another`, async () => {
    const page = await openPage({ width: "phone", baseUrl: app.baseUrl, javaScript });
    await page.goto(paths.signIn());
    if (javaScript) {
      await readPicture(page);
      await assertSound(page);
    }
    await page.getByLabel("Adresse e-mail").fill(alice.email);
    await page.getByLabel("Mot de passe", { exact: true }).fill(PASSWORD);
    await page.getByLabel("Code de l’image").fill("AAAAAA");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").getByRole("link", { name: /Ce n’est pas le code/ }).waitFor();
    if (javaScript) await assertSound(page);
    assert.equal(await page.getByLabel("Adresse e-mail").inputValue(), alice.email);
    await page.getByLabel("Mot de passe", { exact: true }).fill(PASSWORD);
    const id = await page.locator("input[name=captchaId]").inputValue() as Uuid;
    await page.getByLabel("Code de l’image").fill(codeOf(id).toLowerCase());
    await page.getByRole("button", { name: "Se connecter", exact: true }).click();
    await page.waitForURL(`**${paths.dossier(dossier.slug)}`);
    await closePage(page);
  });
}

Deno.test("who cannot see the picture asks for the code by mail, with the keyboard alone", async () => {
  const page = await openPage({ width: "phone", baseUrl: app.baseUrl });
  await page.goto(paths.signIn());
  await page.getByLabel("Adresse e-mail").fill(alice.email);
  await page.getByRole("button", { name: "Recevoir le code par e-mail" }).press("Enter");
  await page.getByText("le code vient de lui être envoyé").waitFor();
  await assertSound(page);
  assertNoFaults(page);
  await app.runJobs();
  const code = await readPicture(page);
  const mails = (await app.mailbox.list()).filter(({ text }) => text.includes(code));
  assert.equal(mails.length, 1);
  await page.getByLabel("Mot de passe", { exact: true }).fill(PASSWORD);
  await page.getByLabel("Code de l’image").fill(code);
  await page.keyboard.press("Enter");
  await page.waitForURL(`**${paths.dossier(dossier.slug)}`);
  await closePage(page);
});

for (const width of Object.keys(WIDTHS) as (keyof typeof WIDTHS)[]) {
  Deno.test(`the administrator sees a weak policy, mends it, and opens a blocked account, ${width}`, async () => {
    for (let i = 0; i < 3; i++) await signInWithCode(app, { email: bob.email, password: "un tout autre mot secret" });
    const page = await openPage({ width, baseUrl: app.baseUrl });
    const [name = "", value = ""] = alice.client.cookies().split("; ")[0]!.split(/=(.*)/s);
    await page.context().addCookies([{ name, value, url: app.baseUrl }]);
    await alice.client.postJson(paths.passwordPolicy(dossier.slug), { minLength: "10", maxAttempts: "3" });
    await page.goto(paths.dossierSecurity(dossier.slug));
    await page.getByText("faible, 47,0 bits").waitFor();
    await assertSound(page);
    await page.getByLabel("Longueur minimale").fill("7");
    await page.getByRole("button", { name: "Enregistrer les règles" }).click();
    await page.getByRole("alert").getByRole("link", { name: /longueur de 8 à 64/ }).waitFor();
    await page.getByLabel("Longueur minimale").fill("14");
    for (const kind of [/chiffre/, /minuscule/, /majuscule/]) await page.getByLabel(kind).check();
    await page.getByRole("button", { name: "Enregistrer les règles" }).click();
    await page.getByText("forte, 83,4 bits").waitFor();
    await page.getByRole("button", { name: /^Débloquer/ }).click();
    await page.getByText("Compte débloqué").waitFor();
    await page.getByText("Aucun membre n’est bloqué").waitFor();
    await assertSound(page);
    await closePage(page);
  });

  Deno.test(`the link of a blocked account shows one button, ${width}`, async () => {
    for (let i = 0; i < 3; i++) await signInWithCode(app, { email: bob.email, password: "un tout autre mot secret" });
    await app.runJobs();
    const link = new RegExp(`${app.baseUrl}(/deblocage/[\\w-]+)`);
    const found = (await app.mailbox.list()).map(({ text }) => link.exec(text)?.[1]).find((path) => path !== undefined);
    const page = await openPage({ width, baseUrl: app.baseUrl, javaScript: false });
    await page.goto(found!);
    await page.getByRole("button", { name: "Débloquer mon compte" }).click();
    await page.waitForURL(`**${paths.signIn()}`);
    await closePage(page);
    assert.equal((await signInWithCode(app, { email: bob.email, password: PASSWORD })).status, 200);
  });
}
