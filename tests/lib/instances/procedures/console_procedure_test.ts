import assert from "node:assert/strict";
import type { Uuid } from "../../../../lib/base/ids.ts";
import { now } from "../../../../lib/platform/clock.ts";
import { CONTROL } from "../../../../lib/platform/db/pools.ts";
import { withControl, withOperator } from "../../../../lib/platform/db/tenant.ts";
import { newId, randomBase32 } from "../../../../lib/platform/random.ts";
import { cancelConsoleProcedure } from "../../../../lib/instances/procedures/cancel_console_procedure.ts";
import {
  anyConsoleCursor,
  type ConsoleProcedureKind,
  type ConsoleStart,
  RollBack,
} from "../../../../lib/instances/procedures/console_procedure.ts";
import { MAX_FAILURES, runTurn } from "../../../../lib/instances/procedures/run_turn.ts";
import { startConsoleProcedure } from "../../../../lib/instances/procedures/start_console_procedure.ts";
import { insertProcedure, type ProcedureKey } from "../../../../lib/instances/procedure_store.ts";
import { openWorld } from "../../../support/world.ts";
import { openTestOutside } from "../../../support/outside.ts";
import { registerCell } from "../../../../lib/instances/operator.ts";
import { aVisitor } from "../../identity/_people.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());
openTestOutside();
const { control } = world.owner;
const ctx = aVisitor();
const by = { operatorId: null, name: "Odile" };
const reason = "une raison de dix lettres";
await registerCell(ctx, { id: "trial-1", kind: "trial", region: "eu", maxDossiers: 500 });
let tenantId: Uuid;

/** Counts to three in slices, then decides, then ends. What happened stands in `seen`. */
let seen: string[] = [];
let fault: ((step: string) => void) | null = null;
const COUNTING: ConsoleProcedureKind<{ n: number }> = {
  kind: "counting",
  label: "Comptage",
  isExclusive: true,
  decides: "decide",
  steps: [
    {
      name: "count",
      in: "slices",
      run({ cursor: { n } }) {
        fault?.("count");
        seen.push(`count ${n}`);
        return Promise.resolve({ cursor: { n: n + 1 }, isDone: n === 2, figures: { counted: n + 1 } });
      },
      undo({ cursor: { n } }) {
        fault?.("undo");
        seen.push(`undo ${n}`);
        return Promise.resolve({ cursor: { n: n - 1 }, isDone: n <= 1 });
      },
    },
    {
      name: "decide",
      in: "control",
      async run(tx, { cursor }) {
        await tx.execute("update control.cells set max_dossiers = max_dossiers + 1");
        fault?.("decide");
        return cursor;
      },
    },
    {
      name: "tell",
      in: "slices",
      run({ cursor }) {
        fault?.("tell");
        seen.push("tell");
        return Promise.resolve({ cursor, isDone: true });
      },
    },
  ],
};
const kinds = new Map([[COUNTING.kind, anyConsoleCursor(COUNTING)]]);

async function start(options: Partial<ConsoleStart<{ n: number }>> = {}): Promise<ProcedureKey> {
  [seen, fault] = [[], null];
  // Each procedure has a dossier of its own, unless the test asks under the key of another.
  if (options.tenantId === undefined) tenantId = await anInstance();
  return await withOperator(
    { database: CONTROL, role: "ops_control" },
    (tx) =>
      startConsoleProcedure(tx, { ...ctx, now: now() }, {
        kind: COUNTING,
        tenantId,
        idempotencyKey: newId(),
        cursor: { n: 0 },
        ...options,
      }),
  );
}

async function anInstance(): Promise<Uuid> {
  const id = newId();
  const name = randomBase32(8);
  await control`insert into control.instances
    (tenant_id, public_id, slug, company_name, search, cell_id, state, time_zone)
    values (${id}, ${name}, ${`d-${name}`}, ${name}, ${name}, 'trial-1', 'trial', 'Europe/Paris')`;
  return id;
}

async function toTheEnd(key: ProcedureKey, budgetMs = 0): Promise<number> {
  let turns = 1;
  while (await runTurn(ctx, key, { kinds, budgetMs })) turns += 1;
  return turns;
}

