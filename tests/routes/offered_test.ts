import assert from "node:assert/strict";
import {
  ALL_RIGHTS,
  isGrantable,
  type KnownRight,
  labelOfRight,
  type ProfileKey,
  PROFILES,
  rightsOf,
} from "../../lib/access/mod.ts";
import { type ModuleName, MODULES_OFFERED } from "../../lib/company/mod.ts";
import { closeRenderWorkers } from "../../lib/platform/pdf/worker_pool.ts";
import { newId } from "../../lib/platform/random.ts";
import { say } from "../../lib/platform/terminal.ts";
import { ACCESS, rightOf, type RouteKey } from "../../routes/access.ts";
import { isSwitchedOff } from "../../routes/modules.ts";
import { paths } from "../../routes/paths.ts";
import { addMember, makeCast, signUpAs } from "../cast.ts";
import { openApp, TEST_BASE_URL } from "../support/app.ts";
import type { Client } from "../support/client.ts";
import { type Address, addressesOf } from "../support/forms.ts";
import { openWorld } from "../support/world.ts";
import { furnish } from "./_full_dossier.ts";

/**
 * What a person may not do is absent from the page and refused by the server. Every page that a profile may open, in a
 * dossier that holds something of everything, is read for each address that it leads or posts to; each address is
 * brought back to its route, and the route held against the rights of who looks.
 */
const world = await openWorld();
const app = await openApp(world);
Deno.test.afterAll(async () => {
  closeRenderWorkers();
  await app.close();
  await world.close();
});
const { alice, bob, atelier } = await makeCast(app);
const { slug } = atelier;

const ROUTES = Object.keys(ACCESS) as RouteKey[];
/** Answers that are files, not pages. */
const IS_FILE =
  /\/(export(\.\w+)?|pdf|xml|(dossier\.)?zip|carte\.png|couleur\.css|logo(\/:logo)?|:part|:file|documents\.css)$|^\/internal/;
/** Pages that end what one is looking from, or that a secret of one's own opens. */
const PAGES = ROUTES.filter((route) => route.startsWith("GET ") && !IS_FILE.test(route)).filter((route) =>
  ACCESS[route] !== "link" && ACCESS[route] !== "machine" && ACCESS[route] !== "demo" && ACCESS[route] !== "guest"
);

/** Ids of what stands in the dossier, by the part of an address that holds them: `clients/:customer`. */
const EXAMPLES = await furnish(app, { alice, bob, atelier });

/** Every address of a route in the furnished dossier. */
function addressesOfRoute(route: RouteKey): string[] {
  const [, pattern = ""] = route.split(" ");
  const inDossier = pattern.replace("/d/:slug", `/d/${slug}`);
  return inDossier.split("/").reduce<string[]>((paths, part, at, parts) => {
    const examples = part.startsWith(":") ? EXAMPLES[`${parts[at - 1]}/${part}`] ?? [newId()] : [part];
    return paths.flatMap((path) => examples.map((example) => at === 0 ? example : `${path}/${example}`));
  }, [""]);
}

const BY_METHOD = { GET: matchersOf("GET"), POST: matchersOf("POST") };

/** Routes as expressions, those that spell their address out before those that take any word there. */
function matchersOf(method: Address["method"]): { route: RouteKey; pattern: RegExp }[] {
  const holes = (route: string) => route.split(":").length;
  return ROUTES.filter((route) => route.startsWith(`${method} `)).sort((a, b) => holes(a) - holes(b)).map((route) => ({
    route,
    pattern: new RegExp(`^${route.slice(method.length + 1).replaceAll(".", "\\.").replace(/:\w+/g, "[^/]+")}$`),
  }));
}

function routeOf({ method, path }: Address): RouteKey | undefined {
  const [address = ""] = path.split("?");
  return BY_METHOD[method].find(({ pattern }) => pattern.test(address))?.route;
}

/** Who looks: rights that he is meant to have, and modules that are off. */
interface Looker {
  readonly client: Client;
  readonly rights: ReadonlySet<string>;
  readonly modulesOff: readonly string[];
}

