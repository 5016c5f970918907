import assert from "node:assert/strict";
import { aPerson } from "../../../lib/identity/testing.ts";
import { advanceProcedure, hurryProcedure, PROCEDURES } from "../../../lib/instances/advance_procedure.ts";
import { abandonProcedure } from "../../../lib/instances/operator.ts";
import { OPEN_DOSSIER, startOpening } from "../../../lib/instances/open_dossier.ts";
import { type ProcedureKind, runProcedure, withAnyCursor } from "../../../lib/instances/procedure.ts";
import { withControl } from "../../../lib/platform/db/tenant.ts";
import { newId } from "../../../lib/platform/random.ts";
import { openTestOutside } from "../../support/outside.ts";
import { openWorld, TRIAL_CELL } from "../../support/world.ts";
import { aMailbox, aVisitor } from "../identity/_people.ts";
import { aBegunOpening, addCell, tracesOf, WHOLE, wireOpening } from "./_opening.ts";
import type { Orders } from "./_dying_process.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());
openTestOutside();
wireOpening();
await addCell(world.owner.control, { id: TRIAL_CELL });
const { personId } = await aPerson(aVisitor(), { email: aMailbox() });

function begin(companyName = "Atelier Dupré") {
  return aBegunOpening({ personId, companyName });
}

async function runAndDie(orders: Omit<Orders, "urls">): Promise<Deno.CommandOutput> {
  const urls = { control: world.url("control", "product"), cell: world.url(TRIAL_CELL, "product") };
  const script = new URL("./_dying_process.ts", import.meta.url).pathname;
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", script, JSON.stringify({ urls, ...orders })],
    stdout: "null",
    stderr: "piped",
  });
  return await command.output();
}

/** The real procedure, with one step that fails before or after its work. */
function failing(step: number, moment: "begin" | "end"): ProcedureKind<unknown> {
  const kind = withAnyCursor(OPEN_DOSSIER);
  const steps = kind.steps.map((original, index) => {
    if (index !== step) return original;
    if (original.in === "cell") {
      return {
        ...original,
        run: async (info: Parameters<typeof original.run>[0]) => {
          if (moment === "end") await original.run(info);
          throw new Error("cut");
        },
      };
    }
    return { ...original, run: () => Promise.reject(new Error("cut")) };
  });
  return { ...kind, steps };
}

Deno.test("an opening leaves a trial with its owner, furnished once, and forgets what it knew", async () => {
  const key = await begin();
  await advanceProcedure(aVisitor(), key);
  assert.deepEqual(await tracesOf(world.owner, key), WHOLE);
});

Deno.test("an opening that has ended does nothing when run again", async () => {
  const key = await begin();
  for (let i = 0; i < 3; i++) await advanceProcedure(aVisitor(), key);
  assert.deepEqual(await tracesOf(world.owner, key), WHOLE);
});

Deno.test("an opening run by six processes at once gives one dossier", async () => {
  const key = await begin();
  await Promise.all(Array.from({ length: 6 }, () => advanceProcedure(aVisitor(), key)));
  assert.deepEqual(await tracesOf(world.owner, key), WHOLE);
});

for (const [step, { name }] of OPEN_DOSSIER.steps.entries()) {
  for (const moment of ["begin", "end"] as const) {
    Deno.test(`a process killed at the ${moment} of « ${name} » leaves a dossier that the next run makes whole`, async () => {
      const key = await begin();
      const died = await runAndDie({ key, step, moment });
      assert.equal(died.signal, "SIGKILL", new TextDecoder().decode(died.stderr));
      const between = await tracesOf(world.owner, key);
      assert.equal(between.owners, 0, "nobody enters a dossier that is not whole");
      assert.notEqual(between.instance, "trial");
      await advanceProcedure(aVisitor(), key);
      assert.deepEqual(await tracesOf(world.owner, key), WHOLE);
    });

    Deno.test(`an opening given up at the ${moment} of « ${name} » frees the address and lets nobody in`, async () => {
      const company = `Abandon ${name} ${moment}`, slug = `abandon-${name}-${moment}`;
      const key = await begin(company);
      const kind = failing(step, moment);
      await assert.rejects(runProcedure(aVisitor(), key, { kinds: new Map([[kind.kind, kind]]) }), /cut/);
      await abandonProcedure(aVisitor(), key);
      const left = await tracesOf(world.owner, key);
      assert.deepEqual([left.instance, left.owners, left.cursor], [null, 0, "{}"]);
      assert.ok(left.dossier === null || left.dossier === "moved", String(left.dossier));
      await advanceProcedure(aVisitor(), key);
      assert.equal((await tracesOf(world.owner, key)).instance, null, "an abandoned procedure does not go on");
      const again = await begin(company);
      await advanceProcedure(aVisitor(), again);
      const [instance] = await world.owner.control`select slug from control.instances
        where tenant_id = ${again.tenantId}`;
      assert.equal(instance!.slug, slug);
    });
  }
}

Deno.test("a failure is counted and named by its code, never by its message", async () => {
  const key = await begin();
  const kind = failing(1, "begin");
  const kinds = new Map([[kind.kind, kind]]);
  for (let i = 0; i < 2; i++) await assert.rejects(runProcedure(aVisitor(), key, { kinds }), /cut/);
  const [row] = await world.owner.control`select step, attempts, last_error, jsonb_typeof(cursor) as cursor
    from control.procedures where tenant_id = ${key.tenantId}`;
  assert.deepEqual({ ...row }, { step: 1, attempts: 2, last_error: "Error", cursor: "object" });
  assert.equal(await hurryProcedure(aVisitor(), key), true);
});

Deno.test("a procedure that has ended cannot be given up, nor one that does not exist", async () => {
  const key = await begin();
  await advanceProcedure(aVisitor(), key);
  await assert.rejects(abandonProcedure(aVisitor(), key), { status: 409 });
  await assert.rejects(abandonProcedure(aVisitor(), { ...key, id: newId() }), { status: 404 });
  assert.deepEqual(await tracesOf(world.owner, key), WHOLE);
});

Deno.test("starting twice under one dossier id keeps one procedure", async () => {
  const key = await begin();
  const wish = { companyName: "X", email: "x@example.fr", ownerId: personId, ownerLabel: "X", tenantId: key.tenantId };
  assert.deepEqual(await withControl(key, (tx) => startOpening(tx, aVisitor(), wish)), key);
  const jobs = await world.owner.control`select payload ->> 'procedureId' as id from control.jobs
    where tenant_id = ${key.tenantId}`;
  assert.deepEqual(jobs.map((job) => job.id), [key.id]);
});

Deno.test("every kind of procedure is known by its own name", () => {
  for (const [name, kind] of PROCEDURES) assert.equal(name, kind.kind);
});
