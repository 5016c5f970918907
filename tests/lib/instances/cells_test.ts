import assert from "node:assert/strict";
import fc from "fast-check";
import { addSeconds } from "../../../lib/base/dates.ts";
import type { PersonCtx } from "../../../lib/base/ctx.ts";
import { aPerson } from "../../../lib/identity/testing.ts";
import { enrolOperator } from "../../../lib/identity/operator.ts";
import { hurryProcedure } from "../../../lib/instances/advance_procedure.ts";
import { sampleCellsJob } from "../../../lib/instances/cells/sample_cells_job.ts";
import { watchCellsJob } from "../../../lib/instances/cells/watch_cells_job.ts";
import { emptiestCell } from "../../../lib/instances/cells/cell_store.ts";
import { onControl } from "../../../lib/instances/cells/ask_cell.ts";
import {
  type Cell,
  changeCell,
  closeCell,
  listCells,
  openCell,
  registerCell,
  registerNewCell,
  typedOf,
  USUAL_LIMITS,
  viewCell,
} from "../../../lib/instances/operator.ts";
import { openTestOutside } from "../../support/outside.ts";
import { openWorld, PRODUCTION_CELL, TRIAL_CELL } from "../../support/world.ts";
import { changeThreshold, dropThreshold } from "../../../lib/instances/alerts/change_threshold.ts";
import { DEFAULT_THRESHOLDS } from "../../../lib/instances/alerts/thresholds.ts";
import { Refusal } from "../../../lib/base/refusal.ts";
import { aMailbox, aVisitor } from "../identity/_people.ts";
import { aBegunOpening, addCell, wireOpening } from "./_opening.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());
openTestOutside();
wireOpening();
const { control, trial } = world.owner;
const { personId } = await aPerson(aVisitor(), { email: aMailbox() });
const ODILE = {
  name: "Odile",
  ...await enrolOperator(aVisitor(), {
    email: "odile@paraphe.example",
    name: "Odile",
    password: "trois petits chats gris",
  }),
};
const reason = "Une nouvelle base à Paris";
const LIMITS = typedOf({ ...USUAL_LIMITS, region: "eu-west-3" });

function at(seconds: number): PersonCtx {
  const ctx = aVisitor();
  return { ...ctx, now: addSeconds(ctx.now, seconds) };
}

/** Cells of one test: those before are forgotten, with their dossiers and alerts. */
async function freshCells(...cells: Parameters<typeof addCell>[1][]): Promise<void> {
  await control.begin(async (sql) => {
    // The history of alerts refuses to be emptied.
    await sql`set local session_replication_role = replica`;
    await sql`truncate control.instances, control.cell_samples, control.cells, control.alerts cascade`;
  });
  for (const cell of cells) await addCell(control, cell);
}

async function statesOf(): Promise<Record<string, string>> {
  const cells = await listCells(aVisitor());
  return Object.fromEntries(cells.map(({ id, state, closedBecause }) => [id, closedBecause ?? state]));
}

async function alerts(): Promise<string[]> {
  const open = await control`select kind || ' ' || subject as line from control.alerts
    where resolved_at is null order by 1`;
  return open.map(({ line }) => line);
}

async function open(count: number): Promise<void> {
  const keys = await Promise.all(
    Array.from({ length: count }, () => aBegunOpening({ personId, companyName: "Nouvelle" })),
  );
  await Promise.all(keys.map((key) => hurryProcedure(aVisitor(), key)));
}

async function held(): Promise<Record<string, number>> {
  return Object.fromEntries((await listCells(aVisitor())).map(({ id, dossiers }) => [id, dossiers]));
}

function cellOf(id: string): Promise<Cell> {
  return viewCell(aVisitor(), id, "day").then(({ cell }) => cell);
}

Deno.test("at 65 % of its dossiers a cell closes and the next registered one opens, in the opening itself", async () => {
  await freshCells({ id: TRIAL_CELL, max: 4 }, { id: "trial-b", state: "waiting", max: 4 }, {
    id: "production-1",
    kind: "production",
    state: "waiting",
  });
  await open(2);
  assert.deepEqual(await statesOf(), { [TRIAL_CELL]: "open", "trial-b": "waiting", "production-1": "open" });
  await open(1);
  assert.deepEqual(await statesOf(), { [TRIAL_CELL]: "full", "trial-b": "open", "production-1": "open" });
  const [job] = await control`select count(*)::integer as n from control.jobs where kind = 'instances.watch_cells'`;
  assert.equal(job!.n >= 1, true);
  await watchCellsJob(at(1));
  assert.deepEqual(await alerts(), [`cell_load ${TRIAL_CELL}`]);
});

