import assert from "node:assert/strict";
import type { InstanceFilter } from "../../../lib/instances/operator.ts";
import {
  listCellJobs,
  listCells,
  listInstances,
  listParkedJobs,
  listProcedures,
  registerCell,
  sampleSizes,
} from "../../../lib/instances/operator.ts";
import { checkQueue } from "../../../lib/instances/alerts/check_queue.ts";
import { aPerson } from "../../../lib/identity/testing.ts";
import { aDossier } from "../../../lib/instances/testing.ts";
import { INSTANCES_PER_PAGE } from "../../../lib/instances/oversight/instance_query.ts";
import { newId, randomBase32 } from "../../../lib/platform/random.ts";
import { openTestOutside } from "../../support/outside.ts";
import { openWorld, PRODUCTION_CELL, TRIAL_CELL } from "../../support/world.ts";
import { aMailbox, aVisitor } from "../identity/_people.ts";
import { aBegunOpening, wireOpening } from "./_opening.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());
openTestOutside();
wireOpening();
const { control, trial } = world.owner;
const ctx = aVisitor();
await registerCell(ctx, { id: TRIAL_CELL, kind: "trial", region: "eu-west-3", maxDossiers: 500 });
await registerCell(ctx, { id: PRODUCTION_CELL, kind: "production", region: "eu-west-3", maxDossiers: 500 });
const email = aMailbox();
const { personId: ownerId } = await aPerson(aVisitor(), { email });

function namesOf(filter: InstanceFilter): Promise<string[]> {
  return listInstances(ctx, filter).then((page) => page.rows.map((instance) => instance.companyName));
}

Deno.test("cells are listed with their load, and registering again changes the capacity only", async () => {
  await aDossier(aVisitor(), { ownerId, email, companyName: "Première" });
  await control`update control.cells set state = 'closed', closed_because = 'operator' where id = ${PRODUCTION_CELL}`;
  await registerCell(ctx, { id: PRODUCTION_CELL, kind: "production", region: "eu-west-3", maxDossiers: 700 });
  const cells = await listCells(ctx);
  assert.deepEqual(cells.map((cell) => [cell.id, cell.kind, cell.state, cell.maxDossiers, cell.dossiers]), [
    [PRODUCTION_CELL, "production", "closed", 700, 0],
    [TRIAL_CELL, "trial", "open", 500, 1],
  ]);
});

Deno.test("registerCell refuses ids that no address may hold and empty capacities", async () => {
  const cell = { id: "trial-9", kind: "trial", region: "eu-west-3", maxDossiers: 10 } as const;
  for (
    const wrong of [
      { id: "" },
      { id: "Trial" },
      { id: "1a" },
      { id: "a/b" },
      { maxDossiers: 0 },
      { maxDossiers: 1.5 },
      { id: "paris-1" },
    ]
  ) {
    await assert.rejects(registerCell(ctx, { ...cell, ...wrong }), { status: 422 });
  }
});

Deno.test("dossiers are found by state, cell, part of the name without accents, and address", async () => {
  await aDossier(aVisitor(), { ownerId, email, companyName: "Société Générale du Bâtiment" });
  const other = await aDossier(aVisitor(), { ownerId, email, companyName: "100 % Bois" });
  await control`update control.instances set state = 'suspended' where tenant_id = ${other}`;
  assert.deepEqual(await namesOf({ text: "GENERALE du bat" }), ["Société Générale du Bâtiment"]);
  assert.deepEqual(await namesOf({ text: "societe-generale" }), ["Société Générale du Bâtiment"]);
  assert.deepEqual(await namesOf({ state: "suspended" }), ["100 % Bois"]);
  assert.deepEqual(await namesOf({ cell: PRODUCTION_CELL }), []);
  assert.deepEqual(await namesOf({ text: "'; drop table control.instances; --" }), []);
  assert.deepEqual(await namesOf({ text: "\\" }), await namesOf({}));
});

