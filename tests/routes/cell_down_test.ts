import assert from "node:assert/strict";
import { sampleCellsJob } from "../../lib/instances/cells/sample_cells_job.ts";
import { configureDatabases } from "../../lib/platform/db/pools.ts";
import { paths } from "../../routes/paths.ts";
import { signUpAs } from "../cast.ts";
import { aVisitor } from "../lib/identity/_people.ts";
import { openApp } from "../support/app.ts";
import { openWorld } from "../support/world.ts";

const world = await openWorld();
const app = await openApp(world);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});
const alice = await signUpAs(app, { email: "alice@atelier-dupre.example", company: "Atelier Dupré" });
const denis = await signUpAs(app, { email: "denis@garage-morel.example", company: "Garage Morel" });

/** A cell whose server refuses connections: nothing listens on that port. */
const DOWN = "trial-down";
const addresses = (login: "product" | "console") => ({
  control: world.url("control", login),
  cell: (id: string) => id === DOWN ? "postgres://product_login:x@127.0.0.1:1/nothing" : world.url(id, login),
});
configureDatabases({ product: addresses("product"), console: addresses("console"), maxConnections: 8 });
const { control } = world.owner;
await control`insert into control.cells (id, kind, region, state, max_dossiers) values (${DOWN}, 'trial', 'eu', 'open', 9)`;
await control`update control.instances set cell_id = ${DOWN} where tenant_id = ${denis.dossier.tenantId}`;

Deno.test("a dossier of a cell that is down shows a page that says since when; no other dossier feels it", async () => {
  for (let round = 0; round < 2; round++) {
    const [down, well] = await Promise.all([
      denis.player.client.get(paths.dossier(denis.dossier.slug)),
      alice.player.client.get(paths.dossier(alice.dossier.slug)),
    ]);
    assert.equal(down.status, 503);
    assert.match(down.text, /ne répond pas depuis le \d\d\/\d\d\/\d{4} à \d\d:\d\d/);
    assert.match(down.text, /Vos données sont intactes/);
    assert.match(down.text, /Réessayer/);
    assert.equal(well.status, 200);
  }
});

Deno.test("what was typed into a dossier of that cell stays in the page, and JSON is told the code", async () => {
  const typed = await denis.player.client.post(paths.customers(denis.dossier.slug), { name: "Client de Denis" });
  assert.equal(typed.status, 503);
  assert.match(typed.text, /Client de Denis/);
  const asked = await denis.player.client.getJson(paths.dossier(denis.dossier.slug));
  assert.deepEqual([asked.status, asked.json()["code"]], [503, "platform.cell_down"]);
});

Deno.test("whoever has a dossier there still signs in, sees his list and opens another", async () => {
  assert.equal((await denis.player.client.get(paths.dossiers("tous"))).status, 200);
  assert.equal((await alice.player.client.get(paths.customers(alice.dossier.slug))).status, 200);
});

Deno.test("the cell is an alert, and takes no new dossier", async () => {
  await sampleCellsJob(aVisitor());
  const alerts = await control`select kind, subject from control.alerts where resolved_at is null`;
  assert.deepEqual(alerts.map(({ kind, subject }) => [kind, subject]), [["cell_down", DOWN]]);
  const chloe = await signUpAs(app, { email: "chloe@cabinet-lenoir.example", company: "Cabinet Lenoir" });
  assert.equal((await chloe.player.client.get(paths.dossier(chloe.dossier.slug))).status, 200);
});

Deno.test("once the cell answers, its dossiers open again by themselves", async () => {
  await control`update control.instances set cell_id = 'trial-1' where tenant_id = ${denis.dossier.tenantId}`;
  assert.equal((await denis.player.client.get(paths.dossier(denis.dossier.slug))).status, 200);
});
