import assert from "node:assert/strict";
import { paths } from "../../console/paths.ts";
import { checkQueue } from "../../lib/instances/alerts/check_queue.ts";
import { carryOutJobOrder } from "../../lib/instances/oversight/carry_out_job_order_job.ts";
import { shiftClock } from "../../lib/platform/clock.ts";
import { newId } from "../../lib/platform/random.ts";
import { signUpAs } from "../cast.ts";
import { openApp } from "../support/app.ts";
import { addStaff, openConsole } from "../support/console.ts";
import { openWorld, TRIAL_CELL } from "../support/world.ts";
import { aVisitor } from "../lib/identity/_people.ts";
import { signInEachRole } from "./_operator.ts";

const world = await openWorld();
const app = await openApp(world);
const operators = await openConsole();
await addStaff();
const { dossier: { tenantId } } = await signUpAs(app, {
  email: "alice@atelier-dupre.example",
  company: "Atelier Dupré",
});
const { operations: oscar, support: olga } = await signInEachRole(operators);
Deno.test.afterAll(async () => {
  shiftClock(0);
  await app.close();
  await world.close();
});
const { control, trial } = world.owner;
const reason = "Le serveur de mail est revenu";

/** A job that nothing knows how to run: its first try parks it. Its payload holds what no page may show. */
async function parkOne(): Promise<string> {
  const id = newId();
  await trial`insert into cell.jobs (tenant_id, id, kind, dedupe_key, payload)
    values (${tenantId}, ${id}, 'test.unknown', ${id}, '{"to": "compta@dupont.fr"}')`;
  await app.runJobs();
  await sample();
  return id;
}

async function sample(): Promise<void> {
  await checkQueue(aVisitor(), TRIAL_CELL);
}

const pageOf = (id: string, place: string = TRIAL_CELL) => paths.job({ place, tenantId, id });
const order = (id: string, act: string, why = reason) => oscar.post(pageOf(id), { act, reason: why });

async function inCell(id: string) {
  const [job] = await trial`select state, attempts, last_failure, first_failed_at is not null as dated from cell.jobs
    where id = ${id}`;
  return { ...job };
}

/** The orders of a job as control has them, the first first. */
async function orders(id: string): Promise<string[]> {
  const found = await control`select act || ' ' || state as line from control.job_orders where job_id = ${id}
    order by asked_at`;
  return found.map(({ line }) => line);
}

/** The job of the console that carries orders out, and no other: the one that was parked stays as it is left. */
async function carryOut(): Promise<void> {
  for (const { id } of await control`select id from control.job_orders where state = 'asked'`) {
    await carryOutJobOrder(aVisitor(), { tenantId, orderId: id });
  }
}

Deno.test("a parked job of a cell is listed from the sample, with the class of its failure and nothing of its content", async () => {
  const id = await parkOne();
  assert.deepEqual(await inCell(id), { state: "parked", attempts: 1, last_failure: "GiveUp", dated: true });
  const list = await olga.get(paths.jobs(`?ou=${TRIAL_CELL}`));
  for (const word of ["test.unknown", "GiveUp", "Atelier Dupré", pageOf(id), "garé"]) {
    assert.ok(list.text.includes(word), word);
  }
  const page = await olga.get(pageOf(id));
  for (const word of ["test.unknown", "Première erreur", "Relevé le", "Atelier Dupré"]) {
    assert.ok(page.text.includes(word), word);
  }
  for (const { text } of [list, page]) assert.doesNotMatch(text, /no handler|compta@dupont/);
  assert.doesNotMatch(page.text, /Relancer/, "the support does not act on jobs");
  assert.match((await oscar.get(pageOf(id))).text, /Relancer.*Abandonner/s);
});

Deno.test("tried again: asked once, shown as asked, carried out in the cell, noted with its reason", async () => {
  const id = await parkOne();
  assert.equal((await order(id, "retry")).location, pageOf(id));
  const asked = await oscar.get(pageOf(id));
  assert.match(asked.text, /Relance demandée : la console la porte à la cellule/);
  assert.doesNotMatch(asked.text, /Que faire/);
  const twice = await order(id, "drop");
  assert.equal(twice.status, 409);
  assert.match(twice.text, /Quelqu’un l’a déjà demandé/);
  await carryOut();
  await carryOut();
  assert.deepEqual(await inCell(id), { state: "ready", attempts: 0, last_failure: "GiveUp", dated: true });
  const page = await olga.get(pageOf(id));
  for (const word of ["n’attend plus", "Relance", "fait", "Oscar"]) assert.ok(page.text.includes(word), word);
  const late = await order(id, "retry");
  assert.equal(late.status, 409);
  assert.match(late.text, /Ce travail n’attend plus/);
  const [act] = await control`select act, operator, reason, instance_id from control.operator_acts
    where subject_kind = 'job' and subject_id = ${id}`;
  assert.deepEqual({ ...act }, { act: "retry_job", operator: "Oscar", reason, instance_id: tenantId });
  // It fails again, is seen again, and may be asked for again.
  await app.runJobs();
  await sample();
  assert.equal((await inCell(id))["state"], "parked");
  assert.equal((await order(id, "retry")).status, 303);
  assert.deepEqual(await orders(id), ["retry done", "retry asked"]);
  await carryOut();
});