Deno.test("pages of dossiers follow each other without a gap, the youngest first", async () => {
  await control`insert into control.instances
    (tenant_id, public_id, slug, company_name, search, cell_id, state, time_zone)
    select gen_random_uuid(), translate(lpad(n::text, 8, '0'), 'ilou', '0000'), 'volume-' || n, 'Volume ' || n,
      'volume ' || n, ${TRIAL_CELL}, 'trial', 'Europe/Paris' from generate_series(1, 120) n`;
  const seen: string[] = [];
  let after: InstanceFilter["after"];
  let pages = 0;
  do {
    const page = await listInstances(ctx, { text: "volume", after });
    assert.ok(page.rows.length <= INSTANCES_PER_PAGE);
    seen.push(...page.rows.map((instance) => instance.tenantId));
    after = page.next ?? undefined;
    pages++;
  } while (after);
  assert.deepEqual([pages, seen.length, new Set(seen).size], [3, 120, 120]);
  assert.deepEqual(seen, seen.toSorted().reverse());
});

Deno.test("sizes are sampled per dossier, and stay those of the last sample", async () => {
  const tenantId = await aDossier(aVisitor(), { ownerId, email, companyName: "Mesurée" });
  const figures = async () => {
    const { rows: [instance] } = await listInstances(ctx, { text: "mesuree" });
    return { rows: instance!.rowCount, bytes: instance!.bytes };
  };
  assert.deepEqual(await figures(), { rows: null, bytes: 0n });
  await sampleSizes(ctx, TRIAL_CELL);
  const first = await figures();
  // The dossier's row and its birth; jobs weigh nothing.
  assert.equal(first.rows, 2n);
  assert.ok(first.bytes > 50n);
  await trial`insert into cell.people_labels (tenant_id, person_id, label)
    select ${tenantId}, gen_random_uuid(), ${"x".repeat(500)} from generate_series(1, 100) n`;
  assert.deepEqual(await figures(), first);
  await sampleSizes(ctx, TRIAL_CELL);
  const second = await figures();
  assert.equal(second.rows, 102n);
  assert.ok(second.bytes > first.bytes + 50_000n);
});

Deno.test("procedures under way and parked jobs show codes and ids, and no payload", async () => {
  const key = await aBegunOpening({ personId: ownerId, companyName: "En cours" });
  const line = (await listProcedures(ctx)).rows.find((procedure) => procedure.id === key.id);
  assert.deepEqual([line?.kind, line?.step, line?.state], ["open_dossier", 0, "running"]);
  assert.ok(!JSON.stringify(line).includes("En cours"));
  const id = newId();
  await control`insert into control.jobs (tenant_id, id, kind, dedupe_key, state, last_error, last_failure, payload)
    values (${key.tenantId}, ${id}, 'probe.parked', ${randomBase32(8)}, 'parked', 'GiveUp: no', 'GiveUp',
      '{"secret": 1}')`;
  const parked = (await listParkedJobs(ctx)).rows.find((job) => job.id === id);
  assert.deepEqual([parked?.kind, parked?.lastFailure], ["probe.parked", "GiveUp"]);
  assert.ok(!JSON.stringify(parked).includes("secret"));
});

Deno.test("jobs of each cell are counted by its look, and one that does not answer keeps its last count", async () => {
  assert.deepEqual((await listCellJobs(ctx)).map(({ at, jobs }) => [at, jobs]), [[null, []], [null, []]]);
  await checkQueue(ctx, TRIAL_CELL);
  await checkQueue(ctx, "trial-nowhere");
  const found = (await listCellJobs(ctx)).find(({ cell }) => cell === TRIAL_CELL)!;
  assert.ok(found.jobs.some((figures) => figures.ready === 1n && figures.parked === 0n));
  await control`update control.cells set down_since = now() where id = ${TRIAL_CELL}`;
  const silent = (await listCellJobs(ctx)).find(({ cell }) => cell === TRIAL_CELL)!;
  assert.deepEqual([silent.isSilent, silent.jobs], [true, found.jobs]);
});