async function standing({ id }: ProcedureKey) {
  const [row] = await control`select state, step, cursor, attempts, last_error, progress, busy_until
    from control.procedures where id = ${id}`;
  return row!;
}

async function logOf({ id }: ProcedureKey): Promise<string[]> {
  const lines = await control`select step, event from control.procedure_log where procedure_id = ${id} order by at`;
  return lines.map((line) => `${line.step} ${line.event}`);
}

Deno.test("a procedure goes on slice by slice over as many turns as it takes, each asked for by the one before", async () => {
  const key = await start();
  assert.equal(await toTheEnd(key), 5);
  assert.deepEqual(seen, ["count 0", "count 1", "count 2", "tell"]);
  const { state, cursor, progress, busy_until } = await standing(key);
  assert.deepEqual({ state, cursor, progress, busy_until }, {
    state: "done",
    cursor: {},
    progress: { counted: 3 },
    busy_until: null,
  });
  assert.deepEqual(await logOf(key), ["count done", "decide done", "tell done", "tell ended"]);
  const jobs = await control`select dedupe_key from control.jobs where payload->>'procedureId' = ${key.id}`;
  assert.equal(jobs.length, 5, "one job a turn");
});

Deno.test("with time left, one turn is enough", async () => {
  assert.equal(await toTheEnd(await start(), 2_000), 1);
});

Deno.test("asked twice under one key it begins once; another exclusive one of the dossier waits for its end", async () => {
  const key = await start({ idempotencyKey: "same" });
  assert.deepEqual(await start({ tenantId, idempotencyKey: "same" }), key);
  await assert.rejects(start({ tenantId }), { code: "instances.procedure_under_way", status: 409 });
  await toTheEnd(key);
  await toTheEnd(await start({ tenantId }));
});

Deno.test("nothing runs before its hour", async () => {
  const key = await start({ notBefore: "2099-01-01T00:00:00.000Z" as never });
  assert.equal(await runTurn(ctx, key, { kinds }), true);
  assert.deepEqual(seen, []);
  const jobs = await control`select run_at from control.jobs where payload->>'procedureId' = ${key.id} order by run_at`;
  assert.deepEqual(jobs.map(({ run_at }) => new Date(run_at).getUTCFullYear()), [2099, 2099]);
  await cancelConsoleProcedure(ctx, key, { by, reason, kinds });
  await toTheEnd(key);
});

Deno.test("a turn under way leaves no room for another, and one that has lost its place writes nothing", async () => {
  const key = await start();
  let second: boolean | null = null;
  const slow: typeof COUNTING = {
    ...COUNTING,
    steps: [{
      name: "count",
      in: "slices",
      async run({ cursor, stay }) {
        await stay();
        second ??= await runTurn(ctx, key, { kinds });
        // Its silence is over: another process takes the procedure and brings it to its end.
        await control`update control.procedures set busy_until = now() - interval '1 second' where id = ${key.id}`;
        await toTheEnd(key);
        await assert.rejects(stay());
        return { cursor: { n: 1_000 + cursor.n }, isDone: false };
      },
    }, ...COUNTING.steps.slice(1)],
  };
  const again = await runTurn(ctx, key, { kinds: new Map([[slow.kind, anyConsoleCursor(slow)]]) });
  assert.equal(second, false);
  assert.equal(again, false);
  assert.equal((await standing(key)).state, "done");
});

Deno.test("cancelled, it undoes what it did, the last first, in slices", async () => {
  const key = await start();
  await runTurn(ctx, key, { kinds, budgetMs: 0 });
  await runTurn(ctx, key, { kinds, budgetMs: 0 });
  await cancelConsoleProcedure(ctx, key, { by, reason, kinds });
  await toTheEnd(key);
  assert.deepEqual(seen, ["count 0", "count 1", "undo 2", "undo 1"]);
  assert.equal((await standing(key)).state, "abandoned");
  assert.deepEqual((await logOf(key)).slice(-3), ["count cancelled", "count undone", "count given_up"]);
  const acts = await control`select act, reason, instance_id from control.operator_acts where subject_id = ${key.id}`;
  assert.deepEqual(acts.map((act) => ({ ...act })), [{ act: "cancel_procedure", reason, instance_id: tenantId }]);
  await assert.rejects(cancelConsoleProcedure(ctx, key, { by, reason, kinds }), { code: "instances.procedure_ended" });
});

