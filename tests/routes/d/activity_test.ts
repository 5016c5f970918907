import assert from "node:assert/strict";
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
const { alice, bob, chloe, denis, atelier, garage } = await makeCast(app);
const { slug } = atelier;

Deno.test("« Qui a fait quoi » names who did what, newest first, and leads there", async () => {
  const made = await bob.client.postJson(paths.customers(slug), { kind: "person", lastName: "Renard", country: "FR" });
  const { id } = made.json<{ customer: { id: string } }>().customer;
  await alice.client.postJson(paths.items(slug), { name: "Vis", unitPrice: "1", vatRateBp: "20" });
  const { text } = await chloe.client.get(paths.activity(slug));
  assert.match(text, /bob@atelier-dupre\.example/);
  assert.match(text, new RegExp(`href="${paths.customer(slug, id)}">Fiche de Renard créée`));
  assert.ok(text.indexOf("Vis") < text.indexOf("Renard"), "newest first");

  const one = await chloe.client.get(paths.customerActivity(slug, id));
  assert.match(one.text, /Fiche de Renard créée/);
  assert.equal(one.text.includes("Vis"), false);
});

Deno.test("what was deleted is told without a link", async () => {
  const made = await alice.client.postJson(paths.customers(slug), { kind: "person", lastName: "Parti", country: "FR" });
  const { id } = made.json<{ customer: { id: string } }>().customer;
  await alice.client.post(paths.customerDeletion(slug, id));
  assert.match((await alice.client.get(paths.activity(slug))).text, /· Fiche supprimée/);
});

Deno.test("older acts are a page away, in HTML and in JSON", async () => {
  for (let index = 0; index < 52; index++) {
    await denis.client.postJson(paths.items(garage.slug), { name: `N${index}`, unitPrice: "1", vatRateBp: "20" });
  }
  const first = await denis.client.get(paths.activity(garage.slug));
  const [, older = ""] = /href="([^"]+)" rel="next"/.exec(first.text) ?? [];
  const second = await denis.client.getJson(older.replaceAll("&amp;", "&"));
  const { acts } = second.json<{ acts: { summary: string }[] }>();
  assert.ok(acts.some(({ summary }) => summary.includes("« N0 »")));
  assert.equal(first.text.includes("« N0 »"), false);
});

Deno.test("the list is narrowed to a person, a kind of thing and a period, its older pages too", async () => {
  const shown = async (query: Record<string, string>) => {
    const { acts } = (await alice.client.getJson(paths.activity(slug, query))).json<
      { acts: { personId: string; subjectKind: string }[] }
    >();
    return acts;
  };
  const bobs = await shown({ qui: bob.personId });
  assert.ok(bobs.length > 0 && bobs.every(({ personId }) => personId === bob.personId));
  const items = await shown({ quoi: "item" });
  assert.ok(items.length > 0 && items.every(({ subjectKind }) => subjectKind === "item"));
  const today = new Intl.DateTimeFormat("fr-CA", { timeZone: "Europe/Paris" }).format();
  assert.equal((await shown({ du: today, au: today })).length, (await shown({})).length);
  assert.deepEqual(await shown({ au: "2020-01-01" }), []);
  assert.deepEqual(await shown({ qui: denis.personId }), [], "somebody of another dossier has done nothing here");
  const page = await alice.client.get(paths.activity(slug, { au: "2020-01-01" }));
  assert.ok(page.text.includes("Rien de tel"));
  const older = await denis.client.get(paths.activity(garage.slug, { quoi: "item" }));
  assert.match(older.text, /href="[^"]*quoi=item&amp;avant=[^"]*" rel="next"/);
});

Deno.test("strange filters narrow nothing and break nothing", async () => {
  for (const query of [{ qui: "x'" }, { quoi: "__proto__" }, { du: "2026-13-45" }, { au: "'; drop table" }]) {
    assert.equal((await alice.client.get(paths.activity(slug, query))).status, 200);
  }
});

Deno.test("a strange cursor opens the first page", async () => {
  for (const avant of ["x", "%00", "018f0000-0000-7000-8000-000000000001.yesterday"]) {
    assert.equal((await alice.client.get(`${paths.activity(slug)}?avant=${avant}`)).status, 200);
  }
});

Deno.test("whose profile does not read it is refused by name, a stranger finds nothing", async () => {
  const refused = await bob.client.get(paths.activity(slug));
  assert.equal(refused.status, 403);
  assert.match(refused.text, /Qui a fait quoi : consulter/);
  assert.equal((await bob.client.get(paths.company(slug))).text.includes("Qui a fait quoi"), false);
  assert.equal((await denis.client.get(paths.activity(slug))).status, 404);
});