/** What was done to one thing is read by those who may read the thing. */
const ABOUT: { readonly [R in RouteKey]?: KnownRight } = {
  "GET /d/:slug/clients/:customer/activite": "customers:read",
  "GET /d/:slug/articles/:item/activite": "catalog:read",
  "GET /d/:slug/devis/:document/journal": "quotes:read",
  "GET /d/:slug/factures/:document/journal": "invoices:read",
  "GET /d/:slug/avoirs/:document/journal": "invoices:read",
};

function mayOpen(route: RouteKey, { rights, modulesOff }: Looker): boolean {
  const wanted = [rightOf(route), ABOUT[route] ?? null];
  return wanted.every((right) => right === null || rights.has(right)) && !isSwitchedOff(route, modulesOff);
}

/** What was read, told at the end. */
const figures = { profiles: 0, pages: 0, addresses: 0 };
/** Routes that some page offered to the administrator: those that none does prove nothing. */
const offered = new Set<RouteKey>();

/** Reads every page that somebody may open; returns what it offers that would be refused, in words. */
async function readAllPages(looker: Looker): Promise<string[]> {
  const wrong = new Set<string>();
  const queue = PAGES.filter((route) => mayOpen(route, looker)).flatMap(addressesOfRoute);
  const seen = new Set(queue.map(shapeOf));
  figures.profiles++;
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const page = routeOf({ method: "GET", path })!;
    const { status, headers, text } = await looker.client.get(path);
    if (status === 403) wrong.add(`${page} is refused: ${text}`);
    else assert.ok([200, 303, 404, 410].includes(status), `${path}: ${status}`);
    if (status !== 200 || !headers.get("content-type")?.startsWith("text/html")) continue;
    figures.pages++;
    for (const address of addressesOf(text, path)) {
      judge(address, { looker, page, wrong });
      // The same page in another view, with other words after its `?`: its own links, once.
      if (address.method === "GET" && isPage(address) && !seen.has(shapeOf(address.path))) {
        seen.add(shapeOf(address.path));
        queue.push(address.path);
      }
    }
    for (const [, act = ""] of text.matchAll(/<button[^>]* name="act" value="(\w+)"/g)) {
      if (!(ACTS[act] ?? []).every((what) => looker.rights.has(`${RESOURCE_OF[page]}:${what}`))) {
        wrong.add(`${page} offers « ${act} »`);
      }
    }
  }
  return [...wrong];
}

/** An address with its ids left in and what its words say left out: each view is read once. */
function shapeOf(path: string): string {
  const { pathname, searchParams } = new URL(path, TEST_BASE_URL);
  return `${pathname}?${[...searchParams.keys()].sort().join("&")}`;
}

function isPage(address: Address): boolean {
  const route = routeOf(address);
  return route !== undefined && PAGES.includes(route) && address.path.includes("?");
}

/** What the buttons of an editor do, by what their form is sent with: the actions that each takes. */
const ACTS: Readonly<Record<string, readonly string[]>> = {
  save: ["write"],
  send: ["send"],
  issue: ["issue"],
  issue_send: ["issue", "send"],
};
const RESOURCE_OF: { readonly [R in RouteKey]?: string } = {
  "GET /d/:slug/devis/nouveau": "quotes",
  "GET /d/:slug/devis/:document": "quotes",
  "GET /d/:slug/devis/:document/modifier": "quotes",
  "GET /d/:slug/factures/nouvelle": "invoices",
  "GET /d/:slug/factures/:document": "invoices",
  "GET /d/:slug/avoirs/:document": "invoices",
};

function judge(
  address: Address,
  { looker, page, wrong }: { looker: Looker; page: RouteKey; wrong: Set<string> },
): void {
  figures.addresses++;
  const route = routeOf(address);
  if (route === undefined) wrong.add(`${page} leads to ${address.method} ${address.path}, which is no route`);
  else if (!isElsewhere(address) && !mayOpen(route, looker)) wrong.add(`${page} offers ${route}`);
  else offered.add(route);
}

/** In the dossier of Paul's own, where he is the administrator whatever he is here. */
function isElsewhere({ path }: Address): boolean {
  return path.startsWith("/d/") && !path.startsWith(`/d/${slug}/`) && path !== `/d/${slug}`;
}

