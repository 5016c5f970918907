import assert from "node:assert/strict";
import { addSeconds } from "../../../lib/base/dates.ts";
import { finishAbandoned } from "../../../lib/instances/abandon_procedure.ts";
import { sampleCellsJob } from "../../../lib/instances/cells/sample_cells_job.ts";
import { abandonProcedure, cancelProcedure } from "../../../lib/instances/operator.ts";
import { advanceProcedure } from "../../../lib/instances/advance_procedure.ts";
import { OPEN_DOSSIER } from "../../../lib/instances/open_dossier.ts";
import { provisionDossier } from "../../../lib/instances/operator.ts";
import type { ProcedureKey } from "../../../lib/instances/procedure_store.ts";
import { enrolOperator } from "../../../lib/identity/operator.ts";
import { newId } from "../../../lib/platform/random.ts";
import { openTestOutside } from "../../support/outside.ts";
import { openWorld, TRIAL_CELL } from "../../support/world.ts";
import { aVisitor } from "../identity/_people.ts";
import type { Orders } from "./_dying_process.ts";
import { addCell, tracesOf, WHOLE, wireOpening } from "./_opening.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());
openTestOutside();
wireOpening();
const { control } = world.owner;
await addCell(control, { id: TRIAL_CELL });
const [ODILE, OSCAR] = [await anOperator("Odile"), await anOperator("Oscar")];

async function anOperator(name: string) {
  const email = `${name.toLowerCase()}@paraphe.example`;
  return { name, ...await enrolOperator(aVisitor(), { email, name, password: "trois petits chats gris" }) };
}

function begin(by = ODILE, formId = newId(), companyName = "Toitures Lambert"): Promise<ProcedureKey> {
  const form = { formId, email: "emma@lambert.example", companyName, country: "fr", trade: "building" };
  return provisionDossier(aVisitor(), by, { ...form, reason: "Demandé au téléphone" });
}

/** Runs the procedure in a process of its own: to its death, or with a cell that does not answer. */
async function inProcess(orders: Omit<Orders, "urls">, cell = world.url(TRIAL_CELL, "product")) {
  const urls = { control: world.url("control", "product"), cell };
  const script = new URL("./_dying_process.ts", import.meta.url).pathname;
  const args = ["run", "-A", "--no-check", script, JSON.stringify({ urls, ...orders })];
  return await new Deno.Command(Deno.execPath(), { args, stdout: "null", stderr: "piped" }).output();
}

/** The team's dossier has no owner until somebody accepts the invitation. */
const PROVISIONED = { ...WHOLE, owners: 0 };
const NOBODY = 99;
const DEAD = "postgres://product_login:x@127.0.0.1:9/cell";

async function invitationsOf({ tenantId }: ProcedureKey): Promise<number> {
  const [found] = await control`select count(*)::integer as n from control.invitations where tenant_id = ${tenantId}`;
  return found!["n"];
}

for (const [step, { name, in: place }] of OPEN_DOSSIER.steps.entries()) {
  Deno.test(`opened by the team: killed before and after « ${name} », a new process ends it, once`, async () => {
    const key = await begin();
    for (const moment of ["begin", "end"] as const) {
      const died = await inProcess({ key, step, moment });
      assert.equal(died.signal, "SIGKILL", new TextDecoder().decode(died.stderr));
      const between = await tracesOf(world.owner, key);
      assert.notEqual(between.instance, "trial");
      assert.equal(await invitationsOf(key), 0);
    }
    await advanceProcedure(aVisitor(), key);
    assert.deepEqual(await tracesOf(world.owner, key), PROVISIONED);
    assert.equal(await invitationsOf(key), 1);
  });

  // The others are control's alone: they do not need the cell.
  if (place === "control") continue;
  Deno.test(`opened by the team: its cell down at « ${name} », the procedure waits, and ends when it answers`, async () => {
    const key = await begin();
    if (step > 1) assert.equal((await inProcess({ key, step, moment: "begin" })).signal, "SIGKILL");
    const failed = await inProcess({ key, step: NOBODY, moment: "begin" }, DEAD);
    const [row] =
      await control`select state, step, last_error from control.procedures where tenant_id = ${key.tenantId}`;
    assert.equal(failed.success, false);
    assert.deepEqual([row!["state"], row!["step"]], ["running", step]);
    assert.match(row!["last_error"], /^platform\./);
    await advanceProcedure(aVisitor(), key);
    assert.deepEqual(await tracesOf(world.owner, key), PROVISIONED);
  });
}

