import assert from "node:assert/strict";
import { newId } from "../../../lib/platform/random.ts";
import { paths } from "../../../routes/paths.ts";
import { addMember, makeCast, PASSWORD, signUpAs } from "../../cast.ts";
import { openApp } from "../../support/app.ts";
import { type Client, openClient } from "../../support/client.ts";
import { openWorld } from "../../support/world.ts";
import { completeCompany, makeCustomer } from "../d/_sales.ts";

const world = await openWorld();
const app = await openApp(world);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});
const { alice, bob, chloe, denis, atelier, cabinet, garage } = await makeCast(app);
const ASKED_BY_HTMX = { headers: { "hx-request": "true", accept: "text/html" } };

async function dossiersOf(client: Client): Promise<{ slug: string; companyName: string; profile: string }[]> {
  return (await client.getJson(paths.dossiers("tous"))).json<{ dossiers: never[] }>().dossiers;
}

Deno.test("a page speaks of no other dossier until the switcher is opened, which lists them all", async () => {
  const page = await chloe.client.get(paths.customers(atelier.slug));
  assert.ok(!page.text.includes("Cabinet Lenoir"));
  const src = /<details class="menu switcher"[^>]* hx-get="([^"]+)" hx-trigger="toggle once"/.exec(page.text);
  assert.equal(src?.[1]?.replaceAll("&amp;", "&"), "/dossiers?tous&ici=clients");
  const list = await chloe.client.get(paths.dossiers("tous", { ici: "clients" }), ASKED_BY_HTMX);
  assert.doesNotMatch(list.text, /<html/);
  assert.match(list.text, /Atelier Dupré<span class="hint">Comptable · essai jusqu’au/);
  assert.match(list.text, /Cabinet Lenoir<span class="hint">Administrateur, titulaire · essai/);
  assert.doesNotMatch(list.text, /Garage Morel|type="search"/);
});

Deno.test("the switcher works without JavaScript: its link leads to the same list as a page", async () => {
  const page = await chloe.client.get(paths.dossier(atelier.slug));
  assert.match(page.text, /<a href="\/dossiers\?tous">Tous vos dossiers/);
  assert.match((await chloe.client.get(paths.dossiers("tous"))).text, /<h1>Vos dossiers[\s\S]*Cabinet Lenoir/);
});

const ENTRANCES: readonly (readonly [string, string | undefined, string])[] = [
  ["the same section", "clients", paths.customers(cabinet.slug)],
  ["the dashboard, from the dashboard", undefined, paths.dossier(cabinet.slug)],
  ["the dashboard, from a section that does not exist", "fusees", paths.dossier(cabinet.slug)],
  ["the dashboard, from a text that is no section", "../../connexion", paths.dossier(cabinet.slug)],
  ["the dashboard, from a page that wants an id", "clients/:customer", paths.dossier(cabinet.slug)],
];
for (const [where, ici, expected] of ENTRANCES) {
  Deno.test(`into another dossier: ${where}`, async () => {
    const reply = await chloe.client.get(paths.dossierEntrance(cabinet.slug, { ici }));
    assert.deepEqual([reply.status, reply.location], [303, expected]);
    assert.equal((await chloe.client.follow(reply)).status, 200);
  });
}

Deno.test("into another dossier: its dashboard where the section is not allowed, or its module is off", async () => {
  const asBob = await bob.client.get(paths.dossierEntrance(atelier.slug, { ici: "factures" }));
  assert.equal(asBob.location, paths.dossier(atelier.slug), "sales may not read invoices");
  await alice.client.post(paths.companyModules(atelier.slug), { module: "quotes", state: "off" });
  const quotes = await alice.client.get(paths.dossierEntrance(atelier.slug, { ici: "devis" }));
  await alice.client.post(paths.companyModules(atelier.slug), { module: "quotes", state: "on" });
  assert.equal(quotes.location, paths.dossier(atelier.slug));
});

Deno.test("the entrance tells a stranger nothing: foreign and unknown are one answer", async () => {
  const [foreign, unknown] = [
    await denis.client.get(paths.dossierEntrance(atelier.slug, { ici: "clients" })),
    await denis.client.get(paths.dossierEntrance("nobody-has-this", { ici: "clients" })),
  ];
  assert.deepEqual([foreign.status, unknown.status], [404, 404]);
  assert.equal(foreign.text, unknown.text);
});