Deno.test("openings side by side never overfill a cell, and open each next one once", async () => {
  await freshCells(
    { id: TRIAL_CELL, max: 10 },
    { id: "trial-b", state: "waiting", max: 10 },
    { id: "trial-c", state: "waiting", max: 10 },
    { id: "trial-d", state: "waiting", max: 10 },
  );
  await open(17);
  assert.deepEqual(await held(), { [TRIAL_CELL]: 7, "trial-b": 7, "trial-c": 3, "trial-d": 0 });
  assert.deepEqual(await statesOf(), {
    [TRIAL_CELL]: "full",
    "trial-b": "full",
    "trial-c": "open",
    "trial-d": "waiting",
  });
});

Deno.test("new dossiers go to the emptiest open cell of their kind, by the fullest of its limits", async () => {
  await freshCells({ id: TRIAL_CELL, max: 100 }, { id: "trial-b", max: 100 }, { id: "scratch-1", kind: "scratch" });
  await open(10);
  assert.deepEqual(await held(), { [TRIAL_CELL]: 5, "trial-b": 5, "scratch-1": 0 });
  await control`insert into control.cell_samples (cell_id, at, dossiers, database_bytes, storage_bytes, connections,
    transactions, blocks_hit, blocks_read) values ('trial-b', now(), 5, 4000000000, 0, 1, 1, 1, 1)`;
  await open(4);
  assert.deepEqual(await held(), { [TRIAL_CELL]: 9, "trial-b": 5, "scratch-1": 0 });
  assert.equal(await onControl((tx) => emptiestCell(tx, "scratch")), "scratch-1");
  assert.equal(await onControl((tx) => emptiestCell(tx, "production")), null);
});

Deno.test("no cell left is an alert, and is over when one opens again", async () => {
  await freshCells({ id: TRIAL_CELL, max: 1 });
  await open(3);
  assert.deepEqual(await held(), { [TRIAL_CELL]: 1 });
  const waiting = await control`select count(*)::integer as n from control.procedures
    where state = 'running' and last_error = 'instances.no_room'`;
  assert.equal(waiting[0]!.n, 2);
  await watchCellsJob(at(1));
  await watchCellsJob(at(2));
  assert.deepEqual(await alerts(), [`cell_load ${TRIAL_CELL}`, "no_cell trial"]);
  await registerNewCell(at(3), ODILE, { ...LIMITS, id: "trial-b", reason });
  // It has no database here: it waits for one, and the alert stays.
  assert.deepEqual(await statesOf(), { [TRIAL_CELL]: "full", "trial-b": "waiting" });
  await changeCell(at(4), ODILE, { ...LIMITS, id: TRIAL_CELL, reason });
  await openCell(at(5), ODILE, { id: TRIAL_CELL, reason });
  assert.deepEqual(await alerts(), []);
});

Deno.test("a cell is measured, and bytes or a load that lasts close it as dossiers do", async () => {
  await freshCells({ id: TRIAL_CELL }, { id: PRODUCTION_CELL, kind: "production" });
  await sampleCellsJob(at(0));
  const first = await viewCell(at(1), TRIAL_CELL, "day");
  assert.ok(first.last!.databaseBytes > 1_000_000n);
  assert.deepEqual([first.last!.transactions, first.last!.cacheHitsBp], [null, null]);
  for (let n = 0; n < 50; n++) await trial`select 1`;
  await sampleCellsJob(at(60));
  const second = await viewCell(at(61), TRIAL_CELL, "month");
  assert.ok(second.last!.transactions !== null && second.last!.transactions >= 0);
  assert.equal(second.curve.length, 30);
  assert.equal(second.curve.filter((point) => point.databaseBytes !== null).length, 1);

  await control`update control.cells set max_database_bytes = 2000000 where id = ${PRODUCTION_CELL}`;
  await control`update control.cells set max_connections = 1 where id = ${TRIAL_CELL}`;
  await control`update control.cell_samples set connections = 1, transactions_a_minute = 1`;
  await watchCellsJob(at(62));
  assert.deepEqual(await statesOf(), { [TRIAL_CELL]: "open", [PRODUCTION_CELL]: "full" }, "two samples are a peak");
  await control`insert into control.cell_samples (cell_id, at, dossiers, database_bytes, storage_bytes, connections,
    transactions, blocks_hit, blocks_read, transactions_a_minute)
    values (${TRIAL_CELL}, ${at(120).now}, 0, 1, 0, 1, 1, 1, 1, 1)`;
  await watchCellsJob(at(121));
  assert.deepEqual(await statesOf(), { [TRIAL_CELL]: "full", [PRODUCTION_CELL]: "full" });
});

