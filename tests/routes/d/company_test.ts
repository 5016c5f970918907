import assert from "node:assert/strict";
import type { CompanyForm } from "../../../lib/company/mod.ts";
import { aCompanyForm } from "../../../lib/company/testing.ts";
import { encodePng } from "../../../lib/platform/pdf/png.ts";
import { paths } from "../../../routes/paths.ts";
import { makeCast } from "../../cast.ts";
import { openApp } from "../../support/app.ts";
import { openWorld } from "../../support/world.ts";

const world = await openWorld();
const app = await openApp(world);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});
const { alice, bob, denis, atelier, garage } = await makeCast(app);
const page = paths.company(atelier.slug);

async function version(): Promise<string> {
  const { company } = (await alice.client.getJson(page)).json<{ company: { version: number } }>();
  return String(company.version);
}

Deno.test("a new company is told what is missing, each point leading to its field", async () => {
  const { text, status } = await denis.client.get(paths.company(garage.slug));
  assert.equal(status, 200);
  assert.match(text, /6 points à compléter avant d’émettre/);
  for (const field of ["legalForm", "addressLine1", "siren", "vatNumber"]) {
    assert.match(text, new RegExp(`href="#f-${field}"`));
    assert.match(text, new RegExp(`id="f-${field}"`));
  }
});

Deno.test("the owner completes the company, in a form and in JSON, and nothing blocks any more", async () => {
  const saved = await alice.client.post(page, { version: await version(), ...typed({ city: "Villeurbanne" }) });
  assert.equal(saved.status, 303);
  const shown = await alice.client.follow(saved);
  assert.match(shown.text, /Réglages enregistrés/);
  assert.match(shown.text, /value="Villeurbanne"/);
  assert.match(shown.text, /value="732\s829\s320"/);
  assert.equal(/avant d’émettre/.test(shown.text), false);

  const body = { version: await version(), city: "Lyon" };
  const reply = (await alice.client.postJson(page, body)).json<{ company: { city: string }; gaps: unknown[] }>();
  assert.equal(reply.company.city, "Lyon");
  assert.deepEqual(reply.gaps, []);
});

Deno.test("wrong identifiers are refused at their field with the reason, and every value is kept", async () => {
  const before = await version();
  const wrong = { name: "Dupré & Filles", siren: "732 829 321", iban: "FR14 2004", bic: "X" };
  const refused = await alice.client.post(page, { version: before, ...typed(wrong) });
  assert.equal(refused.status, 422);
  for (const field of ["siren", "iban", "bic"]) assert.match(refused.text, new RegExp(`id="f-${field}-error"`));
  assert.match(refused.text, /value="Dupré &amp; Filles"/);
  assert.match(refused.text, /value="732 829 321"/);
  assert.equal(await version(), before);

  const json = await alice.client.postJson(page, { version: before, siren: "732 829 321" });
  assert.equal(json.status, 422);
  assert.equal(json.json().field, "siren");
});

Deno.test("a box left empty is read as no, a field that is not sent stays", async () => {
  await alice.client.post(page, { version: await version(), vatOnDebits: "on" });
  await alice.client.post(page, { version: await version(), phone: "04 72 00 00 00" });
  assert.match((await alice.client.get(page)).text, /name="vatOnDebits"[^>]*checked|checked[^>]*name="vatOnDebits"/);
  await alice.client.post(page, { version: await version(), vatOnDebits: "" });
  const { company } = (await alice.client.getJson(page)).json<{ company: { vatOnDebits: boolean; phone: string } }>();
  assert.deepEqual([company.vatOnDebits, company.phone], [false, "04 72 00 00 00"]);
});

Deno.test("who saves over somebody else's change is shown both, and may then save again", async () => {
  const seen = await version();
  await alice.client.post(page, { version: seen, bankName: "Banque A" });
  const refused = await alice.client.post(page, { version: seen, bankName: "Banque B" });
  assert.equal(refused.status, 409);
  assert.match(refused.text, /Cette fiche a été modifiée/);
  assert.match(refused.text, /Banque\. Enregistré : « Banque A »\. Votre saisie : « Banque B »\./);
  assert.match(refused.text, /value="Banque B"/);
  const [, next] = /name="version" value="(\d+)"/.exec(refused.text) ?? [];
  assert.equal(next, await version());
  assert.equal((await alice.client.post(page, { version: next!, bankName: "Banque B" })).status, 303);
});

