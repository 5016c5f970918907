import assert from "node:assert/strict";
import { unzipSync } from "fflate";
import { anItemForm } from "../../../lib/catalog/testing.ts";
import { newId } from "../../../lib/platform/random.ts";
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
const { slug } = atelier;
const list = paths.items(slug);

interface Made {
  readonly id: string;
  readonly version: number;
}

async function make(over: Record<string, string> = {}): Promise<Made> {
  const reply = await alice.client.postJson(list, { ...anItemForm(), ...over });
  assert.equal(reply.status, 201, reply.text);
  return reply.json<{ item: Made }>().item;
}

async function makeCategory(name: string): Promise<Made> {
  const reply = await alice.client.postJson(paths.categories(slug), { name });
  assert.equal(reply.status, 201, reply.text);
  return reply.json<{ category: Made }>().category;
}

function typed(over: Record<string, string> = {}): Record<string, string> {
  return { ...anItemForm() as Record<string, string>, ...over };
}

Deno.test("an empty catalogue teaches, and its example fills the form", async () => {
  assert.match((await denis.client.get(paths.items(garage.slug))).text, /Créer le premier article/);
  const { text } = await denis.client.get(paths.newItem(garage.slug, { exemple: "oui" }));
  assert.match(text, /value="Main-d’œuvre \(exemple\)"/);
  assert.match(text, /<option value="20" selected/);
});

Deno.test("an item is made from the form, found by a few letters, and changed where it is read", async () => {
  const { id: categoryId } = await makeCategory("Plomberie");
  const made = await alice.client.post(list, typed({ name: "Pose d’évier", unitPrice: "1 240,5", categoryId }));
  assert.equal(made.status, 303);
  const page = await alice.client.follow(made);
  assert.match(page.text, /Article créé/);
  assert.match(page.text, /name="unitPrice"[^>]*value="1\s240,50"/);
  const found = await alice.client.get(paths.items(slug, { q: "evier", categorie: categoryId }));
  assert.match(found.text, /Pose d’évier/);
  assert.match(found.text, /1\s240,50\s€ HT/);

  const [path = ""] = made.location!.split("?");
  const [, version = ""] = /name="version" value="(\d+)"/.exec(page.text) ?? [];
  assert.equal((await alice.client.post(path, { version, unitPrice: "99,123456" })).status, 303);
  const { item } = (await alice.client.getJson(path)).json<{ item: { unitPrice: string; name: string } }>();
  assert.deepEqual([item.unitPrice, item.name], ["99.123456", "Pose d’évier"]);
});

Deno.test("wrong prices, rates, units and texts are refused at their field with every value kept", async () => {
  const cases: readonly (readonly [Record<string, string>, string])[] = [
    [{ unitPrice: "-3" }, "unitPrice"],
    [{ unitPrice: "beaucoup" }, "unitPrice"],
    [{ unitPrice: "99999999999999" }, "unitPrice"],
    [{ unitPrice: "" }, "unitPrice"],
    [{ vatRateBp: "19" }, "vatRateBp"],
    [{ unitCode: "XYZ" }, "unitCode"],
    [{ name: "" }, "name"],
    [{ name: "x".repeat(300_000) }, "name"],
    [{ name: "a\u0000b" }, "name"],
    [{ exemptionCode: "VATEX-EU-G" }, "exemptionCode"],
    [{ categoryId: newId() }, "categoryId"],
  ];
  for (const [wrong, field] of cases) {
    const refused = await alice.client.post(list, typed({ reference: "REF-GARDÉE", ...wrong }));
    assert.equal(refused.status, 422, JSON.stringify(wrong).slice(0, 60));
    assert.match(refused.text, new RegExp(`id="f-${field}-error"`), field);
    assert.match(refused.text, /value="REF-GARDÉE"/);
  }
  assert.equal((await alice.client.get(paths.items(slug, { q: "GARDEE" }))).text.includes("REF-GARDÉE</"), false);
});

Deno.test("a reference serves once; a double click makes one item", async () => {
  await make({ reference: "R-1" });
  const taken = await alice.client.post(list, typed({ reference: "R-1", name: "Autre" }));
  assert.equal(taken.status, 409);
  assert.match(taken.text, /id="f-reference-error"/);
  const form = typed({ id: newId(), name: "Double clic" });
  const both = await Promise.all([alice.client.post(list, form), alice.client.post(list, form)]);
  assert.deepEqual(both.map(({ location }) => location), [both[0]!.location, both[0]!.location]);
  const { items } = (await alice.client.getJson(paths.items(slug, { q: "Double clic" }))).json<{ items: unknown[] }>();
  assert.equal(items.length, 1);
});

Deno.test("who saves over somebody else's change is shown both", async () => {
  const { id, version } = await make({ name: "Disputé" });
  await alice.client.post(paths.item(slug, id), { version: String(version), unitPrice: "50" });
  const refused = await alice.client.post(paths.item(slug, id), { version: String(version), unitPrice: "60" });
  assert.equal(refused.status, 409);
  assert.match(refused.text, /Prix unitaire\. Enregistré : « 50 »\. Votre saisie : « 60 »\./);
});

