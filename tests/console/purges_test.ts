import assert from "node:assert/strict";
import { paths } from "../../console/paths.ts";
import { ERASE_DOSSIER } from "../../lib/instances/life/erase_dossier.ts";
import type { ProcedureKey } from "../../lib/instances/procedure_store.ts";
import { newId } from "../../lib/platform/random.ts";
import { storeOf } from "../../lib/platform/stores.ts";
import { paths as product } from "../../routes/paths.ts";
import { makeCast } from "../cast.ts";
import type { Orders } from "../lib/instances/life/_dying_turn.ts";
import { furnish } from "../routes/_full_dossier.ts";
import { openApp } from "../support/app.ts";
import { type Client, openClient } from "../support/client.ts";
import { ODILE, odilesCode, OMAR, omarsCode, openConsole } from "../support/console.ts";
import { useFolder } from "../support/dying_program.ts";
import { openWorld, TRIAL_CELL } from "../support/world.ts";

const world = await openWorld();
const app = await openApp(world);
const folder = await Deno.makeTempDir({ prefix: "paraphe-purge-" });
useFolder(folder);
const team = await openConsole();
const cast = await makeCast(app);
const { alice, denis, chloe, atelier, garage, cabinet } = cast;
await furnish(app, cast);
await app.runJobs();
Deno.test.afterAll(async () => {
  await app.close();
  await Deno.remove(folder, { recursive: true });
  await world.close();
});
const { control, trial } = world.owner;
const WHY = "Fermé par son titulaire, le délai est passé.";

async function signedIn(fields: Record<string, string>): Promise<Client> {
  const client = openClient(team);
  assert.equal((await client.post(paths.signIn(), fields)).status, 303);
  return client;
}
const odile = await signedIn({ ...ODILE, code: odilesCode() });
const omar = await signedIn({ ...OMAR, code: omarsCode() });

/** Closes a dossier to be erased, its days over. */
async function closeLongAgo(tenantId: string): Promise<void> {
  const form = { act: "close", ending: "erase", reason: WHY };
  assert.equal((await odile.postJson(paths.instanceState(tenantId), form)).status, 200);
  await control`update control.instances set reopen_until = now() - interval '1 day', erase_after = now() - interval '1 day'
    where tenant_id = ${tenantId}`;
}

/** Rows of a dossier in its cell, table by table; the warrants left out, which outlive it. */
async function rowsOf(tenantId: string): Promise<Map<string, number>> {
  const tables = await trial<{ name: string }[]>`select c.relname as name from pg_class c
    join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
    where n.nspname = 'cell' and c.relkind in ('r', 'p') and c.relname <> 'purge_warrants'`;
  const found = new Map<string, number>();
  for (const { name } of tables) {
    const [row] = await trial`select count(*)::int as n from cell.${trial(name)} where tenant_id = ${tenantId}`;
    if (row!.n > 0) found.set(name, row!.n);
  }
  return found;
}

async function filesOf(tenantId: string): Promise<number> {
  return (await storeOf(TRIAL_CELL).list(`${tenantId}/`)).files.length;
}

