import assert from "node:assert/strict";
import { type ModuleName, MODULES_OFFERED, switchModule } from "../../lib/company/mod.ts";
import { newId } from "../../lib/platform/random.ts";
import { ACCESS, type RouteKey } from "../../routes/access.ts";
import { EXTENTS, modulesOfRoute } from "../../routes/modules.ts";
import { paths } from "../../routes/paths.ts";
import { makeCast } from "../cast.ts";
import { openApp } from "../support/app.ts";
import type { Client, Reply } from "../support/client.ts";
import { aCtx, openWorld } from "../support/world.ts";
import { completeCompany, makeCustomer, makeDocument } from "./d/_sales.ts";

const world = await openWorld();
const app = await openApp(world);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});
const { alice, bob, denis, atelier, garage } = await makeCast(app);
await completeCompany(alice, atelier);
const { slug } = atelier;
const customerId = await makeCustomer(alice, atelier);
const quote = await makeDocument(alice, atelier, { kind: "quote", customerId });
const invoice = await makeDocument(alice, atelier, { kind: "invoice", customerId, issue: true });
// One at a time: whoever asks again is told so, as often as he asks.
await alice.client.postJson(paths.exit(slug), { exitId: newId() });

const MODULES = Object.keys(MODULES_OFFERED) as ModuleName[];
const ROUTES = (Object.keys(ACCESS) as RouteKey[]).filter((route) => route.includes(" /d/:slug"));
/** A list of each module, as the sidebar links it. */
const LISTS: Readonly<Record<ModuleName, string>> = {
  quotes: paths.documents(slug, "quote"),
  invoices: paths.documents(slug, "invoice"),
  catalog: paths.items(slug),
};

function ask(client: Client, route: RouteKey): Promise<Reply> {
  const [method, pattern] = route.split(" ") as ["GET" | "POST", string];
  const path = pattern.replace(":slug", slug).replace(/:\w+/g, () => newId());
  return method === "GET" ? client.getJson(path) : client.postJson(path);
}

async function turn(module: string, state: "on" | "off"): Promise<Reply> {
  return await alice.client.post(paths.companyModules(slug), { module, state });
}

/** The answer that a route gives to what no route has. */
function isUnknown(reply: Reply): boolean {
  return reply.status === 404 && reply.json()["code"] === "request.not_found";
}

Deno.test("every module has routes, and every folder and route that it names exists", () => {
  for (const module of MODULES) {
    const { folders, also = [] } = EXTENTS[module];
    for (const folder of folders) assert.ok(ROUTES.some((route) => route.includes(` /d/:slug/${folder}`)), folder);
    for (const route of also) assert.ok(modulesOfRoute(route).includes(module), route);
  }
});

for (const module of MODULES) {
  Deno.test(`${module} switched off: each of its routes answers 404, the others work on; on again, all is back`, async () => {
    const mine = ROUTES.filter((route) => modulesOfRoute(route).includes(module));
    const before = new Map<RouteKey, number>();
    for (const route of ROUTES) before.set(route, (await ask(alice.client, route)).status);
    assert.equal((await turn(module, "off")).status, 303);
    for (const route of mine) {
      const reply = await ask(alice.client, route);
      assert.ok(isUnknown(reply), `${route}: ${reply.status} ${reply.text.slice(0, 200)}`);
      assert.ok(isUnknown(await ask(bob.client, route)), `${route} tells nobody that it needs a right`);
    }
    for (const route of ROUTES.filter((route) => !mine.includes(route))) {
      if (route === "POST /d/:slug/entreprise/logo/retrait") continue;
      const reply = await ask(alice.client, route);
      assert.equal(reply.status, before.get(route), `${route}: ${reply.text.slice(0, 200)}`);
    }
    assert.equal((await turn(module, "on")).status, 303);
    for (const route of mine) assert.equal((await ask(alice.client, route)).status, before.get(route), route);
  });

  Deno.test(`${module} switched off leaves the navigation and the kept pages at once`, async () => {
    const dashboard = () => alice.client.get(paths.dossier(slug));
    const link = `href="${LISTS[module]}`;
    assert.ok((await dashboard()).text.includes(link));
    await turn(module, "off");
    assert.ok(!(await dashboard()).text.includes(link), "the very next page");
    await turn(module, "on");
    assert.ok((await dashboard()).text.includes(link));
  });
}

Deno.test("the data of a module stay while it is off", async () => {
  await turn("quotes", "off");
  await turn("invoices", "off");
  assert.equal((await alice.client.get(paths.document(slug, quote))).status, 404);
  await turn("quotes", "on");
  await turn("invoices", "on");
  assert.equal((await alice.client.get(paths.document(slug, quote))).status, 200);
  assert.ok((await alice.client.get(paths.document(slug, invoice))).text.includes(invoice.number!));
});

Deno.test("without the catalogue an invoice is still written, by hand", async () => {
  await turn("catalog", "off");
  const page = await alice.client.get(paths.newDocument(slug, "invoice"));
  assert.equal(page.status, 200);
  assert.ok(!page.text.includes(paths.itemProposals(slug)));
  const made = await makeDocument(alice, atelier, { kind: "invoice", customerId, issue: true });
  assert.ok(made.number);
  await turn("catalog", "on");
});

Deno.test("a quote makes no invoice where invoices are off", async () => {
  await turn("invoices", "off");
  assert.equal((await alice.client.post(paths.documentAct(slug, quote, "facture"))).status, 404);
  assert.ok(!(await alice.client.get(paths.document(slug, quote))).text.includes('/facture"'));
  await turn("invoices", "on");
});

for (const core of ["company", "customers", "dashboard", "activity", "", "__proto__"]) {
  Deno.test(`the core cannot be switched off: « ${core} »`, async () => {
    assert.equal((await turn(core, "off")).status, 404);
    assert.equal((await alice.client.get(paths.dossier(slug))).status, 200);
    assert.equal((await alice.client.get(paths.customers(slug))).status, 200);
  });
}

Deno.test("the switch of one dossier moves nothing in another", async () => {
  await turn("quotes", "off");
  assert.equal((await denis.client.get(paths.documents(garage.slug, "quote"))).status, 200);
  await turn("quotes", "on");
});

Deno.test("a member without the right moves no switch, a stranger does not find it", async () => {
  assert.equal((await bob.client.post(paths.companyModules(slug), { module: "quotes", state: "off" })).status, 403);
  assert.equal((await denis.client.post(paths.companyModules(slug), { module: "quotes", state: "off" })).status, 404);
  assert.equal((await alice.client.get(LISTS.quotes)).status, 200);
});

Deno.test("a switch whose request died before control knew is brought there by its job", async () => {
  const ctx = aCtx(atelier.tenantId, { rights: ["company:write"], personId: alice.personId });
  await switchModule(ctx, "catalog", false);
  assert.equal((await alice.client.get(LISTS.catalog)).status, 200, "nobody has told control yet");
  await app.runJobs();
  assert.equal((await alice.client.get(LISTS.catalog)).status, 404);
  await turn("catalog", "on");
});

Deno.test("switched ten times at once, control says in the end what the cell says", async () => {
  for (let round = 0; round < 3; round++) {
    await Promise.all(Array.from({ length: 10 }, (_, n) => turn("catalog", n % 2 === 0 ? "off" : "on")));
    await app.runJobs();
    const { modules } = (await alice.client.getJson(paths.company(slug))).json<{ modules: string[] }>();
    assert.equal((await alice.client.get(LISTS.catalog)).status, modules.includes("catalog") ? 200 : 404);
  }
  await turn("catalog", "on");
});