Deno.test("an item is archived, cannot be changed meanwhile, and is restored", async () => {
  const { id, version } = await make({ name: "Passé de mode" });
  const archived = await alice.client.follow(await alice.client.post(paths.itemArchiving(slug, id)));
  assert.match(archived.text, /archivé/);
  assert.equal(archived.text.includes(`name="unitPrice"`), false);
  assert.equal((await alice.client.post(paths.item(slug, id), { version: String(version), name: "X" })).status, 409);
  assert.match((await alice.client.get(paths.items(slug, { archives: "oui" }))).text, /Passé de mode/);
  assert.equal((await alice.client.get(list)).text.includes("Passé de mode"), false);
  await alice.client.post(paths.itemRestoring(slug, id));
  assert.match((await alice.client.get(list)).text, /Passé de mode/);
});

Deno.test("a category is made, renamed, counted, and deleted without its items", async () => {
  const { id, version } = await makeCategory("Fournitures");
  const item = await make({ name: "Joint", categoryId: id });
  const page = await alice.client.get(paths.categories(slug, { modifier: id }));
  assert.match(page.text, /1 article</);
  assert.match(page.text, /Renommer « Fournitures »/);
  const renamed = await alice.client.post(paths.category(slug, id), { version: String(version), name: "Pièces" });
  assert.match((await alice.client.follow(renamed)).text, /Pièces/);
  assert.equal((await alice.client.post(paths.category(slug, id), { version: "1", name: "Retard" })).status, 409);
  await alice.client.post(paths.categoryDeletion(slug, id));
  const { item: left } = (await alice.client.getJson(paths.item(slug, item.id))).json<{ item: { categoryId: null } }>();
  assert.equal(left.categoryId, null);
});

Deno.test("a category's name is refused where it is empty, too long or taken", async () => {
  await makeCategory("Électricité");
  for (const name of ["", "x".repeat(300_000)]) {
    const refused = await alice.client.post(paths.categories(slug), { name });
    assert.equal(refused.status, 422);
    assert.match(refused.text, /id="f-name-error"/);
  }
  const taken = await alice.client.post(paths.categories(slug), { name: "electricite" });
  assert.equal(taken.status, 409);
  assert.match(taken.text, /value="electricite"/);
});

Deno.test("the catalogue leaves as a spreadsheet, page after page", async () => {
  const all = Array.from({ length: 60 }, (_, index) => `Série ${index}`);
  for (const name of all) await make({ name, unitPrice: "0,125", vatRateBp: "5,5" });
  const ask = new URL(paths.itemsExport(slug, { q: "serie" }), app.baseUrl);
  const response = await app.app.request(ask, { headers: { cookie: alice.client.cookies() } });
  const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
  const sheet = new TextDecoder().decode(files["xl/worksheets/sheet1.xml"]);
  for (const name of all) assert.ok(sheet.includes(`>${name}<`), name);
  assert.equal([...sheet.matchAll(/<v>0\.125<\/v>/g)].length, 60);
  assert.equal((await bob.client.get(ask.pathname)).status, 403);
});

Deno.test("strange filters show a list, never a fault", async () => {
  for (const query of ["categorie=x", `categorie=${newId()}`, "apres=%00", "q=%00%27", "archives=non"]) {
    assert.equal((await alice.client.get(`${list}?${query}`)).status, 200, query);
  }
});

Deno.test("who may only read sees no form and no button, and his posts are refused by name", async () => {
  const { id } = await make({ name: "À lire" });
  const { text } = await bob.client.get(paths.item(slug, id));
  assert.match(text, /À lire/);
  assert.equal(/name="unitPrice"|Archiver</.test(text), false);
  assert.equal(/Nouvel article/.test((await bob.client.get(list)).text), false);
  assert.equal(/Ajouter</.test((await bob.client.get(paths.categories(slug))).text), false);
  assert.equal((await bob.client.get(paths.newItem(slug))).status, 403);
  for (const path of [list, paths.item(slug, id), paths.itemArchiving(slug, id), paths.categories(slug)]) {
    const reply = await bob.client.post(path, { name: "X" });
    assert.equal(reply.status, 403, path);
    assert.match(reply.text, /Articles et services : créer et modifier/);
  }
});

Deno.test("an item or a category of another dossier is not found", async () => {
  const { id } = await make({ name: "Chez Alice" });
  const { id: category } = await makeCategory("Chez Alice");
  for (const there of [slug, garage.slug]) {
    assert.equal((await denis.client.get(paths.item(there, id))).status, 404);
    const posts = [paths.item(there, id), paths.itemArchiving(there, id), paths.itemRestoring(there, id)];
    for (const path of [...posts, paths.category(there, category), paths.categoryDeletion(there, category)]) {
      assert.equal((await denis.client.post(path, { version: "1", name: "Pris" })).status, 404, path);
    }
  }
});
