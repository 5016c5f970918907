import assert from "node:assert/strict";
import type { Ctx } from "../../../lib/base/ctx.ts";
import { decimalText } from "../../../lib/base/decimal.ts";
import { Refusal } from "../../../lib/base/refusal.ts";
import {
  archiveItem,
  createCategory,
  createItem,
  deleteCategory,
  findItems,
  getItem,
  type ItemForm,
  listCategories,
  renameCategory,
  restoreItem,
  suggestItems,
  UNIT_CODES,
  updateItem,
} from "../../../lib/catalog/mod.ts";
import { anItemForm } from "../../../lib/catalog/testing.ts";
import { listActivity } from "../../../lib/company/mod.ts";
import { openTestCompany } from "../../../lib/company/testing.ts";
import { UNITS } from "../../../lib/en16931/code_lists.ts";
import { eventsAreWired } from "../../../lib/platform/events.ts";
import { newId } from "../../../lib/platform/random.ts";
import { openWorld } from "../../support/world.ts";

eventsAreWired();
const world = await openWorld();
Deno.test.afterAll(() => world.close());

const RIGHTS = ["company:read", "company:write", "catalog:read", "catalog:write", "activity:read"] as const;

async function openDossier(): Promise<Ctx> {
  const ctx = await world.makeDossier([...RIGHTS]);
  await openTestCompany(ctx);
  return ctx;
}

const ctx = await openDossier();

async function faults(form: ItemForm, who: Ctx = ctx): Promise<Record<string, string>> {
  const refused = await createItem(who, form).then(() => null, (error: unknown) => error);
  assert.ok(refused instanceof Refusal, "expected a refusal");
  assert.equal(refused.status, 422);
  return Object.fromEntries(refused.issues.map((issue) => [issue.field, issue.sentence]));
}

function isRefusal(code: string) {
  return (error: unknown) => error instanceof Refusal && error.code === code;
}

Deno.test("createItem keeps an exact price, its mode, rate and category", async () => {
  const category = await createCategory(ctx, "Plomberie");
  const form = { unitPrice: "1 234,567891", priceIncludesVat: "on", vatRateBp: "5,5", categoryId: category.id };
  const item = await createItem(ctx, anItemForm({ ...form, kind: "product", unitCode: "MTR", reference: "TUBE-12" }));
  assert.equal(decimalText(item.unitPrice), "1234.567891");
  assert.equal(item.vatRateBp, 550);
  assert.equal(item.priceIncludesVat, true);
  assert.equal(item.categoryId, category.id);
  assert.deepEqual(await getItem(ctx, item.id), item);
  const { acts } = await listActivity(ctx, { kind: "item", id: item.id });
  assert.deepEqual(acts.map((act) => act.summary), ["Article « Main-d’œuvre » créé"]);
});

Deno.test("createItem asked twice with one id makes one item", async () => {
  const id = newId(), form = anItemForm({ name: "Double clic" });
  const [first, second] = await Promise.all([createItem(ctx, form, { id }), createItem(ctx, form, { id })]);
  assert.deepEqual(first, second);
  assert.equal((await findItems(ctx, { text: "double clic" })).items.length, 1);
});

Deno.test("every unit offered has its words in the code lists of the electronic invoice", () => {
  assert.deepEqual([...UNIT_CODES].filter((code) => !UNITS[code]), []);
});

const WRONG: readonly (readonly [field: string, typed: ItemForm, sentence: RegExp])[] = [
  ["name", { name: "" }, /désignation/],
  ["name", { name: "x".repeat(300_000) }, /trop long/],
  ["name", { name: "Pose\u0001" }, /invisibles/],
  ["description", { description: "x".repeat(300_000) }, /2000 caractères/],
  ["kind", { kind: "dream" }, /liste/],
  ["unitCode", { unitCode: "XYZ" }, /unité/],
  ["unitPrice", { unitPrice: "" }, /prix unitaire/],
  ["unitPrice", { unitPrice: "-5" }, /jamais négatif/],
  ["unitPrice", { unitPrice: "1,1234567" }, /6 décimales/],
  ["unitPrice", { unitPrice: "NaN" }, /6 décimales/],
  ["unitPrice", { unitPrice: "1e9" }, /6 décimales/],
  ["unitPrice", { unitPrice: "10000000000" }, /pas possible/],
  ["unitPrice", { unitPrice: "9".repeat(10_000) }, /trop long/],
  ["vatRateBp", { vatRateBp: "" }, /taux de TVA/],
  ["vatRateBp", { vatRateBp: "12" }, /Taux possibles : 20,6/],
  ["vatRateBp", { vatRateBp: "-20" }, /0 à 100/],
  ["exemptionCode", { exemptionCode: "VATEX-FR-CGI261-4" }, /0 %/],
  ["exemptionCode", { vatRateBp: "0", exemptionCode: "because" }, /VATEX-/],
  ["categoryId", { categoryId: "not an id" }, /catégorie/],
  ["categoryId", { categoryId: newId() }, /catégorie/],
];