Deno.test("nine dossiers are searched by name, accents and case aside", async () => {
  const { player } = await signUpAs(app, { email: "nora@cabinet.example", company: "Cabinet Nora" });
  for (let n = 1; n <= 8; n++) {
    const made = await player.client.postJson(paths.newDossier(), {
      companyName: `Société Étoile ${n}`,
      newId: newId(),
    });
    assert.equal(made.status, 201, made.text);
  }
  const list = await player.client.get(paths.dossiers("tous", { ici: "devis" }), ASKED_BY_HTMX);
  assert.match(list.text, /type="search"/);
  const found = await player.client.get(paths.dossiers("tous", { q: "etoile 3", ici: "devis" }), ASKED_BY_HTMX);
  assert.deepEqual(found.text.match(/href="[^"]+"/g), ['href="/dossiers/societe-etoile-3/entree?ici=devis"']);
  const none = await player.client.get(paths.dossiers("tous", { q: "'; drop--" }), ASKED_BY_HTMX);
  assert.match(none.text, /Aucun dossier de ce nom/);
  assert.match((await player.client.get(paths.dossiers("tous", { q: "NORA" }))).text, /Cabinet Nora/);
});

Deno.test("two dossiers in two tabs: each page speaks of its own, and a form acts on its own alone", async () => {
  await addMember(garage, { player: alice, profile: "administrator" });
  for (const dossier of [atelier, garage]) await completeCompany(alice, dossier);
  const [one, two] = await Promise.all([
    alice.client.get(paths.newCustomer(atelier.slug)),
    alice.client.get(paths.newCustomer(garage.slug)),
  ]);
  for (const [page, own, other] of [[one, atelier, garage], [two, garage, atelier]] as const) {
    assert.match(page.text, new RegExp(`<span class="switcher-name">${own.name}`));
    assert.ok(page.text.includes(`/d/${own.slug}/`) && !page.text.includes(`/d/${other.slug}/`));
  }
  const mine = await makeCustomer(alice, atelier);
  assert.equal((await alice.client.get(paths.customer(atelier.slug, mine))).status, 200);
  for (const path of [paths.customer(garage.slug, mine), paths.editCustomer(garage.slug, mine)]) {
    assert.equal((await alice.client.get(path)).status, 404);
  }
  const acts = [
    paths.customer(garage.slug, mine),
    paths.customerArchiving(garage.slug, mine),
    paths.customerDeletion(garage.slug, mine),
  ];
  for (const act of acts) assert.equal((await alice.client.post(act, { version: "1" })).status, 404, act);
  assert.equal((await alice.client.get(paths.customer(atelier.slug, mine))).status, 200);
});

Deno.test("signing out in one tab closes both", async () => {
  const { player, dossier } = await signUpAs(app, { email: "tabs@example.fr", company: "Onglets" });
  const second = (await player.client.postJson(paths.newDossier(), { companyName: "Onglets deux" })).json();
  assert.equal((await player.client.get(String(second["dossier"]))).status, 200);
  await player.client.post(paths.signOut());
  for (const path of [paths.dossier(dossier.slug), String(second["dossier"])]) {
    assert.match((await player.client.get(path)).location!, /^\/connexion/);
  }
});

Deno.test("signed in, a person opens a further dossier and is in it, its owner, with one account", async () => {
  const page = await denis.client.get(paths.newDossier());
  assert.match(page.text, /denis@garage-morel\.example/);
  const made = await denis.client.post(paths.newDossier(), { companyName: "  Morel   Location ", newId: newId() });
  assert.equal(made.location, paths.dossier("morel-location"));
  assert.match((await denis.client.follow(made)).text, /<span class="switcher-name">Morel Location/);
  const mine = await dossiersOf(denis.client);
  assert.deepEqual(mine.map(({ companyName, profile }) => [companyName, profile]), [
    ["Garage Morel", "administrator"],
    ["Morel Location", "administrator"],
  ]);
  assert.equal((await alice.client.get(made.location!)).status, 404);
  const again = openClient(app);
  await again.post(paths.signIn(), { email: denis.email, password: PASSWORD });
  assert.match((await again.get(paths.dossiers())).text, /Garage Morel[\s\S]*Morel Location/);
});

Deno.test("the same form sent twice, even at once, opens one dossier", async () => {
  const { player } = await signUpAs(app, { email: "twice@example.fr", company: "Deux fois" });
  const form = { companyName: "Une seule", newId: newId() };
  const replies = await Promise.all([1, 2, 3].map(() => player.client.post(paths.newDossier(), form)));
  await app.runJobs();
  assert.deepEqual([...new Set(replies.map(({ status }) => status))], [303]);
  assert.equal((await dossiersOf(player.client)).length, 2);
});

Deno.test("a form's id that another person used opens nothing of his", async () => {
  const form = { companyName: "À moi", newId: newId() };
  await alice.client.post(paths.newDossier(), form);
  const stolen = await bob.client.postJson(paths.newDossier(), { ...form, companyName: "À lui" });
  assert.equal(stolen.json()["dossier"], paths.dossier("a-lui"));
  assert.equal((await bob.client.get(paths.dossier("a-moi"))).status, 404);
});

for (const companyName of ["", "   ", "x".repeat(101), "Dupré\u202egpj"]) {
  Deno.test(`a further dossier is refused the name ${JSON.stringify(companyName.slice(0, 12))}, what was typed stays`, async () => {
    const before = (await dossiersOf(chloe.client)).length;
    const reply = await chloe.client.post(paths.newDossier(), { companyName, newId: newId() });
    assert.equal(reply.status, 422);
    assert.match(reply.text, /aria-invalid="true"/);
    assert.equal((await dossiersOf(chloe.client)).length, before);
  });
}

Deno.test("a person opens ten dossiers an hour at most; a visitor none", async () => {
  const { player } = await signUpAs(app, { email: "many@example.fr", company: "Beaucoup" });
  const statuses = [];
  for (let n = 0; n < 12; n++) {
    statuses.push((await player.client.postJson(paths.newDossier(), { companyName: `N ${n}` })).status);
  }
  assert.deepEqual(statuses, [...Array<number>(10).fill(201), 429, 429]);
  assert.equal((await openClient(app).postJson(paths.newDossier(), { companyName: "Personne" })).status, 401);
});
