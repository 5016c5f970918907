/**
 * Le serveur est tué net (SIGKILL) pendant qu’il prépare une archive : à chaque étape, avant ou après chaque écriture.
 * Redémarré, il la finit de lui-même, une fois, entière, et ne laisse rien derrière lui. L’archive contient les
 * clôtures que le dossier a faites, telles qu’elles ont été scellées.
 */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { closeDue, readLog } from "../../lib/antifraud/mod.ts";
import { ALL_RIGHTS } from "../../lib/access/mod.ts";
import { askArchive, findExitArchive, getArchive, openExitArchive, startExitArchive } from "../../lib/archives/mod.ts";
import type { Ctx } from "../../lib/base/ctx.ts";
import { storeKey } from "../../lib/files/mod.ts";
import { delay, now } from "../../lib/platform/clock.ts";
import { sha256Hex } from "../../lib/platform/crypto.ts";
import { runJobsOnce } from "../../lib/platform/job_loop.ts";
import { openLocalTransport } from "../../lib/platform/mail.ts";
import { closeRenderWorkers } from "../../lib/platform/pdf/worker_pool.ts";
import { newId } from "../../lib/platform/random.ts";
import { storeOf } from "../../lib/platform/stores.ts";
import { ensureRendered, recordPayment } from "../../lib/sales/mod.ts";
import { anIssuedInvoice } from "../../lib/sales/testing.ts";
import { wire } from "../../lib/wiring.ts";
import { checkArchive, recordsIn } from "../independent/check_archive.ts";
import { closureFault } from "../independent/check_closures.ts";
import { unzip } from "../independent/unzip.ts";
import { bytesOf, verdictOf } from "../lib/archives/_lived.ts";
import { aBuyer, aSeller, at } from "../lib/sales/_seller.ts";
import { type Orders, type StoreTask, useFolder } from "../support/dying_program.ts";
import { openTestOutside } from "../support/outside.ts";
import { openWorld, TRIAL_CELL } from "../support/world.ts";

const world = await openWorld();
const folder = await Deno.makeTempDir({ prefix: "paraphe-archive-" });
openTestOutside();
useFolder(folder);
const work = wire({ mail: () => openLocalTransport(() => Promise.resolve()) });
Deno.test.afterAll(async () => {
  closeRenderWorkers();
  await world.close();
  await Deno.remove(folder, { recursive: true });
});

/** Two months of invoices and payments, closed by the verbs: five days, two months. */
async function aClosedSpring(): Promise<Ctx> {
  const seller = await aSeller(world, {}, "2026-03-01T08:00Z");
  const ctx = { ...seller, rights: new Set([...seller.rights, "sealed_log:read", "sealed_log:archive"] as const) };
  const buyer = await aBuyer(ctx);
  for (const day of ["2026-03-05", "2026-03-20", "2026-04-02"]) {
    const { id: invoiceId } = await anIssuedInvoice(at(ctx, `${day}T09:00Z`), buyer);
    await ensureRendered(at(ctx, `${day}T09:01Z`), invoiceId);
    if (day === "2026-03-20") continue;
    const paid = at(ctx, `${day.slice(0, 8)}15T09:00Z`);
    await recordPayment(paid, { id: newId(), invoiceId, form: { amount: "20", mode: "card" } });
  }
  const later = at(ctx, "2026-05-02T06:00Z");
  await closeDue(later);
  return later;
}

/** Lets a program make the archive until it dies of a call of its store. */
async function makeUntilKilled(task: StoreTask, kind = "archives.make_archive"): Promise<void> {
  const orders: Orders = {
    urls: { control: world.url("control", "product"), cell: world.url(TRIAL_CELL, "product") },
    ...{ cell: TRIAL_CELL, folder, smtpUrl: "smtp://127.0.0.1:9", task },
  };
  const script = new URL("../support/dying_program.ts", import.meta.url).pathname;
  const args = ["run", "-A", "--no-check", script, JSON.stringify(orders)];
  const child = new Deno.Command(Deno.execPath(), { args, stdout: "null", stderr: "inherit" }).spawn();
  assert.equal((await child.status).signal, "SIGKILL", "it was at work when it died");
  await untilCellIsQuiet();
  // As if a minute had passed: the dead program's hold on the job ends.
  const held = await world.owner.trial`update cell.jobs set locked_until = now() - interval '1 second'
    where kind = ${kind} and state = 'running' returning id`;
  assert.equal(held.length, 1, "the archive was in its hands");
}

/** The database takes a moment to see that the program is gone. */
async function untilCellIsQuiet(): Promise<void> {
  for (;;) {
    const [busy] = await world.owner.trial`select count(*)::integer as count from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`;
    if (busy!.count === 0) return;
    await delay(20);
  }
}

async function runJobs(): Promise<void> {
  await runJobsOnce({ program: "product", cells: [TRIAL_CELL], work });
}

/** What the store holds of the dossier and nothing in the database names. */
async function leftOver({ tenantId, cell }: Ctx): Promise<string[]> {
  const { files } = await storeOf(cell).list(`${tenantId}/`);
  const known = await world.owner.trial`select id::text from cell.files where tenant_id = ${tenantId}
    union all select part->>'id' from cell.exit_archives, jsonb_array_elements(parts) part where tenant_id = ${tenantId}`;
  const kept = new Set(known.map(({ id }) => storeKey({ tenantId, id })));
  return files.map(({ key }) => key).filter((key) => !kept.has(key));
}

