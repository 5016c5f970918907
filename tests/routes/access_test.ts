import assert from "node:assert/strict";
import { labelOfRight, type ProfileKey, rightsOf } from "../../lib/access/mod.ts";
import { newId } from "../../lib/platform/random.ts";
import { ACCESS, rightOf, type RouteKey } from "../../routes/access.ts";
import { paths } from "../../routes/paths.ts";
import { addMember, makeCast, type Player, signUpAs } from "../cast.ts";
import { openApp } from "../support/app.ts";
import { type Client, openClient, type Reply } from "../support/client.ts";
import { openWorld } from "../support/world.ts";

const world = await openWorld();
const app = await openApp(world);
const cast = await makeCast(app);
/** A member of Atelier Dupré for each profile that is not everything. */
const members = new Map<ProfileKey, Player>([["sales", cast.bob], ["accountant", cast.chloe]]);
for (const profile of ["purchasing", "reader"] as const) {
  const { player } = await signUpAs(app, { email: `${profile}@example.fr`, company: profile });
  await addMember(cast.atelier, { player, profile });
  members.set(profile, player);
}
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});

const ROUTES = Object.keys(ACCESS) as RouteKey[];
const OF_DOSSIER = ROUTES.filter((route) => route.includes(" /d/:slug"));

/** Sends what the route takes: an empty form to a POST, ids that nobody has in its path. */
function ask(client: Client, route: RouteKey, { slug = cast.atelier.slug, json = false } = {}): Promise<Reply> {
  const [method, pattern] = route.split(" ") as ["GET" | "POST", string];
  const path = pattern.replace(":slug", slug).replace(/:\w+/g, () => newId());
  if (method === "GET") return json ? client.getJson(path) : client.get(path);
  return json ? client.postJson(path) : client.post(path);
}

Deno.test("every route of the application is declared, and every declared one is mounted, once", () => {
  const mounted = app.app.routes.filter(({ method }) => method !== "ALL").map(({ method, path }) =>
    `${method} ${path}`
  );
  assert.deepEqual(mounted.sort(), [...ROUTES].sort());
});

Deno.test("every URL of paths.ts leads to a declared route", () => {
  const patterns = ROUTES.map((route) => new RegExp(`^${route.split(" ")[1]!.replace(/:\w+/g, "[^/]+")}$`));
  const lost = Object.entries(paths).filter(([, build]) => {
    const urls = EXAMPLES.flatMap((example) => urlOf(build as (...values: readonly unknown[]) => string, example));
    return !urls.some((url) => patterns.some((pattern) => pattern.test(url)));
  }).map(([name]) => name);
  assert.deepEqual(lost, []);
});

/** What the builders of URLs take, between them. */
const EXAMPLES: readonly (readonly unknown[])[] = [
  [],
  ["x", "x"],
  ["x", "quote"],
  ["x", { kind: "invoice", id: "x" }, "emission"],
  ["x", "x", "profil"],
  ["x", "x", "renvoi"],
  ["x", "xlsx"],
  ["x", "pdf"],
];

/** The URL without its query, or nothing when these values are not for it. */
function urlOf(build: (...values: readonly unknown[]) => string, example: readonly unknown[]): string[] {
  try {
    return [build(...example).split("?")[0]!];
  } catch {
    return [];
  }
}

for (const route of OF_DOSSIER) {
  Deno.test(`${route} sends a visitor to sign in, and answers 401 in JSON`, async () => {
    const visitor = openClient(app);
    const page = await ask(visitor, route);
    if (route.startsWith("GET")) {
      assert.equal(page.status, 303);
      assert.match(page.location!, /^\/connexion\?retour=%2Fd%2F/);
    } else assert.equal(page.status, 401);
    const json = await ask(visitor, route, { json: true });
    assert.equal(json.status, 401);
    assert.equal(json.json().code, "request.signed_out");
  });

  Deno.test(`${route} answers a stranger as if the dossier did not exist`, async () => {
    for (const json of [false, true]) {
      const foreign = await ask(cast.denis.client, route, { json });
      const unknown = await ask(cast.denis.client, route, { json, slug: "nobody-has-this" });
      assert.equal(foreign.status, 404);
      assert.equal(unknown.status, 404);
      assert.equal(foreign.text, unknown.text);
    }
  });

  Deno.test(`${route} never breaks for its owner, whatever ids and empty forms it gets`, async () => {
    for (const json of [false, true]) {
      const reply = await ask(cast.alice.client, route, { json });
      assert.ok(reply.status < 500, `${reply.status}: ${reply.text.slice(0, 400)}`);
    }
  });
}

for (const route of OF_DOSSIER) {
  const right = rightOf(route);
  const outsider = right && [...members.keys()].find((profile) => !rightsOf(profile).has(right));
  if (!right || !outsider) continue;
  Deno.test(`${route} refuses a member without ${right} and names it`, async () => {
    const { client } = members.get(outsider)!;
    const page = await ask(client, route);
    assert.equal(page.status, 403);
    assert.ok(page.text.includes(labelOfRight(right)!));
    const json = await ask(client, route, { json: true });
    assert.equal(json.status, 403);
    assert.ok(String(json.json().sentence).includes(labelOfRight(right)!));
    assert.equal(json.json().right, right);
  });
}

for (const route of ROUTES.filter((route) => ACCESS[route] === "person")) {
  Deno.test(`${route} is for people who are signed in`, async () => {
    assert.equal((await ask(openClient(app), route, { json: true })).status, 401);
    const inside = await ask(cast.alice.client, route, { json: true });
    assert.ok(route.startsWith("GET") ? inside.status === 200 : inside.status < 500, `${inside.status}`);
    assert.notEqual(inside.json().code, "request.signed_out");
  });
}

for (const route of ROUTES.filter((route) => ACCESS[route] === "machine")) {
  Deno.test(`${route} answers as an unknown page without its secret`, async () => {
    const visitor = openClient(app);
    assert.equal((await ask(visitor, route)).status, 404);
    const wrong = { headers: { authorization: "Bearer wrong-wrong-wrong-wrong-wrong-wrong" } };
    assert.equal((await visitor.post(route.split(" ")[1]!, {}, wrong)).status, 404);
  });
}

Deno.test("pages of a demo do not exist elsewhere", async () => {
  const hosted = await openApp(world, { isDemo: false });
  for (const route of ROUTES.filter((route) => ACCESS[route] === "demo")) {
    assert.equal((await ask(openClient(hosted), route)).status, 404, route);
  }
  await hosted.close();
});
