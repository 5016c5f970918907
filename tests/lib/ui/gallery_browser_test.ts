import assert from "node:assert/strict";
import { assertAccessible } from "../../support/axe.ts";
import { assertNoFaults, closePage, openPage, WIDTHS } from "../../support/browser.ts";
import { GALLERY } from "./gallery.tsx";
import { savedDrafts, sentForms } from "./gallery_companions.tsx";
import { serveGallery } from "./gallery_serve.ts";

const server = await serveGallery();
const baseUrl = `http://127.0.0.1:${server.addr.port}`;
Deno.test.afterAll(() => server.shutdown());

for (const width of Object.keys(WIDTHS) as (keyof typeof WIDTHS)[]) {
  Deno.test(`every gallery page is accessible in light and dark, and fits, ${width}`, async (t) => {
    const page = await openPage({ baseUrl, width });
    for (const path of Object.keys(GALLERY)) {
      for (const colorScheme of ["light", "dark"] as const) {
        await t.step(`${path}, ${colorScheme}`, async () => {
          await page.emulateMedia({ colorScheme });
          // Loaded once: a scheme changes style sheets alone. The dashboard's test loads a page in the dark.
          if (colorScheme === "light") await page.goto(path);
          await assertAccessible(page, { coloursOnly: colorScheme === "dark" });
          const sideways = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
          assert.equal(sideways, 0, "nothing scrolls sideways");
        });
      }
    }
    assertNoFaults(page);
    await closePage(page);
  });
}

Deno.test("open menus, proofs and dialogs are accessible", async () => {
  const page = await openPage({ baseUrl, width: "desktop" });
  await page.goto("/facture");
  for (const name of ["Scellée", "Faire un avoir", "Nouveau"]) {
    await page.getByText(name, { exact: true }).first().click();
    await assertAccessible(page);
    await page.keyboard.press("Escape");
  }
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Raccourcis clavier" }).waitFor();
  await assertAccessible(page);
  assertNoFaults(page);
  await closePage(page);
});

Deno.test("the keyboard reaches search, creation and places, but not while typing", async () => {
  const page = await openPage({ baseUrl });
  await page.goto("/vide");
  await page.keyboard.press("/");
  assert.equal(await page.evaluate("document.activeElement.id"), "recherche");
  await page.keyboard.type("ng f");
  assert.equal(await page.inputValue("#recherche"), "ng f");
  assert.equal(new URL(page.url()).pathname, "/vide");
  await page.locator("h1").click();
  await page.keyboard.press("g");
  await page.keyboard.press("d");
  await page.waitForURL("**/tableau-de-bord");
  await page.keyboard.press("n");
  await page.waitForURL("**/redaction");
  await closePage(page);
});

Deno.test("the switcher comes first after the skip link, and Escape closes it where it opened", async () => {
  const page = await openPage({ baseUrl });
  await page.goto("/vide");
  await page.keyboard.press("Tab");
  assert.match(String(await page.evaluate("document.activeElement.textContent")), /Aller au contenu/);
  await page.keyboard.press("Tab");
  assert.match(String(await page.evaluate("document.activeElement.textContent")), /Atelier Dupré/);
  await page.keyboard.press("Enter");
  await page.getByText("SCI des Tilleuls").waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await page.getByText("SCI des Tilleuls").isVisible(), false);
  assert.match(String(await page.evaluate("document.activeElement.textContent")), /Atelier Dupré/);
  await closePage(page);
});

Deno.test("a proposal chosen by keyboard fills the cells of its line", async () => {
  const page = await openPage({ baseUrl });
  await page.goto("/redaction");
  const cell = page.getByLabel("Désignation, ligne 3");
  await cell.pressSequentially("évier");
  await page.getByRole("option", { name: /Pose d’évier/ }).waitFor();
  await assertAccessible(page);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  assert.equal(await cell.inputValue(), "Pose d’évier");
  assert.equal(await page.inputValue("[name='lines.2.price']"), "240,00");
  assert.equal(await page.inputValue("[name='lines.2.productId']"), "p1");
  await cell.pressSequentially("x");
  assert.equal(await page.inputValue("[name='lines.2.productId']"), "", "a changed text is no longer that article");
  assertNoFaults(page);
  await closePage(page);
});