for (const [field, typed, sentence] of WRONG) {
  Deno.test(`createItem refuses ${JSON.stringify(typed).slice(0, 50)} at ${field}`, async () => {
    const found = await faults(anItemForm(typed));
    assert.match(found[field] ?? "", sentence);
    assert.equal(Object.keys(found).length, 1);
  });
}

Deno.test("createItem refuses a form without name, price and rate, all three at once", async () => {
  assert.deepEqual(Object.keys(await faults({})).sort(), ["name", "unitPrice", "vatRateBp"]);
});

Deno.test("createItem accepts the rates of the company's country alone", async () => {
  const belgian = await world.makeDossier([...RIGHTS]);
  const form = { legalForm: "be_srl", country: "BE", siren: "", siret: "", vatNumber: "BE0202239951" };
  await openTestCompany(belgian, form);
  assert.equal((await createItem(belgian, anItemForm({ vatRateBp: "21" }))).vatRateBp, 2_100);
  assert.match((await faults(anItemForm({ vatRateBp: "20" }), belgian)).vatRateBp ?? "", /21\s%, 12\s%, 6\s%, 0\s%/);
});

Deno.test("an item takes no category of another dossier", async () => {
  const theirs = await createCategory(await openDossier(), "Leurs produits");
  assert.match((await faults(anItemForm({ categoryId: theirs.id }))).categoryId ?? "", /n’existe plus/);
  const item = await createItem(ctx, anItemForm());
  await assert.rejects(
    updateItem(ctx, item.id, { version: 1, form: { categoryId: theirs.id } }),
    isRefusal("catalog.category_unknown"),
  );
});

Deno.test("a reference is unique in the dossier, and only there", async () => {
  await createItem(ctx, anItemForm({ reference: "REF-1" }));
  await assert.rejects(createItem(ctx, anItemForm({ reference: "REF-1" })), isRefusal("catalog.reference_taken"));
  const item = await createItem(ctx, anItemForm({ reference: "REF-2" }));
  await assert.rejects(
    updateItem(ctx, item.id, { version: 1, form: { reference: "REF-1" } }),
    isRefusal("catalog.reference_taken"),
  );
  await createItem(await openDossier(), anItemForm({ reference: "REF-1" }));
});

Deno.test("updateItem tells the second of two editors both versions and what differs", async () => {
  const item = await createItem(ctx, anItemForm());
  const bob = { ...ctx, personId: newId(), actor: "Bob Martin" };
  const saved = await updateItem(bob, item.id, { version: 1, form: { unitPrice: "50" } });
  assert.equal(saved.version, 2);
  await assert.rejects(updateItem(ctx, item.id, { version: 1, form: { unitPrice: "49,9" } }), (error) => {
    assert.ok(error instanceof Refusal);
    assert.equal(error.code, "catalog.stale");
    assert.match(error.issues[0]!.sentence, /Bob Martin.*version 2, vous aviez la version 1/);
    assert.deepEqual(error.issues.slice(1).map(({ field, sentence }) => [field, sentence]), [
      ["unitPrice", "Enregistré : « 50 ». Votre saisie : « 49.9 »."],
    ]);
    return true;
  });
  const same = await updateItem(ctx, item.id, { version: 1, form: { unitPrice: "50,000" } });
  assert.equal(same.version, 2);
});

Deno.test("an archived item leaves lists and proposals, refuses changes, and comes back", async () => {
  const item = await createItem(ctx, anItemForm({ name: "Zzarchive" }));
  await archiveItem(ctx, item.id);
  assert.deepEqual(await suggestItems(ctx, "zzarch"), []);
  assert.equal((await findItems(ctx, { text: "zzarchive", archived: true })).items.length, 1);
  await assert.rejects(
    updateItem(ctx, item.id, { version: 2, form: { name: "x" } }),
    isRefusal("catalog.archived"),
  );
  await restoreItem(ctx, item.id);
  assert.equal((await suggestItems(ctx, "zzarch"))[0]?.id, item.id);
});