Deno.test("a cell that does not answer is an alert, takes no dossier, and the next one opens meanwhile", async () => {
  await freshCells({ id: TRIAL_CELL, state: "waiting" }, { id: "trial-gone" });
  await sampleCellsJob(at(0));
  assert.ok((await cellOf("trial-gone")).downSince);
  assert.deepEqual(await alerts(), ["cell_down trial-gone"]);
  assert.deepEqual(await statesOf(), { [TRIAL_CELL]: "open", "trial-gone": "open" });
  await open(2);
  assert.deepEqual(await held(), { [TRIAL_CELL]: 2, "trial-gone": 0 });
  const { downSince } = await cellOf("trial-gone");
  await sampleCellsJob(at(600));
  assert.equal((await cellOf("trial-gone")).downSince, downSince, "since it was first seen");
  await control`update control.cells set down_since = null where id = 'trial-gone'`;
  await watchCellsJob(at(601));
  assert.deepEqual(await alerts(), []);
});

Deno.test("a cell closed by hand stays closed, and never without a reason in the acts", async () => {
  await freshCells({ id: TRIAL_CELL }, { id: PRODUCTION_CELL, kind: "production" });
  await closeCell(at(0), ODILE, { id: TRIAL_CELL, reason: "Maintenance de la base" });
  await sampleCellsJob(at(1));
  assert.equal((await statesOf())[TRIAL_CELL], "operator");
  assert.deepEqual(await alerts(), ["no_cell trial"]);
  await openCell(at(2), ODILE, { id: TRIAL_CELL, reason: "La base est revenue" });
  const acts = await control`select act, operator from control.operator_acts
    where subject_id = ${TRIAL_CELL} and reason in ('Maintenance de la base', 'La base est revenue') order by at`;
  assert.deepEqual(acts.map(({ act, operator }) => [act, operator]), [["close_cell", "Odile"], ["open_cell", "Odile"]]);
});

Deno.test("a cell closes at the threshold of its alert, its own before that of all, and at 65 % where nobody said any", async () => {
  assert.equal(DEFAULT_THRESHOLDS.cell_load.warning, 65);
  await freshCells({ id: TRIAL_CELL, max: 10 }, { id: "trial-b", state: "waiting", max: 10 });
  assert.equal((await cellOf(TRIAL_CELL)).fullPercent, 65);
  await open(3);
  const threshold = { metric: "cell_load", subject: TRIAL_CELL, warning: "30", critical: "90", reason };
  const refused = { ...threshold, critical: "101" };
  await assert.rejects(changeThreshold(at(0), ODILE, refused), { code: "instances.threshold_share" });
  assert.equal((await statesOf())[TRIAL_CELL], "open");
  // The very act closes what is full by the new figure, opens the next and tells of it.
  await changeThreshold(at(1), ODILE, threshold);
  assert.deepEqual(await statesOf(), { [TRIAL_CELL]: "full", "trial-b": "open" });
  assert.deepEqual(await alerts(), [`cell_load ${TRIAL_CELL}`]);
  await assert.rejects(
    openCell(at(2), ODILE, { id: TRIAL_CELL, reason }),
    (error) => error instanceof Refusal && error.issues[0]!.sentence.includes("au-dessous de 30 %"),
  );
  await changeThreshold(at(3), ODILE, { ...threshold, subject: "", warning: "80" });
  assert.deepEqual([(await cellOf(TRIAL_CELL)).fullPercent, (await cellOf("trial-b")).fullPercent], [30, 80]);
  await open(7);
  assert.deepEqual(await held(), { [TRIAL_CELL]: 3, "trial-b": 7 });
  assert.equal((await statesOf())["trial-b"], "open");
  await dropThreshold(at(4), ODILE, { metric: "cell_load", subject: "", reason });
  assert.equal((await statesOf())["trial-b"], "full");
  await dropThreshold(at(5), ODILE, { metric: "cell_load", subject: TRIAL_CELL, reason });
  await openCell(at(6), ODILE, { id: TRIAL_CELL, reason });
  assert.deepEqual(await alerts(), ["cell_load trial-b"]);
});