Deno.test("absurd texts are refused at their field and never make the page fail", async () => {
  for (const name of ["x".repeat(300_000), "a\u0007b", "", "\u202eevil"]) {
    const reply = await alice.client.post(page, { version: await version(), name });
    assert.equal(reply.status, 422, name.slice(0, 10));
    assert.match(reply.text, /id="f-name-error"/);
  }
  const hostile = `"><script>alert(1)</script>`;
  const reply = await alice.client.post(page, { version: await version(), tradingName: hostile });
  assert.equal((await alice.client.follow(reply)).text.includes("<script>alert"), false);
});

Deno.test("a logo is decoded anew, served to the dossier alone, and taken off", async () => {
  const form = logoForm(
    encodePng({ width: 40, height: 20, hasAlpha: true, data: new Uint8Array(40 * 20 * 4).fill(200) }),
    "image/png",
  );
  const saved = await alice.client.post(paths.companyLogo(atelier.slug), form);
  assert.equal(saved.status, 303);
  const [src] = /\/d\/[^"]+\/logo\/[0-9a-f-]{36}/.exec((await alice.client.follow(saved)).text) ?? [];
  const logo = await alice.client.get(src!);
  assert.equal(logo.headers.get("content-type"), "image/png");
  assert.equal((await denis.client.get(src!)).status, 404);
  assert.equal((await denis.client.get(src!.replace(atelier.slug, garage.slug))).status, 404);
  assert.equal((await alice.client.get(`${paths.companyLogo(atelier.slug)}/nothing`)).status, 404);
  await alice.client.post(paths.companyLogoRemoval(atelier.slug));
  assert.match((await alice.client.get(page)).text, /Sans logo/);
});

Deno.test("a logo that is no picture is refused at its field", async () => {
  const script = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>`;
  const cases: [BlobPart, string, number, RegExp][] = [
    ["not a picture", "image/png", 415, /PNG, JPEG ou SVG/],
    [script, "image/svg+xml", 422, /programme ou un lien/],
    [new Uint8Array(2_200_000), "image/png", 413, /trop lourd/],
  ];
  for (const [content, type, status, sentence] of cases) {
    const reply = await alice.client.post(paths.companyLogo(atelier.slug), logoForm(content, type));
    assert.equal(reply.status, status, type);
    assert.match(reply.text, sentence);
    assert.match(reply.text, /id="f-logo-error"/);
  }
  const none = await alice.client.post(paths.companyLogo(atelier.slug), new FormData());
  assert.equal(none.status, 422);
});

Deno.test("a module is switched off and on; an unknown one is not found", async () => {
  const action = paths.companyModules(atelier.slug);
  assert.equal((await alice.client.post(action, { module: "quotes", state: "off" })).status, 303);
  assert.match((await alice.client.get(page)).text, /Activer : Devis/);
  const reply = await alice.client.postJson(action, { module: "quotes", state: "on" });
  assert.deepEqual(reply.json().modules, ["quotes", "invoices", "catalog"]);
  assert.equal((await alice.client.post(action, { module: "weather", state: "on" })).status, 404);
});

Deno.test("who may read but not write sees the settings without a form, and his post is refused by name", async () => {
  const { text } = await bob.client.get(page);
  assert.match(text, /732\s829\s320/);
  assert.equal(/name="siren"|Enregistrer<.button|Désactiver|type="file"/.test(text), false);
  const posts = [page, paths.companyLogo(atelier.slug), paths.companyLogoRemoval(atelier.slug)];
  for (const path of [...posts, paths.companyModules(atelier.slug)]) {
    const reply = await bob.client.post(path, { version: "1", name: "Bob" });
    assert.equal(reply.status, 403, path);
    assert.match(reply.text, /Entreprise et réglages : modifier/);
  }
});

Deno.test("the owner of another dossier finds nothing", async () => {
  for (const reply of [await denis.client.get(page), await denis.client.post(page, { version: "1", name: "Denis" })]) {
    assert.equal(reply.status, 404);
  }
});

function typed(over: CompanyForm): Record<string, string> {
  return aCompanyForm(over) as Record<string, string>;
}

function logoForm(content: BlobPart, type: string): FormData {
  const form = new FormData();
  form.set("logo", new File([content], "logo", { type }));
  return form;
}