Deno.test("findItems filters by category, alone or with words, and knows no other dossier's", async () => {
  const category = await createCategory(ctx, "Électricité");
  await createItem(ctx, anItemForm({ name: "Câble souple", categoryId: category.id }));
  await createItem(ctx, anItemForm({ name: "Câble rigide" }));
  const names = async (filter: Parameters<typeof findItems>[1]) =>
    (await findItems(ctx, filter)).items.map((item) => [item.name, item.categoryName]);
  assert.deepEqual(await names({ categoryId: category.id }), [["Câble souple", "Électricité"]]);
  assert.deepEqual(await names({ text: "cable", categoryId: category.id }), [["Câble souple", "Électricité"]]);
  assert.deepEqual((await names({ text: "CABLE" })).map(([name]) => name), ["Câble rigide", "Câble souple"]);
  assert.deepEqual(await names({ categoryId: newId() }), []);
  assert.deepEqual(await names({ categoryId: "' or 1=1" }), []);
});

Deno.test("a category is renamed, refused twice under one name, and deleted without its items", async () => {
  const mine = await openDossier();
  const first = await createCategory(mine, "Outils"), second = await createCategory(mine, "Pièces");
  await assert.rejects(createCategory(mine, "OUTILS "), isRefusal("catalog.name_taken"));
  await assert.rejects(createCategory(mine, ""), isRefusal("catalog.required"));
  await assert.rejects(createCategory(mine, "x".repeat(300_000)), isRefusal("catalog.too_long"));
  await assert.rejects(
    renameCategory(mine, second.id, { version: 1, name: "outils" }),
    isRefusal("catalog.name_taken"),
  );
  await renameCategory(mine, second.id, { version: 1, name: "Pièces détachées" });
  await assert.rejects(
    renameCategory(mine, second.id, { version: 1, name: "Autre" }),
    (error) => error instanceof Refusal && error.status === 409 && /Pièces détachées/.test(error.issues[0]!.sentence),
  );
  const item = await createItem(mine, anItemForm({ categoryId: first.id }));
  assert.deepEqual((await listCategories(mine)).map(({ name, items }) => [name, items]), [
    ["Outils", 1],
    ["Pièces détachées", 0],
  ]);
  await deleteCategory(mine, first.id);
  assert.equal((await getItem(mine, item.id)).categoryId, null);
});

Deno.test("changing an item while its category goes never deadlocks", async () => {
  for (let round = 0; round < 10; round++) {
    const category = await createCategory(ctx, `Éphémère ${round}`);
    const item = await createItem(ctx, anItemForm({ categoryId: category.id }));
    const form = { name: `Nom ${round}`, categoryId: category.id };
    const both = await Promise.allSettled([
      updateItem(ctx, item.id, { version: 1, form }),
      deleteCategory(ctx, category.id),
    ]);
    for (const one of both) assert.ok(one.status === "fulfilled" || one.reason instanceof Refusal);
    assert.equal((await getItem(ctx, item.id)).categoryId, null);
  }
});

Deno.test("a foreign, unknown or malformed id is one and the same answer", async () => {
  const other = await openDossier();
  const theirs = await createItem(other, anItemForm()), category = await createCategory(other, "À eux");
  for (const id of [theirs.id, newId(), "../1"]) {
    for (
      const verb of [
        getItem,
        archiveItem,
        restoreItem,
        (c: Ctx, i: string) => updateItem(c, i, { version: 1, form: { name: "x" } }),
      ]
    ) await assert.rejects(verb(ctx, id), isRefusal("catalog.not_found"));
  }
  for (const id of [category.id, newId(), "../1"]) {
    await assert.rejects(deleteCategory(ctx, id), isRefusal("catalog.category_not_found"));
    await assert.rejects(
      renameCategory(ctx, id, { version: 1, name: "x" }),
      isRefusal("catalog.category_not_found"),
    );
  }
});

Deno.test("each verb refuses whoever lacks its right", async () => {
  const reader: Ctx = { ...ctx, rights: new Set(["catalog:read"]) }, nobody: Ctx = { ...ctx, rights: new Set() };
  const id = newId();
  const refused = [
    () => createItem(reader, anItemForm()),
    () => updateItem(reader, id, { version: 1, form: {} }),
    () => archiveItem(reader, id),
    () => createCategory(reader, "x"),
    () => renameCategory(reader, id, { version: 1, name: "x" }),
    () => deleteCategory(reader, id),
    () => getItem(nobody, id),
    () => findItems(nobody),
    () => suggestItems(nobody, "x"),
    () => listCategories(nobody),
  ];
  for (const ask of refused) await assert.rejects(ask, isRefusal("access.forbidden"));
});