Deno.test("dropped, a job is never tried again; an order that was carried out before its death is known again", async () => {
  const id = await parkOne();
  assert.equal((await order(id, "drop")).status, 303);
  const [asked] = await control`select id from control.job_orders where state = 'asked'`;
  // The program dies between the cell and control.
  await trial`update cell.jobs set state = 'done', done_at = now(), ordered_by = ${asked!["id"]} where id = ${id}`;
  await carryOut();
  assert.deepEqual(await orders(id), ["drop done"]);
  await app.runJobs();
  assert.equal((await inCell(id))["state"], "done");
});

Deno.test("what is no longer parked when its cell is reached ends without object", async () => {
  const id = await parkOne();
  await order(id, "retry");
  await trial`delete from cell.jobs where id = ${id}`;
  await carryOut();
  assert.deepEqual(await orders(id), ["retry gone"]);
  assert.match((await olga.get(pageOf(id))).text, /sans objet/);
});

Deno.test("nothing is asked of a cell that does not answer; what was asked before waits, and is done when it answers", async () => {
  const id = await parkOne(), waiting = await parkOne();
  assert.equal((await order(waiting, "retry")).status, 303);
  await control`update control.cells set down_since = now() where id = ${TRIAL_CELL}`;
  const refused = await order(id, "retry");
  assert.equal(refused.status, 409);
  assert.match(refused.text, /La cellule de ce travail ne répond pas/);
  assert.match((await olga.get(pageOf(waiting))).text, /ne répond pas.*sera fait dès qu’elle répondra/s);
  // Its dossier is being moved: the job is not touched, and the order waits on.
  await trial`update cell.dossiers set queue_held = true where tenant_id = ${tenantId}`;
  await assert.rejects(carryOut(), { code: "instances.job_travels" });
  await sample();
  assert.deepEqual([(await inCell(waiting))["state"], ...await orders(waiting)], ["parked", "retry asked"]);
  await control`update control.cells set down_since = null`;
  await trial`update cell.dossiers set queue_held = false where tenant_id = ${tenantId}`;
  await sample();
  assert.deepEqual([(await inCell(waiting))["state"], ...await orders(waiting)], ["ready", "retry done"]);
});

Deno.test("a job of control is tried again or dropped at once", async () => {
  const [id, other] = [newId(), newId()];
  for (const each of [id, other]) {
    await control`insert into control.jobs (tenant_id, id, kind, dedupe_key, state, attempts, last_error)
      values (${tenantId}, ${each}, 'identity.welcome_mail', ${each}, 'parked', 8, '535: alice@atelier-dupre.example')`;
  }
  const act = (each: string, what: string) => oscar.post(pageOf(each, "control"), { act: what, reason });
  assert.equal((await act(id, "retry")).status, 303);
  assert.equal((await act(id, "retry")).status, 409);
  assert.equal((await act(other, "drop")).status, 303);
  const found = await control`select state from control.jobs where id in (${id}, ${other})
    order by state desc`;
  assert.deepEqual(found.map(({ state }) => state), ["ready", "done"]);
  assert.doesNotMatch((await olga.get(paths.jobs("?ou=control"))).text, /alice@atelier/);
  await control`delete from control.jobs where id in (${id}, ${other})`;
});

Deno.test("no act without its name, its reason, its role, or a job that is there", async () => {
  const id = await parkOne();
  assert.match((await order(id, "explode")).text, /relancer ce travail ou l’abandonner/);
  assert.equal((await order(id, "retry", "court")).status, 422);
  assert.equal((await olga.post(pageOf(id), { act: "retry", reason })).status, 403);
  assert.equal((await order(newId(), "retry")).status, 404);
  for (const path of [pageOf(newId()), pageOf(id, "control"), pageOf(id, "production-1"), pageOf(id, "x")]) {
    assert.equal((await olga.get(path)).status, 404, path);
  }
  assert.deepEqual(await orders(id), []);
});
