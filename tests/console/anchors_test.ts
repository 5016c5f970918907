import assert from "node:assert/strict";
import { ACCESS } from "../../console/access.ts";
import { paths } from "../../console/paths.ts";
import { makeAnchors } from "../../lib/anchors/make_anchors_job.ts";
import { addSeconds } from "../../lib/base/dates.ts";
import { now } from "../../lib/platform/clock.ts";
import { newId } from "../../lib/platform/random.ts";
import { paths as product } from "../../routes/paths.ts";
import { makeCast } from "../cast.ts";
import { openApp } from "../support/app.ts";
import { openClient } from "../support/client.ts";
import { ODILE, odilesCode, openConsole } from "../support/console.ts";
import { aCtx, openWorld } from "../support/world.ts";
import { sealOne } from "../lib/anchors/_chains.ts";

const world = await openWorld();
const app = await openApp(world);
const team = await openConsole();
const { alice, atelier, cabinet, garage } = await makeCast(app);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});
const odile = openClient(team);
assert.equal((await odile.post(paths.signIn(), { ...ODILE, code: odilesCode() })).status, 303);

interface Keys {
  readonly keys: readonly { readonly publicKey: string; readonly statement: string | null }[];
}
const keys = async () => (await odile.getJson(paths.anchors())).json<Keys>().keys;

Deno.test("a change wants a reason; then everybody reads it at /preuves with the key that it names", async () => {
  await makeAnchors({ now: now(), personId: null, request: { id: newId(), ip: "" } });
  const [first] = await keys();
  const mute = await odile.post(paths.anchorKey(), { from: first!.publicKey, reason: " " });
  assert.deepEqual([mute.status, /Elle est publiée avec la clé/.test(mute.text)], [422, true]);
  const stale = await odile.post(paths.anchorKey(), { from: "autre", reason: "Changement annuel." });
  assert.deepEqual([stale.status, /vient d’être changée/.test(stale.text)], [409, true]);
  assert.equal((await keys()).length, 1);
  const reason = "Renouvellement <b>annuel</b>.";
  assert.equal((await odile.post(paths.anchorKey(), { from: first!.publicKey, reason })).location, paths.anchors());
  const [, second] = await keys();
  const page = await openClient(app).get(product.anchors());
  assert.ok(page.text.includes(second!.publicKey) && page.text.includes("Renouvellement &lt;b&gt;annuel"));
  const published = (await openClient(app).get(product.anchorKeys())).json<Keys & { format: string }>();
  assert.equal(published.format, "paraphe-anchor-keys/1");
  assert.deepEqual(published.keys, await keys());
});

Deno.test("neither a visitor nor a member of a dossier reaches the keys in the console", async () => {
  for (const route of Object.keys(ACCESS).filter((route) => route.includes("ancrages"))) {
    const [method, path] = route.split(" ") as ["GET" | "POST", string];
    for (const cookie of ["", alice.client.cookies()]) {
      const client = openClient(team), options = { headers: { cookie } };
      const reply = method === "GET" ? await client.get(path, options) : await client.post(path, {}, options);
      assert.deepEqual([reply.status, reply.location], [303, paths.signIn()], route);
    }
  }
});

Deno.test("a locked dossier still owns its proofs: their mail leaves expired, suspended or closed, and no more once erased", async () => {
  const { control } = world.owner;
  const proofsOf = async () => {
    await app.runJobs();
    const found = await control`select m.tenant_id from control.anchor_mails m where m.day = (select max(day)
      from control.anchors)`;
    const sent = (await app.mailbox.list()).filter(({ subject }) => /preuve/i.test(subject)).length;
    return { planned: found.map(({ tenant_id }) => tenant_id).toSorted(), sent };
  };
  for (const { tenantId } of [atelier, cabinet, garage]) await sealOne(aCtx(tenantId));
  const before = await proofsOf();
  await control`update control.instances set trial_ends_on = current_date - 1 where tenant_id = ${atelier.tenantId}`;
  await control`update control.instances set state = 'suspended', suspended_from = 'trial'
    where tenant_id = ${cabinet.tenantId}`;
  await control`update control.instances set state = 'closed', closed_from = 'trial', closed_by = 'operator',
      ending = 'erase', reopen_until = now(), erase_after = now() where tenant_id = ${garage.tenantId}`;
  const inDays = (days: number) => ({
    now: addSeconds(now(), days * 86_400),
    personId: null,
    request: { id: newId(), ip: "" },
  });
  await makeAnchors(inDays(40));
  const locked = await proofsOf(), all = [atelier, cabinet, garage].map(({ tenantId }) => tenantId).toSorted();
  assert.deepEqual(locked.planned, all);
  assert.equal(locked.sent - before.sent, 3);
  await control`update control.instances set state = 'erased' where tenant_id = ${garage.tenantId}`;
  await makeAnchors(inDays(80));
  const erased = await proofsOf();
  assert.deepEqual(erased.planned, all.filter((id) => id !== garage.tenantId));
  assert.equal(erased.sent - locked.sent, 2);
});