Deno.test("given up while its cell is down, it says why it waits, lets nobody in, and ends by itself when the cell answers", async () => {
  await control`update control.cells set state = 'closed', closed_because = 'operator' where id = ${TRIAL_CELL}`;
  await addCell(control, { id: "trial-gone" });
  const key = await begin(ODILE, newId(), "Toit perdu");
  await assert.rejects(advanceProcedure(aVisitor(), key), { status: 503 });
  await assert.rejects(abandonProcedure(aVisitor(), key), { status: 503 });
  await cancelProcedure(aVisitor(), ODILE, { ...key, reason: "Le client ne répond plus" });
  const stuck = await tracesOf(world.owner, key);
  assert.deepEqual([stuck.instance, stuck.procedure, stuck.owners], ["provisioning", "abandoning 1", 0]);
  await advanceProcedure(aVisitor(), key);
  assert.equal((await tracesOf(world.owner, key)).procedure, "abandoning 1", "it does not go on");
  const later = { ...aVisitor(), now: addSeconds(aVisitor().now, 120) };
  assert.deepEqual([await finishAbandoned(aVisitor()), await finishAbandoned(later)], [0, 0], "it waits on");
  const [waiting] = await control`select last_error, attempts from control.procedures where id = ${key.id}`;
  assert.deepEqual({ ...waiting }, { last_error: "platform.cell_down", attempts: 4 });
  // The cell answers again: here, another name of one that does.
  await control`update control.procedures set cursor = jsonb_set(cursor, '{place,cell}', ${
    JSON.stringify(TRIAL_CELL)
  }::text::jsonb)
    where tenant_id = ${key.tenantId}`;
  await sampleCellsJob({ ...later, now: addSeconds(later.now, 120) });
  const left = await tracesOf(world.owner, key);
  assert.deepEqual([left.instance, left.procedure, left.cursor], [null, "abandoned 1", "{}"]);
  await control`delete from control.cells where id = 'trial-gone'`;
  await control`update control.cells set state = 'open', closed_because = null where id = ${TRIAL_CELL}`;
});

Deno.test("two operators at once: one form opens one dossier each, the same form sent six times one", async () => {
  const formId = newId();
  const keys = await Promise.all([
    ...Array.from({ length: 6 }, () => begin(ODILE, formId, "À deux")),
    begin(OSCAR, formId, "À deux"),
  ]);
  assert.equal(new Set(keys.map(({ tenantId }) => tenantId)).size, 2);
  await Promise.all(keys.map((key) => advanceProcedure(aVisitor(), key)));
  const slugs = await control`select slug from control.instances where company_name = 'À deux' order by slug`;
  assert.deepEqual(slugs.map(({ slug }) => slug), ["a-deux", "a-deux-2"]);
  for (const key of keys) assert.deepEqual(await tracesOf(world.owner, key), PROVISIONED);
});

Deno.test("one operator gives up what another one's procedure is opening: it is whole, or it is gone", async () => {
  for (let n = 0; n < 4; n++) {
    const key = await begin(OSCAR, newId(), `Dispute ${n}`);
    await Promise.allSettled([
      advanceProcedure(aVisitor(), key),
      abandonProcedure(aVisitor(), key),
      abandonProcedure(aVisitor(), key),
    ]);
    await abandonProcedure(aVisitor(), key).catch(() => {});
    const traces = await tracesOf(world.owner, key);
    if (traces.instance === null) assert.match(String(traces.procedure), /^abandoned/);
    else assert.deepEqual(traces, PROVISIONED);
  }
});