Deno.test("two operators at once: a cell is closed once, and each act that was done is noted", async () => {
  await freshCells({ id: TRIAL_CELL }, { id: "trial-b", state: "waiting" });
  const acts = "select count(*)::integer as n from control.operator_acts where act = 'close_cell'";
  const [before] = await control.unsafe(acts);
  const tried = await Promise.allSettled(
    Array.from({ length: 4 }, () => closeCell(at(0), ODILE, { id: TRIAL_CELL, reason })),
  );
  assert.equal(tried.filter(({ status }) => status === "fulfilled").length, 1);
  const [after] = await control.unsafe(acts);
  assert.equal(after!.n, before!.n + 1);
  assert.deepEqual(await statesOf(), { [TRIAL_CELL]: "operator", "trial-b": "open" });
});

Deno.test("acts on cells are refused where they make no sense, and leave nothing", async () => {
  await freshCells({ id: TRIAL_CELL, max: 2 }, { id: "trial-gone", state: "closed" });
  await open(2);
  const before = await control`select count(*)::integer as n from control.operator_acts`;
  const refusals: [() => Promise<unknown>, string][] = [
    [() => closeCell(at(0), ODILE, { id: TRIAL_CELL, reason }), "instances.cell_closed"],
    [() => openCell(at(0), ODILE, { id: TRIAL_CELL, reason }), "instances.cell_full"],
    [() => openCell(at(0), ODILE, { id: "trial-gone", reason }), "instances.cell_silent"],
    [() => openCell(at(0), ODILE, { id: "trial-9", reason }), "instances.cell_unknown"],
    [() => openCell(at(0), ODILE, { id: "'; --", reason }), "instances.cell_unknown"],
    [() => closeCell(at(0), ODILE, { id: "trial-9", reason }), "instances.cell_unknown"],
    [() => closeCell(at(0), ODILE, { id: TRIAL_CELL, reason: "trop" }), "identity.act_reason"],
    [() => changeCell(at(0), ODILE, { ...LIMITS, id: TRIAL_CELL, reason: "" }), "identity.act_reason"],
    [() => changeCell(at(0), ODILE, { ...LIMITS, id: TRIAL_CELL, reason, maxDossiers: "0" }), "instances.cell_limit"],
    [() => changeCell(at(0), ODILE, { ...LIMITS, id: TRIAL_CELL, reason, maxStorage: "1,5" }), "instances.cell_limit"],
    [() => changeCell(at(0), ODILE, { ...LIMITS, id: TRIAL_CELL, reason, region: " " }), "instances.cell_region"],
    [() => registerNewCell(at(0), ODILE, { ...LIMITS, id: TRIAL_CELL, reason }), "instances.cell_known"],
    [() => registerNewCell(at(0), ODILE, { ...LIMITS, id: "paris-1", reason }), "instances.cell_id"],
    [() => registerNewCell(at(0), ODILE, { ...LIMITS, id: "trial-", reason }), "instances.cell_id"],
    [() => registerNewCell(at(0), ODILE, { ...LIMITS, id: "trial-b", reason: "x" }), "identity.act_reason"],
  ];
  for (const [refused, code] of refusals) await assert.rejects(refused(), { code }, code);
  const after = await control`select count(*)::integer as n from control.operator_acts`;
  assert.equal(after[0]!.n, before[0]!.n);
  assert.equal((await listCells(at(0))).length, 2);
});