Deno.test("Enter opens the next line, arrows move, a pasted table fills many, names stay in order", async () => {
  const page = await openPage({ baseUrl });
  await page.goto("/redaction");
  await page.getByLabel("Qté, ligne 3").focus();
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate("document.activeElement.name"), "lines.3.label");
  await page.keyboard.press("ArrowUp");
  assert.equal(await page.evaluate("document.activeElement.name"), "lines.2.label");
  await page.evaluate(`(() => {
    const data = new DataTransfer();
    data.setData("text/plain", "Carrelage\\t12\\tm²\\t38,50\\r\\nJoints\\t3\\th\\t45,00\\r\\nDépose\\t1\\tu\\t90,00\\r\\n");
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  })()`);
  assert.equal(await page.inputValue("[name='lines.4.label']"), "Dépose");
  assert.equal(await page.inputValue("[name='lines.2.unit']"), "m2");
  assert.equal(await page.inputValue("[name='lines.4.price']"), "90,00");
  await page.getByRole("button", { name: "Retirer la ligne 1" }).click();
  const names = await page.locator("[data-lines] tbody [data-cell=price]").evaluateAll((cells) =>
    cells.map((cell) => cell.getAttribute("name"))
  );
  assert.deepEqual(names, [0, 1, 2, 3].map((index) => `lines.${index}.price`));
  assertNoFaults(page);
  await closePage(page);
});

Deno.test("typing in a list's search refreshes the list in place and its address follows", async () => {
  const page = await openPage({ baseUrl });
  await page.goto("/");
  await page.evaluate("document.querySelector('h1').dataset.kept = 'yes'");
  await page.getByLabel("Numéro, client ou montant").pressSequentially("dupont");
  await page.waitForURL("**/?q=dupont*");
  await page.locator("#factures tbody tr").first().waitFor();
  assert.equal(await page.getAttribute("h1", "data-kept"), "yes", "the page was not loaded again");
  assert.equal(await page.evaluate("document.activeElement.id"), "f-q");
  assertNoFaults(page);
  await closePage(page);
});

Deno.test("a form is sent once, however often its button is pressed", async () => {
  const page = await openPage({ baseUrl });
  await page.goto("/formulaire");
  const before = sentForms.length;
  for (let press = 0; press < 3; press++) {
    await page.evaluate("document.querySelector('form.form').requestSubmit()");
  }
  await page.locator("form[aria-busy=true]").waitFor();
  await page.waitForTimeout(200);
  assert.equal(sentForms.length - before, 1);
  await closePage(page);
});

Deno.test("leaving with unsaved words asks first", async () => {
  const page = await openPage({ baseUrl });
  await page.goto("/formulaire");
  await page.getByLabel("Raison sociale").fill("Autre");
  const asked = page.waitForEvent("dialog").then(async (dialog) => {
    await dialog.dismiss();
    return dialog.type();
  });
  await page.getByRole("link", { name: "Tableau de bord" }).click({ noWaitAfter: true });
  assert.equal(await asked, "beforeunload");
  assert.equal(new URL(page.url()).pathname, "/formulaire");
  await closePage(page);
});

Deno.test("a draft saves itself, says when, takes its version and its own address", async () => {
  const page = await openPage({ baseUrl });
  await page.goto("/redaction");
  await page.getByLabel("Objet").fill("Salle de bains");
  await page.getByText("brouillon enregistré 14:33").waitFor();
  assert.equal(savedDrafts.at(-1)?.get("subject"), "Salle de bains");
  assert.equal(await page.inputValue("[name=version]"), "2");
  assert.equal(new URL(page.url()).search, "?id=1");
  await closePage(page);
});

Deno.test("without JavaScript menus open, the phone's menu too, and no dead button shows", async () => {
  const page = await openPage({ baseUrl, width: "phone", javaScript: false });
  await page.goto("/facture");
  await page.getByRole("button", { name: "Plus", exact: true }).click();
  await page.getByRole("link", { name: "Comptabilité" }).waitFor();
  await page.goto("/facture");
  await page.getByText("Votre compte").first().locator("..").click();
  await page.getByText("Se déconnecter").waitFor();
  assert.equal(await page.getByText("Raccourcis clavier").first().isVisible(), false);
  await closePage(page);
});

Deno.test("targets on a phone are 44 pixels, or 24 inside a sentence", async () => {
  const page = await openPage({ baseUrl, width: "phone" });
  for (const path of ["/", "/formulaire", "/devis-public"]) {
    await page.goto(path);
    const small = await page.evaluate(
      `[...document.querySelectorAll(".button, .nav-link, .tabbar > *, .tabs a, summary, input, select")]
      .filter((one) => one.checkVisibility() && one.type !== "checkbox" && one.type !== "radio" && one.type !== "hidden")
      .filter((one) => one.getBoundingClientRect().height < 40).map((one) => one.outerHTML.slice(0, 80))`,
    );
    assert.deepEqual(small, [], path);
  }
  await closePage(page);
});
