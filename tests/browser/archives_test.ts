import assert from "node:assert/strict";
import { paths } from "../../routes/paths.ts";
import { makeCast } from "../cast.ts";
import { completeCompany, makeCustomer, makeDocument } from "../routes/d/_sales.ts";
import { serveApp } from "../support/app.ts";
import { assertAccessible } from "../support/axe.ts";
import { assertNoFaults, closeBrowser, closePage, openPage } from "../support/browser.ts";
import { openWorld } from "../support/world.ts";

const world = await openWorld();
const app = await serveApp(world);
const { alice, atelier } = await makeCast(app);
Deno.test.afterAll(async () => {
  await closeBrowser();
  await app.close();
  await world.close();
});
await completeCompany(alice, atelier);
const customerId = await makeCustomer(alice, atelier);
await makeDocument(alice, atelier, { kind: "invoice", customerId, issue: true });

for (const width of ["phone", "desktop"] as const) {
  Deno.test(`an archive is asked for and shows by itself that it is ready, ${width}`, async () => {
    const page = await openPage({ width, baseUrl: app.baseUrl });
    const [name = "", value = ""] = alice.client.cookies().split("; ")[0]!.split(/=(.*)/s);
    await page.context().addCookies([{ name, value, url: app.baseUrl }]);
    await page.goto(paths.archives(atelier.slug));
    await assertAccessible(page);
    await page.getByLabel("Période").selectOption("tout");
    await page.getByRole("button", { name: "Préparer l’archive" }).click();
    await page.getByText("En préparation").waitFor();
    await assertAccessible(page);
    const before = await page.getByText("prête", { exact: true }).count();
    await app.runJobs();
    await page.getByText("prête", { exact: true }).nth(before).waitFor();
    await assertAccessible(page);
    assert.equal(await page.evaluate("document.documentElement.scrollWidth - innerWidth"), 0);
    assert.equal(await page.getByText("Actualiser l’avancement").count(), 0);
    const folder = Deno.env.get("PICTURES");
    if (folder) await page.screenshot({ path: `${folder}/archives_${width}.png`, fullPage: true });
    assertNoFaults(page);
    await closePage(page);
  });

  Deno.test(`the exit archive is found in the subscriber's area and shows by itself that it is ready, ${width}`, async () => {
    const page = await openPage({ width, baseUrl: app.baseUrl });
    const [name = "", value = ""] = alice.client.cookies().split("; ")[0]!.split(/=(.*)/s);
    await page.context().addCookies([{ name, value, url: app.baseUrl }]);
    await page.goto(paths.subscription(atelier.slug));
    await page.getByRole("link", { name: /Archive de sortie/ }).click();
    await assertAccessible(page);
    await page.getByRole("button", { name: "Préparer l’archive de sortie" }).press("Enter");
    await page.getByText("Lecture des données").waitFor();
    await assertAccessible(page);
    await app.runJobs();
    await page.getByRole("link", { name: "Télécharger l’archive" }).waitFor();
    await assertAccessible(page);
    assert.equal(await page.evaluate("document.documentElement.scrollWidth - innerWidth"), 0);
    const folder = Deno.env.get("PICTURES");
    if (folder) await page.screenshot({ path: `${folder}/exit_${width}.png`, fullPage: true });
    assertNoFaults(page);
    await closePage(page);
  });
}
