import assert from "node:assert/strict";
import { ACCESS, leastRole, type RouteKey } from "../../console/access.ts";
import { paths } from "../../console/paths.ts";
import { isAtLeast, OPERATOR_ROLES } from "../../lib/identity/operator.ts";
import { shiftClock } from "../../lib/platform/clock.ts";
import { newId } from "../../lib/platform/random.ts";
import { signUpAs } from "../cast.ts";
import { openApp } from "../support/app.ts";
import { openClient } from "../support/client.ts";
import { addStaff, openConsole } from "../support/console.ts";
import { openWorld } from "../support/world.ts";
import { signInEachRole } from "./_operator.ts";

const world = await openWorld();
const product = await openApp(world);
const operators = await openConsole();
await addStaff();
const { dossier } = await signUpAs(product, { email: "alice@atelier-dupre.example", company: "Atelier Dupré" });
const clients = await signInEachRole(operators);
Deno.test.afterAll(async () => {
  shiftClock(0);
  await product.close();
  await world.close();
});

const ROUTES = (Object.keys(ACCESS) as RouteKey[]).map((route) => ({ route, least: leastRole(route) }));
const CLOSED = ROUTES.filter(({ least }) => least !== null).map(({ route, least }) => {
  const [method, path] = route.split(" ") as ["GET" | "POST", string];
  return { route, method, path: path.replace(":dossier", dossier.tenantId).replace(/:\w+/g, newId()), least: least! };
});

for (const { route, method, path, least } of CLOSED) {
  Deno.test(`${route} opens from the role ${least} on, and to nobody who has not signed in`, async () => {
    const stranger = openClient(operators);
    const sent = method === "GET" ? await stranger.get(path) : await stranger.post(path, {});
    assert.deepEqual([sent.status, sent.location], [303, paths.signIn()]);
    for (const role of OPERATOR_ROLES) {
      const reply = method === "GET" ? await clients[role].getJson(path) : await clients[role].postJson(path, {});
      const isRoleRefused = reply.status === 403 && reply.json()["code"] === "console.role";
      assert.equal(isRoleRefused, !isAtLeast(role, least), `${role}: ${reply.status} ${reply.text.slice(0, 200)}`);
      assert.notEqual(reply.status, 500, reply.text);
    }
  });
}

Deno.test("whoever may not is told which role it takes", async () => {
  const reply = await clients.support.post(paths.anchorKey(), { reason: "Renouvellement annuel" });
  assert.equal(reply.status, 403);
  assert.match(reply.text, /Votre rôle ne le permet pas.*administration/);
});

Deno.test("what a role may not do is not proposed on the pages it opens", async () => {
  const { tenantId } = dossier,
    words = [
      [paths.erasures(tenantId), /Demander un effacement/],
      [paths.move(tenantId), /Où et quand/],
      [paths.instanceState(tenantId), /Changer l’état/],
      [paths.thresholds(), /Changer le seuil/],
    ] as const;
  for (const [page, word] of words) {
    assert.doesNotMatch((await clients.support.get(page)).text, word);
    assert.match((await clients.operations.get(page)).text, word);
  }
  assert.match((await clients.support.get(paths.recoveries(tenantId))).text, /Demander la reprise/);
});

Deno.test("a role that changes holds from the next page on, and nobody gives himself one", async () => {
  const { control } = world.owner;
  await control`update control.operators set role = 'operations' where name = 'Olga'`;
  const path = paths.erasures(dossier.tenantId);
  assert.equal((await clients.support.postJson(path, {})).status, 422);
  await control`update control.operators set role = 'support' where name = 'Olga'`;
  assert.equal((await clients.support.postJson(path, { role: "administrator" })).status, 403);
});