Deno.test("nothing is erased that is not closed, whose days run, without a reason, or on one operator's word", async () => {
  const path = paths.instancePurge(garage.tenantId), early = { reason: WHY };
  assert.equal((await odile.postJson(path, early)).json().code, "instances.purge_too_early");
  const closing = { act: "close", ending: "erase", reason: WHY };
  assert.equal((await odile.postJson(paths.instanceState(garage.tenantId), closing)).status, 200);
  assert.equal((await odile.postJson(path, early)).json().code, "instances.purge_too_early");
  assert.match((await odile.get(path)).text, /Le délai court jusqu/);
  assert.equal((await odile.postJson(paths.instancePurge(newId()), early)).status, 404);
  await control`update control.instances set erase_after = now() - interval '1 day' where tenant_id = ${garage.tenantId}`;
  assert.equal((await odile.post(path, { reason: "court" })).status, 422);
  const { id } = (await odile.postJson(path, early)).json<{ id: string }>();
  assert.equal((await omar.postJson(path, early)).json().code, "instances.purge_under_way");
  const twice = await Promise.all([odile.postJson(path, early), odile.postJson(path, { reason: `${WHY} Vraiment.` })]);
  assert.deepEqual(twice.map((reply) => [reply.status, reply.json()["id"]]), [[200, id], [200, id]]);
  const asked = await control`select reason from control.operator_acts where act = 'ask_purge'
    and instance_id = ${garage.tenantId}`;
  assert.deepEqual(asked.map(({ reason }) => reason), [WHY], "asked again by the same person, it was asked once");
  const decision = paths.instancePurge(garage.tenantId, id), word = { decision: "approve", reason: WHY };
  assert.equal((await odile.postJson(decision, word)).json().code, "instances.purge_own");
  assert.equal((await omar.postJson(paths.instancePurge(garage.tenantId, newId()), word)).status, 404);
  assert.equal((await omar.postJson(paths.instancePurge(cabinet.tenantId, id), word)).status, 404);
  assert.equal((await odile.postJson(decision, { decision: "drop", reason: WHY })).status, 200);
  assert.equal((await omar.postJson(decision, word)).json().code, "instances.purge_decided", "what was dropped");
  await app.runJobs();
  assert.ok((await rowsOf(garage.tenantId)).size > 5);
});

Deno.test("Odile asks, Omar approves: rows, files and people go; the proof, the states and the acts stay", async () => {
  const { tenantId, slug } = atelier;
  const [shop] = await control`select public_id from control.instances where tenant_id = ${tenantId}`;
  await closeLongAgo(tenantId);
  await app.runJobs();
  const others = [await rowsOf(garage.tenantId), await filesOf(cabinet.tenantId)];
  const rows = [...(await rowsOf(tenantId)).values()].reduce((sum, n) => sum + n, 0), files = await filesOf(tenantId);
  assert.ok(rows > 40 && files > 0, `${rows} rows, ${files} files`);
  const [head] = await trial`select head_seq::text as seq, encode(head_hash, 'hex') as hash from cell.chains
    where tenant_id = ${tenantId}`;
  const { id } = (await odile.postJson(paths.instancePurge(tenantId), { reason: WHY })).json<{ id: string }>();
  const said = { decision: "approve", reason: WHY };
  assert.equal((await omar.post(paths.instancePurge(tenantId, id), said)).location, paths.instancePurge(tenantId));
  for (let round = 0; round < 5; round++) await app.runJobs();
  await control`update control.jobs set run_at = now() where tenant_id = ${tenantId} and state = 'ready'`;
  await app.runJobs();

  assert.deepEqual([[...await rowsOf(tenantId)], await filesOf(tenantId)], [[], 0]);
  assert.deepEqual([await rowsOf(garage.tenantId), await filesOf(cabinet.tenantId)], others, "nobody else lost a row");
  const [purge] = await control`select state, proof from control.purges where id = ${id}`;
  assert.equal(purge!.state, "done");
  assert.deepEqual([purge!.proof.chain.seq, purge!.proof.chain.hash], [head!.seq, head!.hash]);
  assert.equal(purge!.proof.rows, rows);
  const [warrant] = await trial`select reason, granted_by <> seconded_by as two from cell.purge_warrants
    where tenant_id = ${tenantId} and id = ${id}`;
  assert.deepEqual({ ...warrant }, { reason: "closed", two: true });
  const [instance] = await control`select state, company_name, slug, public_id from control.instances
    where tenant_id = ${tenantId}`;
  const gone = { company_name: "Dossier effacé", slug: `efface-${shop!.public_id}`, public_id: shop!.public_id };
  assert.deepEqual({ ...instance }, { state: "erased", ...gone });
  const people = await control`select 1 from control.memberships where tenant_id = ${tenantId}`;
  assert.equal(people.length, 0);
  for (const path of [product.dossier(slug), product.subscription(slug)]) {
    assert.equal((await alice.client.get(path)).status, 404);
  }
  assert.match((await odile.get(paths.instancePurge(tenantId))).text, /Lignes effacées.*Tête du journal scellé/s);
  const acts = await control`select act from control.instance_acts where tenant_id = ${tenantId} order by at, id`;
  assert.deepEqual(acts.map(({ act }) => act), ["close", "ask_purge", "approve_purge"]);
  const states =
    await control`select act, to_state from control.state_changes where tenant_id = ${tenantId} order by at`;
  assert.deepEqual(states.map(({ act, to_state: to }) => `${act} ${to}`), ["close closed", "erase erased"]);
  const mails = (await app.mailbox.list()).filter(({ to }) => to.includes(alice.email)).map(({ subject }) => subject);
  assert.ok(mails.includes("Atelier Dupré : votre dossier est effacé"), mails[0]);
  const parked = await control`select kind, last_error from control.jobs where state = 'parked'`;
  assert.deepEqual(parked.map(({ kind }) => kind), []);
  assert.equal((await denis.client.get(product.subscription(garage.slug))).status, 200);
});

