import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { dayOf } from "../../lib/base/dates.ts";
import { now } from "../../lib/platform/clock.ts";
import { paths } from "../../routes/paths.ts";
import { makeCast } from "../cast.ts";
import { completeCompany, makeCustomer, makeDocument } from "../routes/d/_sales.ts";
import { serveApp } from "../support/app.ts";
import { assertAccessible } from "../support/axe.ts";
import { assertNoFaults, closeBrowser, closePage, openPage } from "../support/browser.ts";
import { openClient } from "../support/client.ts";
import { openWorld } from "../support/world.ts";

const world = await openWorld();
const app = await serveApp(world);
const { alice, atelier } = await makeCast(app);
const { slug } = atelier;
Deno.test.afterAll(async () => {
  await closeBrowser();
  await app.close();
  await world.close();
});

const today = dayOf(now());
const FORM = { label: "Vérificateur de la DDFiP", from: `${today.slice(0, 4)}-01-01`, to: today, days: "10" };

await completeCompany(alice, atelier);
const customerId = await makeCustomer(alice, atelier);
const issued = await makeDocument(alice, atelier, { kind: "invoice", customerId, issue: true });

interface Opened {
  readonly id: string;
  readonly link: string;
  readonly code: string;
}

async function openControl(): Promise<Opened> {
  const made = await alice.client.postJson(paths.controls(slug), FORM);
  const { id, url, code } = made.json<{ id: string; url: string; code: string }>();
  return { id, link: new URL(url).pathname, code };
}

async function typeCode(page: Page, { link }: Pick<Opened, "link">, code: string): Promise<void> {
  await page.goto(link);
  // By the keyboard alone: the field, the code, Enter.
  await page.getByLabel("Code").focus();
  await page.keyboard.type(code);
  await page.keyboard.press("Enter");
}

/** No page of a guest is wider than the window. */
async function assertFits(page: Page): Promise<void> {
  const over = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
  assert.ok(Number(over) <= 0, `${page.url()} is ${over} px too wide`);
}

const PARTS = ["factures", "reglements", "clotures", "numeros", "attestations", "archives", "mode-d-emploi"] as const;

for (const [width, javaScript] of [["phone", true], ["desktop", true], ["phone", false]] as const) {
  Deno.test(`a guest enters with his code and finds everything, ${width}, ${javaScript ? "with" : "without"} scripts`, async () => {
    const opened = await openControl();
    await app.runJobs();
    const page = await openPage({ width, baseUrl: app.baseUrl, javaScript });
    await typeCode(page, opened, opened.code);
    await page.getByText("Consultation en lecture seule.").waitFor();
    assert.equal(new URL(page.url()).pathname, paths.guest());
    await page.getByRole("link", { name: "Télécharger le dossier de contrôle" }).waitFor();
    for (const part of [undefined, ...PARTS]) {
      assert.equal((await page.goto(paths.guest(part)))?.status(), 200);
      // The checker is a script itself.
      if (!javaScript) continue;
      await assertAccessible(page);
      await assertFits(page);
    }
    await page.goto(paths.guest("factures"));
    await page.getByText(issued.number!).first().waitFor();
    await page.getByRole("button", { name: "Terminer la consultation" }).press("Enter");
    await page.waitForURL((url) => url.pathname === paths.home());
    assert.equal((await page.goto(paths.guest()))?.status(), 404);
    const { controls } = (await alice.client.getJson(paths.controls(slug))).json<
      { controls: { id: string; views: { view: string; looks: number }[] }[] }
    >();
    const seen = controls.find(({ id }) => id === opened.id)!.views.map(({ view }) => view);
    for (const view of ["home", "documents", "payments", "closures", "numbering", "archives", "help"]) {
      assert.ok(seen.includes(view), `the dossier is told of ${view}`);
    }
    await closePage(page);
  });
}

Deno.test("a wrong code leaves the field and says what to do; over, taken back and tried too often it says the same", async () => {
  const wrong = await openControl(), expired = await openControl(), revoked = await openControl();
  const tried = await openControl();
  await world.owner.control`update control.passes set created_at = created_at - interval '20 days',
    expires_at = now() - interval '1 second' where id = ${expired.id}`;
  await alice.client.post(paths.controlClosing(slug, revoked.id));
  const page = await openPage({ width: "phone", baseUrl: app.baseUrl });
  for (let n = 0; n < 5; n++) await openClient(app).post(tried.link, { code: "fauxcode" });
  const unknown = { link: paths.pass("y".repeat(43)) };
  const misses = [[wrong, "fauxcode"], [wrong, "é"], [expired, expired.code], [revoked, revoked.code], [
    tried,
    tried.code,
  ], [unknown, wrong.code]] as const;
  const told = new Set<string>();
  for (const [access, code] of misses) {
    await typeCode(page, access, code);
    await page.getByText("Ce lien et ce code n’ouvrent rien.").first().waitFor();
    assert.equal(await page.getByLabel("Code").inputValue(), "");
    told.add(await page.locator("main").innerText());
    assert.equal((await page.context().cookies()).some(({ name }) => name.includes("consultation")), false);
  }
  assert.equal(told.size, 1, "one answer for every miss");
  await assertAccessible(page);
  await assertFits(page);
  // The right code of a link that was missed twice still opens.
  await typeCode(page, wrong, wrong.code);
  await page.getByText("Consultation en lecture seule.").waitFor();
  await closePage(page);
});

Deno.test("one button makes the control file: the page shows it come, and gives it", async () => {
  await makeDocument(alice, atelier, { kind: "invoice", customerId, issue: true });
  const page = await openPage({ width: "phone", baseUrl: app.baseUrl });
  await page.context().addCookies(
    alice.client.cookies().split("; ").map((each) => {
      const [name = "", ...value] = each.split("=");
      return { name, value: value.join("="), url: app.baseUrl };
    }),
  );
  await page.goto(paths.controls(slug));
  await assertFits(page);
  await page.getByRole("button", { name: "Préparer le dossier de contrôle" }).click();
  await page.getByText("Le téléchargement s’ouvre ici").waitFor();
  await assertAccessible(page);
  await assertFits(page);
  await app.runJobs();
  await page.getByRole("link", { name: "Télécharger le dossier de contrôle" }).waitFor();
  await assertAccessible(page);
  assertNoFaults(page);
  await closePage(page);
});