const READY = Object.keys(PROFILES) as ProfileKey[];
const { player: paul } = await signUpAs(app, { email: "paul@example.fr", company: "Paul" });
await addMember(atelier, { player: paul, profile: "reader" });

/** Paul, with another profile. */
async function give(profile: string): Promise<Client> {
  const given = await alice.client.postJson(paths.memberAct(slug, paul.personId, "profil"), { profile });
  assert.equal(given.status, 200, given.text);
  return paul.client;
}

/** Paul, with a profile of the dossier's own that was ticked so; reading comes with changing. */
async function giveOnly(ticked: readonly KnownRight[]): Promise<Looker> {
  const form = Object.fromEntries(ticked.map((right, at) => [`rights.${at}`, right]));
  const page = paths.profile(slug, EXAMPLES["profils/:profile"]![0]!);
  assert.equal((await alice.client.postJson(page, { name: "Magasin", ...form })).status, 200);
  const { profile } = (await alice.client.getJson(page)).json<{ profile: { id: string; rights: string[] } }>();
  return { client: await give(profile.id), rights: new Set(profile.rights), modulesOff: [] };
}

for (const profile of READY) {
  Deno.test(`${PROFILES[profile].label}: no page offers what would be refused`, async () => {
    const looker = { client: await give(profile), rights: rightsOf(profile), modulesOff: [] };
    assert.deepEqual(await readAllPages(looker), []);
  });
}

Deno.test("a profile that holds almost nothing is offered almost nothing, and refused the rest by name", async () => {
  const looker = await giveOnly(["dashboard:read"]);
  assert.deepEqual([...looker.rights], ["dashboard:read"]);
  assert.deepEqual(await readAllPages(looker), []);
  for (const route of ROUTES.filter((each) => rightOf(each) !== null && !mayOpen(each, looker))) {
    const [method, path] = [route.split(" ")[0], addressesOfRoute(route)[0]!];
    const reply = method === "GET" ? await looker.client.get(path) : await looker.client.post(path);
    assert.equal(reply.status, 403, route);
    assert.ok(reply.text.includes(labelOfRight(rightOf(route)!)!), route);
  }
});

for (const right of [...ALL_RIGHTS].filter(isGrantable)) {
  Deno.test(`a profile of ${right} and nothing else: no page offers what would be refused`, async () => {
    assert.deepEqual(await readAllPages(await giveOnly([right])), []);
  });
}

for (const module of Object.keys(MODULES_OFFERED) as ModuleName[]) {
  Deno.test(`${module} switched off: no page of the administrator leads into it`, async () => {
    const turn = (state: "on" | "off") => alice.client.post(paths.companyModules(slug), { module, state });
    assert.equal((await turn("off")).status, 303);
    const { client } = alice;
    const wrong = await readAllPages({ client, rights: rightsOf("administrator"), modulesOff: [module] });
    await turn("on");
    assert.deepEqual(wrong, []);
  });
}

/**
 * Programs issue at the first; a banner leads to the second while a recovery waits (tests/console), a button to the
 * third, once an owner has closed the dossier (tests/console/states_test.ts), and to the fourth once its archive is all
 * that is kept (tests/console/keeping_test.ts), another to the fifth while something that is over waits to be closed
 * (tests/routes/d/closures_test.ts), and one to the last where the numbers are so many that what was read is kept
 * (tests/routes/d/numbering_test.ts).
 */
const NOT_OFFERED = /\/(emission|reprise|reouverture|archive-conservee)$|^POST .*\/(clotures|preuves\/numeros)$/;

Deno.test("every route of a dossier is offered by some page, but for programs and while a recovery waits", () => {
  const unseen = ROUTES.filter((route) =>
    route.includes(" /d/:slug") && !offered.has(route) && !NOT_OFFERED.test(route)
  );
  assert.deepEqual(unseen, []);
  const { pages, profiles, addresses } = figures;
  say(`ce qui est offert : ${pages} pages vues par ${profiles} profils, ${addresses} adresses tenues contre la table`);
});