Deno.test("killed at the end of every step, before anybody knows, an erasure goes on by itself and erases once", async () => {
  const { tenantId } = cabinet;
  await closeLongAgo(tenantId);
  await app.runJobs();
  const before = [...(await rowsOf(tenantId)).values()].reduce((sum, n) => sum + n, 0);
  const { id } = (await odile.postJson(paths.instancePurge(tenantId), { reason: WHY })).json<{ id: string }>();
  const said = { decision: "approve", reason: WHY };
  assert.equal((await omar.postJson(paths.instancePurge(tenantId, id), said)).status, 200);
  const [row] =
    await control`select id from control.procedures where tenant_id = ${tenantId} and kind = 'erase_dossier'`;
  const key = { tenantId, id: row!.id } as ProcedureKey;
  for (const { name: step } of ERASE_DOSSIER.steps) {
    // The mails of the erasure leave with the product, which goes on beside; the turn of who died is over.
    await control`update control.jobs set state = 'done' where kind in ('instances.tell_life', 'instances.life_mail')`;
    await control`update control.procedures set busy_until = null where tenant_id = ${tenantId}`;
    const died = await runAndDie({ key, step });
    assert.equal(died.signal, "SIGKILL", `${step}: ${new TextDecoder().decode(died.stderr)}`);
    const [instance] = await control`select state from control.instances where tenant_id = ${tenantId}`;
    assert.equal(instance!.state, step === "directory" ? "closed" : "erased", step);
  }
  await control`update control.procedures set busy_until = null where tenant_id = ${tenantId}`;
  await control`update control.jobs set run_at = now() where tenant_id = ${tenantId} and state = 'ready'`;
  await app.runJobs();
  const [purge] = await control`select state, (proof ->> 'rows')::int as rows from control.purges where id = ${id}`;
  assert.deepEqual({ ...purge }, { state: "done", rows: before });
  assert.deepEqual([[...await rowsOf(tenantId)], await filesOf(tenantId)], [[], 0]);
  const states = await control`select act from control.state_changes where tenant_id = ${tenantId} and act = 'erase'`;
  assert.equal(states.length, 1);
  assert.equal((await chloe.client.get(product.dossier(cabinet.slug))).status, 404);
});

async function runAndDie(orders: Omit<Orders, "urls" | "folder">): Promise<Deno.CommandOutput> {
  const urls = { control: world.url("control", "console"), cell: world.url(TRIAL_CELL, "console") };
  const script = new URL("../lib/instances/life/_dying_turn.ts", import.meta.url).pathname;
  const args = ["run", "-A", "--no-check", script, JSON.stringify({ urls, folder, ...orders })];
  return await new Deno.Command(Deno.execPath(), { args, stdout: "null", stderr: "piped" }).output();
}