Deno.test("the address of a cell is a setting's name, never an address", async () => {
  await freshCells();
  await registerCell(at(0), { id: TRIAL_CELL, kind: "trial", region: "eu", maxDossiers: 5 });
  assert.equal((await cellOf(TRIAL_CELL)).secretName, "CELL_TRIAL_1_URL");
  const columns = await control`select column_name from information_schema.columns
    where table_schema = 'control' and table_name = 'cells'`;
  assert.ok(!columns.some(({ column_name }) => /url|address|password/.test(column_name)));
});

Deno.test("samples are kept for a year and a month", async () => {
  await freshCells({ id: TRIAL_CELL });
  await control`insert into control.cell_samples (cell_id, at, dossiers, database_bytes, storage_bytes, connections,
    transactions, blocks_hit, blocks_read)
    select ${TRIAL_CELL}, now() - n * interval '1 day', 0, 0, 0, 0, 0, 0, 0 from generate_series(391, 410) n where n <> 400`;
  await sampleCellsJob(at(0));
  const [left] = await control`select count(*)::integer as n from control.cell_samples`;
  assert.equal(left!.n, 10);
});

Deno.test("the product's role reads no cell and no sample", async () => {
  const { default: postgres } = await import("postgres");
  const sql = postgres(world.url("control", "product"), { max: 1, onnotice: () => {} });
  try {
    for (const table of ["cells", "cell_samples"]) {
      for (const role of ["app_user", "app_reader"]) {
        await assert.rejects(sql.begin(async (tx) => {
          await tx.unsafe(`set local role ${role}`);
          await tx.unsafe(`select * from control.${table}`);
        }));
      }
    }
    await assert.rejects(sql`set role ops_reader`);
  } finally {
    await sql.end();
  }
});

Deno.test("what a cell holds is kept as dossiers come, move, are erased and forgotten: a recount never differs", async () => {
  await freshCells({ id: "trial-1" }, { id: "production-1", kind: "production" });
  const cells = ["trial-1", "production-1"] as const, states = ["trial", "active", "kept", "erased"] as const;
  const born = (cell: string, count: number) =>
    control`insert into control.instances (tenant_id, public_id, slug, company_name, search, cell_id, state, time_zone)
      select gen_random_uuid(), substr(translate(md5(random()::text), 'ilou', '0000'), 1, 8),
        'compte-' || md5(random()::text), 'Compte', 'compte', ${cell}, 'trial', 'Europe/Paris'
      from generate_series(1, ${count}::integer)`;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom("born", "moved", "state", "gone"), fc.nat(1), fc.nat(3), fc.nat(7)), {
        minLength: 1,
        maxLength: 12,
      }),
      async (acts) => {
        for (const [act, cell, state, count] of acts) {
          const some = control`select tenant_id from control.instances order by md5(tenant_id::text || ${count}::text)
            limit ${count}`;
          if (act === "born") await born(cells[cell]!, count);
          if (act === "moved") {
            await control`update control.instances set cell_id = ${cells[cell]!} where tenant_id in (${some})`;
          }
          if (act === "state") {
            await control`update control.instances set state = ${states[state]!} where tenant_id in (${some})`;
          }
          if (act === "gone") await control`delete from control.instances where tenant_id in (${some})`;
        }
        const counted = await control`select c.cell_id, c.dossiers, (select count(*)::integer from control.instances i
          where i.cell_id = c.cell_id and i.state not in ('kept', 'erased')) as really from control.cell_counts c`;
        assert.equal(counted.length, 2);
        for (const { cell_id, dossiers, really } of counted) assert.equal(dossiers, really, cell_id);
      },
    ),
    { numRuns: 25 },
  );
  assert.deepEqual(
    (await listCells(aVisitor())).map(({ dossiers }) => dossiers).reduce((sum, n) => sum + n, 0),
    (await control`select 1 from control.instances where state not in ('kept', 'erased')`).length,
  );
  await control`update control.cell_counts set dossiers = dossiers + 3 where cell_id = 'trial-1'`;
  await sampleCellsJob(aVisitor());
  const [mended] = await control`select c.dossiers = (select count(*) from control.instances i
    where i.cell_id = c.cell_id and i.state not in ('kept', 'erased')) as yes from control.cell_counts c where c.cell_id = 'trial-1'`;
  assert.ok(mended!.yes, "who measures the cells mends what went past the triggers");
});