Deno.test("past the deciding step nothing is cancelled, and failures are tried again for ever under an alert", async () => {
  const key = await start();
  fault = (step) => {
    if (step === "tell") throw new Error("the name of somebody");
  };
  for (let turn = 0; turn < MAX_FAILURES + 6; turn += 1) await runTurn(ctx, key, { kinds, budgetMs: 0 });
  const { state, step, last_error } = await standing(key);
  assert.deepEqual({ state, step, last_error }, { state: "running", step: 2, last_error: "Error" });
  await assert.rejects(cancelConsoleProcedure(ctx, key, { by, reason, kinds }), {
    code: "instances.procedure_decided",
  });
  const [alert] = await control`select kind, level, figures from control.alerts where subject = ${key.id}`;
  assert.equal(alert!.kind, "procedure_stuck");
  assert.ok(!JSON.stringify(alert).includes("somebody"));
  fault = null;
  await toTheEnd(key);
  assert.equal((await standing(key)).state, "done");
});

Deno.test("a step that goes on failing before the deciding one gives the procedure up by itself", async () => {
  const key = await start();
  let failures = 0;
  fault = (step) => {
    if (step === "count" && seen.length > 0) {
      failures += 1;
      throw new Error("target down");
    }
  };
  await toTheEnd(key);
  assert.equal(failures, MAX_FAILURES);
  assert.deepEqual(seen, ["count 0", "undo 1"]);
  assert.equal((await standing(key)).state, "abandoned");
  const [alert] = await control`select kind from control.alerts where subject = ${key.id}`;
  assert.equal(alert!.kind, "procedure_failed");
});

Deno.test("a step that knows better gives up at once; the deciding step fails whole", async () => {
  const roomBefore = await roomOf();
  const key = await start();
  fault = (step) => {
    if (step === "decide") throw new RollBack("copy_differs");
  };
  await toTheEnd(key);
  const { state, last_error } = await standing(key);
  assert.deepEqual({ state, last_error }, { state: "abandoned", last_error: "copy_differs" });
  assert.equal(await roomOf(), roomBefore);
});

Deno.test("a cancelled procedure whose undoing fails tries again until it is undone", async () => {
  const key = await start();
  await runTurn(ctx, key, { kinds, budgetMs: 0 });
  await cancelConsoleProcedure(ctx, key, { by, reason, kinds });
  let failures = 0;
  fault = () => {
    failures += 1;
    if (failures < MAX_FAILURES + 3) throw new Error("down");
  };
  await toTheEnd(key);
  assert.equal((await standing(key)).state, "abandoned");
});

Deno.test("the product's role begins and changes no procedure of the console, and reads its own dossier's alone", async () => {
  const key = await start();
  const wish = { tenantId, id: newId(), kind: "counting", idempotencyKey: newId(), cursor: {} };
  await withControl({ tenantId }, (tx) => insertProcedure(tx, ctx, wish));
  await assert.rejects(
    withControl(
      { tenantId },
      (tx) =>
        tx.execute(`insert into control.procedures (tenant_id, id, kind, idempotency_key, cursor, runner)
        values ('${tenantId}', '${newId()}', 'counting', 'x', '{}', 'console')`),
    ),
    /row-level security/,
  );
  await withControl({ tenantId }, (tx) => tx.execute(`update control.procedures set step = 2 where id = '${key.id}'`));
  assert.equal((await standing(key)).step, 0);
  await assert.rejects(
    withControl({ tenantId }, (tx) => tx.execute(`delete from control.procedure_log`)),
    /permission denied/,
  );
  await toTheEnd(key);
});

Deno.test("nobody who works for the console rewrites the log", async () => {
  for (const statement of ["update control.procedure_log set step = 'x'", "delete from control.procedure_log"]) {
    await assert.rejects(
      withOperator({ database: CONTROL, role: "ops_control" }, (tx) => tx.execute(statement)),
      /permission denied/,
    );
  }
});

async function roomOf(): Promise<number> {
  const [row] = await control`select max_dossiers from control.cells where id = 'trial-1'`;
  return row!.max_dossiers;
}