const ctx = await aClosedSpring();
const id = newId();

Deno.test("tué à chaque étape de l’archive, le serveur redémarré la finit, une fois, entière", async (t) => {
  await runJobs();
  await askArchive(ctx, { id, period: "whole" });
  const deaths: StoreTask[] = [
    { call: "put", nth: 1, isDone: false },
    { call: "put", nth: 3, isDone: true },
    { call: "put", nth: 6, isDone: true },
    // The first step is over and committed: these die over the second, which ends the archive, and behind its end.
    { call: "put", nth: 9, isDone: true },
    { call: "remove", nth: 1, isDone: false },
  ];
  for (const death of deaths) {
    await t.step(`mort ${death.isDone ? "après" : "avant"} ${death.call} n° ${death.nth}`, async () => {
      await makeUntilKilled(death);
      assert.equal((await leftOver(ctx)).length > 0, death !== deaths[0], "what it had written is still there");
      assert.equal((await getArchive(ctx, id)).state === "done", death.call === "remove");
    });
  }
  await runJobs();
  const { state, failure } = await getArchive(ctx, id);
  assert.deepEqual([state, failure], ["done", null]);
  const zip = await bytesOf(ctx, id);
  assert.deepEqual([(await verdictOf(zip)).firstBad, checkArchive(zip).firstBad], [null, null]);
  const made = await readLog(ctx, { after: 0n, limit: 1_000, types: ["archive_made"] });
  assert.equal(made.length, 1, "sealed once");
});

Deno.test("rien ne reste de ce que les programmes morts avaient écrit", async () => {
  assert.deepEqual(await leftOver(ctx), []);
});

Deno.test("tué à chaque étape d’une archive de sortie, le serveur redémarré la finit, entière, sans rien laisser", async (t) => {
  // The clock of the jobs is the machine's: what expires in seven days must not have done so in May.
  const leaving: Ctx = { ...ctx, now: now(), rights: ALL_RIGHTS };
  const { id: exitId } = await startExitArchive(leaving, { id: newId() });
  const deaths: StoreTask[] = [
    { call: "put", nth: 1, isDone: false },
    { call: "put", nth: 2, isDone: true },
    { call: "put", nth: 6, isDone: true },
    { call: "put", nth: 2, isDone: false },
    { call: "remove", nth: 1, isDone: false },
  ];
  for (const death of deaths) {
    await t.step(`mort ${death.isDone ? "après" : "avant"} ${death.call} n° ${death.nth}`, async () => {
      await makeUntilKilled(death, "archives.make_exit");
      assert.equal((await findExitArchive(leaving))!.state === "done", death.call === "remove");
    });
  }
  await runJobs();
  const exit = (await findExitArchive(leaving))!;
  assert.deepEqual([exit.id, exit.state, exit.failure, exit.documents], [exitId, "done", null, 3]);
  const { read, bytes, sha256 } = await openExitArchive(leaving, exitId);
  const zip = new Uint8Array(await new Response(read({ first: 0, last: bytes - 1 })).arrayBuffer());
  assert.equal(sha256Hex(zip), sha256);
  assert.equal(unzip(Buffer.from(zip)).data.size, exit.files);
  assert.deepEqual(await leftOver(leaving), []);
});

Deno.test("les clôtures faites par les verbes sont dans l’archive, en CSV, en JSON et dans ce que lit la page", async () => {
  const zip = await bytesOf(ctx, id), { data } = unzip(Buffer.from(zip));
  const text = (path: string) => data.get(path)!.toString("utf8");
  const sealed = recordsIn(zip).filter(({ type }) => /_closed$/.test(type)).map(({ payload }) => JSON.parse(payload));
  assert.deepEqual(sealed.map(({ kind, period }) => `${kind} ${period}`), [
    ...["day 2026-03-05", "day 2026-03-15", "day 2026-03-20", "month 2026-03"],
    ...["day 2026-04-02", "day 2026-04-15", "month 2026-04"],
  ]);
  assert.equal(closureFault(recordsIn(zip)), null);
  const rows = text("data/closures.jsonl").trimEnd().split("\n").map((line) => JSON.parse(line));
  const [, ...cells] = text("data/closures.csv").trimEnd().split("\r\n").map((line) => line.split(";"));
  for (const [i, closure] of sealed.entries()) {
    const [figures] = closure.currencies;
    const { closure: own, period, grossCents, perpetualCents, modes } = rows[i];
    assert.deepEqual([own, period, grossCents, perpetualCents, modes], [
      ...[closure.closure, closure.period, figures.grossCents, figures.perpetualCents, figures.modes],
    ]);
    assert.deepEqual(cells[i]!.slice(3, 6), [closure.closure, closure.kind, closure.period]);
  }
  assert.deepEqual([...data.keys()].filter((path) => path.startsWith("index/2026")), [
    "index/2026-03.js",
    "index/2026-04.js",
  ]);
  const listed = ["2026-03", "2026-04"].flatMap((month) => {
    const script = text(`index/${month}.js`);
    return JSON.parse(script.slice("paraphe(".length, script.lastIndexOf(")"))).closures;
  });
  assert.deepEqual(
    listed.map(({ id, period, currencies }) => [id, period, currencies]),
    sealed.map(({ closure, period, currencies }) => [closure, period, currencies]),
  );
});
