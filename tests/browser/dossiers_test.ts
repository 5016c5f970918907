import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { newId } from "../../lib/platform/random.ts";
import { paths } from "../../routes/paths.ts";
import { addMember, makeCast, type Player, signUpAs } from "../cast.ts";
import { completeCompany } from "../routes/d/_sales.ts";
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
const { alice, chloe, atelier, cabinet } = await makeCast(app);
await completeCompany(alice, atelier);
const { player: eve } = await signUpAs(app, { email: "eve@atelier-dupre.example", company: "Ève" });
await addMember(atelier, { player: eve, profile: "administrator" });
const { slug } = atelier;

async function openAs(player: Player, options: PageOptions = {}): Promise<Page> {
  const page = await openPage({ baseUrl: app.baseUrl, ...options });
  const [name = "", value = ""] = player.client.cookies().split("; ")[0]!.split(/=(.*)/s);
  await page.context().addCookies([{ name, value, url: app.baseUrl }]);
  return page;
}

async function assertSound(page: Page): Promise<void> {
  await assertAccessible(page);
  assert.equal(await page.evaluate("document.documentElement.scrollWidth - innerWidth"), 0, page.url());
}

for (const width of Object.keys(WIDTHS) as (keyof typeof WIDTHS)[]) {
  Deno.test(`from one dossier to another by the keyboard alone, into the same section, ${width}`, async () => {
    const page = await openAs(chloe, { width });
    await page.goto(paths.customers(slug));
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    const other = page.getByRole("link", { name: /Cabinet Lenoir/ });
    await other.waitFor();
    await assertSound(page);
    const focused = () => page.evaluate("document.activeElement.textContent");
    for (let n = 0; n < 3 && !String(await focused()).startsWith("Cabinet Lenoir"); n++) {
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Enter");
    await page.waitForURL(`**${paths.customers(cabinet.slug)}`);
    assertNoFaults(page);
    await closePage(page);
  });

  Deno.test(`a module switched off leaves the sidebar on the next page, ${width}`, async () => {
    const page = await openAs(alice, { width });
    await page.goto(paths.company(slug));
    await page.getByRole("button", { name: "Désactiver : Devis" }).click();
    await page.getByText("C’est fait.").waitFor();
    assert.equal(await page.locator(`#menu a[href="${paths.documents(slug, "quote")}"]`).count(), 0);
    await assertSound(page);
    await page.getByRole("button", { name: "Activer : Devis" }).click();
    await page.getByRole("button", { name: "Désactiver : Devis" }).waitFor();
    assert.equal(await page.locator(`#menu a[href="${paths.documents(slug, "quote")}"]`).count(), 1);
    assertNoFaults(page);
    await closePage(page);
  });

  Deno.test(`another IBAN waits in sight of everybody, and a second administrator refuses it, ${width}`, async () => {
    const page = await openAs(alice, { width });
    await page.goto(paths.company(slug));
    await page.locator("#f-iban").fill("FR76 3000 6000 0112 3456 7890 189");
    await page.keyboard.press("Control+Enter");
    await page.getByText("Un changement d’IBAN attend").waitFor();
    await assertSound(page);
    assert.equal(await page.getByRole("button", { name: "Confirmer maintenant" }).count(), 0);
    const second = await openAs(eve, { width });
    await second.goto(paths.company(slug));
    await second.getByRole("button", { name: "Confirmer maintenant" }).waitFor();
    await second.getByRole("button", { name: "Refuser ce changement" }).click();
    await second.getByText("Le changement d’IBAN est refusé").waitFor();
    for (const one of [page, second]) {
      assertNoFaults(one);
      await closePage(one);
    }
  });

  Deno.test(`the offers, their form and the page of a further dossier are accessible and fit, ${width}`, async () => {
    const page = await openAs(alice, { width });
    for (
      const path of [paths.offers(), paths.offers("tpe"), paths.terms(), paths.newDossier(), paths.dossiers("tous")]
    ) {
      await page.goto(path);
      await assertSound(page);
    }
    await page.goto(paths.newDossier());
    await page.getByLabel("Nom de l’entreprise").fill(`Atelier ${width} ${newId().slice(-4)}`);
    await page.getByRole("button", { name: "Ouvrir ce dossier" }).click();
    await page.waitForURL(`**/d/atelier-${width}-*`);
    assertNoFaults(page);
    await closePage(page);
  });

  Deno.test(`members: invited, invited again, withdrawn, given another profile; the last administrator stays, ${width}`, async () => {
    const page = await openAs(chloe, { width });
    const members = paths.members(cabinet.slug);
    await page.goto(members);
    await assertSound(page);
    await page.getByLabel("Adresse e-mail").fill("pas une adresse");
    await page.getByRole("button", { name: "Inviter" }).click();
    await page.getByRole("alert").waitFor();
    await assertSound(page);
    await page.getByLabel("Adresse e-mail").fill(`emma-${width}@example.fr`);
    await page.getByLabel("Profil").selectOption({ value: "sales" });
    await page.getByRole("button", { name: "Inviter" }).click();
    await page.getByText("Invitation envoyée.").waitFor();
    await assertSound(page);
    await page.getByRole("button", { name: "Renvoyer" }).click();
    await page.getByText("Invitation renvoyée.").waitFor();
    await page.getByRole("button", { name: "Retirer" }).click();
    await page.getByText("Invitation retirée.").waitFor();
    assert.equal(await page.getByText(`emma-${width}@example.fr`).count(), 0);
    const { player } = await signUpAs(app, { email: `paul-${width}@example.fr`, company: `Paul ${width}` });
    await addMember(cabinet, { player, profile: "reader" });
    await world.owner
      .control`insert into control.password_tries (person_id, used, blocked_at, link_hash, link_expires_at)
      values (${player.personId}, 20, now(), sha256(${player.personId}::text::bytea), now() + interval '1 day')`;
    await page.goto(members);
    await page.getByText("bloqué depuis le").waitFor();
    await assertSound(page);
    await page.getByRole("button", { name: `Débloquer ${player.email}` }).click();
    await page.getByText("Compte débloqué.").waitFor();
    assert.equal(await page.getByText("bloqué depuis le").count(), 0);
    await page.getByRole("link", { name: player.email }).click();
    await page.getByLabel("Profil", { exact: true }).selectOption({ value: "accountant" });
    await page.getByRole("button", { name: "Enregistrer" }).click();
    await page.getByText("Profil changé.").waitFor();
    await assertSound(page);
    await page.goto(members);
    await page.getByText("Quitter le dossier").click();
    await page.getByRole("button", { name: "Quitter ce dossier" }).click();
    await page.getByRole("alert").waitFor();
    await assertSound(page);
    await closePage(page);
  });
}
