import assert from "node:assert/strict";
import { addSeconds, type IsoDate } from "../../../../lib/base/dates.ts";
import type { Uuid } from "../../../../lib/base/ids.ts";
import { keptUntil } from "../../../../lib/instances/keep/kept.ts";
import { watchKeeping } from "../../../../lib/instances/keep/watch_keeping_job.ts";
import { reopenOwnDossier } from "../../../../lib/instances/mod.ts";
import { CONSOLE_PROCEDURES } from "../../../../lib/instances/procedures/kinds.ts";
import { MAX_FAILURES, runTurn } from "../../../../lib/instances/procedures/run_turn.ts";
import { now } from "../../../../lib/platform/clock.ts";
import { newId } from "../../../../lib/platform/random.ts";
import type { Store } from "../../../../lib/platform/storage/store.ts";
import { storageRefusals } from "../../../../lib/platform/storage/store.ts";
import { configureStores, KEPT_STORE, storeOf } from "../../../../lib/platform/stores.ts";
import { paths } from "../../../../routes/paths.ts";
import { makeCast } from "../../../cast.ts";
import { openApp } from "../../../support/app.ts";
import { openWorld, PRODUCTION_CELL, TRIAL_CELL } from "../../../support/world.ts";
import { aVisitor } from "../../identity/_people.ts";

const world = await openWorld();
const app = await openApp(world);
const { alice, atelier } = await makeCast(app);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});
const { control, trial } = world.owner;
const { tenantId, slug } = atelier;
const stores = new Map([TRIAL_CELL, PRODUCTION_CELL, KEPT_STORE].map((name) => [name, storeOf(name)]));

assert.equal((await alice.client.postJson(paths.closing(slug), { ending: "keep", reason: "" })).status, 200);
for (let round = 0; round < 3; round++) await app.runJobs();
const rows = await rowCount();

/** Puts something between the program and one store for the length of some work. */
async function withStore(name: string, fault: Partial<Store>, work: () => Promise<void>): Promise<void> {
  const bent = new Proxy(stores.get(name)!, {
    get: (store, call) => {
      const found = fault[call as keyof Store] ?? store[call as keyof Store];
      return typeof found === "function" ? found.bind(store) : found;
    },
  });
  configureStores((each) => each === name ? bent : stores.get(each)!);
  try {
    await work();
  } finally {
    configureStores((each) => stores.get(each)!);
  }
}

async function rowCount(): Promise<number> {
  const [row] = await trial`select (select count(*) from cell.sealed_records where tenant_id = ${tenantId})
    + (select count(*) from cell.archives where tenant_id = ${tenantId}) as n`;
  return Number(row!.n);
}

/** Begins a keeping, the days over by the database's clock, on a try of its own. */
async function begin(): Promise<{ tenantId: Uuid; id: Uuid }> {
  await control`update control.instances set reopen_until = now() - interval '1 hour' where tenant_id = ${tenantId}`;
  // One try a day: the one before was yesterday.
  await control`update control.procedures set idempotency_key = id::text where tenant_id = ${tenantId}`;
  await watchKeeping(aVisitor());
  const [row] = await control`select id from control.procedures where tenant_id = ${tenantId}
    and kind = 'keep_dossier' and state = 'running'`;
  return { tenantId, id: row!.id };
}

/** Turns until the procedure has ended, or its step has come; what waits for its hour is not waited for. */
async function turn(key: { tenantId: Uuid; id: Uuid }, { until = "" } = {}): Promise<string> {
  const kind = CONSOLE_PROCEDURES.get("keep_dossier")!;
  for (let turns = 0; turns < 40; turns++) {
    const [row] = await control`select state, step, last_error from control.procedures where id = ${key.id}`;
    if (kind.steps[row!.step]!.name === until || /^(done|abandoned)$/.test(row!.state)) {
      return `${row!.state} ${row!.last_error ?? ""}`.trim();
    }
    await runTurn(aVisitor(), key, { kinds: CONSOLE_PROCEDURES, budgetMs: 0 });
  }
  return assert.fail("the procedure does not end");
}

/** Nothing has happened to the dossier, and nothing is left of the try. */
async function nothingHappened(state = "closed"): Promise<void> {
  const [instance] = await control`select state from control.instances where tenant_id = ${tenantId}`;
  const left = await control`select 1 from control.kept_archives where tenant_id = ${tenantId}`;
  const { files } = await stores.get(KEPT_STORE)!.list(`control/kept/${tenantId}/`);
  assert.deepEqual([instance!.state, left.length, files.length, await rowCount()], [state, 0, 0, rows]);
  const [dossier] = await trial`select state from cell.dossiers where tenant_id = ${tenantId}`;
  assert.equal(dossier!.state, "open", "its cell was not shut");
}

const flipped = (bytes: Uint8Array) => bytes.with(bytes.length >> 1, bytes[bytes.length >> 1]! ^ 1);

async function flippedOf(file: Awaited<ReturnType<Store["get"]>>) {
  const bytes = flipped(new Uint8Array(await new Response(file!.body).arrayBuffer()));
  return { ...file!, body: ReadableStream.from([bytes]) };
}

const kept = stores.get(KEPT_STORE)!, cell = stores.get(TRIAL_CELL)!;

const FAULTS: readonly { what: string; store: string; fault: Partial<Store>; ends: string }[] = [
  {
    what: "the store of what is kept refuses every byte",
    store: KEPT_STORE,
    fault: { put: () => Promise.reject(storageRefusals.refuse("unavailable")) },
    ends: "abandoned storage.unavailable",
  },
  {
    what: "the store of what is kept changes a bit on its way in",
    store: KEPT_STORE,
    fault: { put: (key, body, options) => kept.put(key, flipped(body as Uint8Array), options) },
    ends: "abandoned Error",
  },
  {
    what: "the store of what is kept says that it wrote, and wrote nothing",
    store: KEPT_STORE,
    fault: { put: () => Promise.resolve({ bytes: 0, sha256: "" }) },
    ends: "abandoned archive_gone",
  },
  {
    what: "a bit of the archive has changed in its cell's store",
    store: TRIAL_CELL,
    fault: { get: async (key, range) => await flippedOf(await cell.get(key, range)) },
    ends: "abandoned archive_unsound",
  },
  {
    what: "the archive is no longer in its cell's store",
    store: TRIAL_CELL,
    fault: { get: () => Promise.resolve(null) },
    ends: "abandoned archive_gone",
  },
];

for (const { what, store, fault, ends } of FAULTS) {
  Deno.test(`${what}: the keeping is given up and undone, an alert says so, the dossier stays closed`, async () => {
    const key = await begin();
    await withStore(store, fault, async () => assert.equal(await turn(key), ends));
    await nothingHappened();
    const [alert] = await control`select kind from control.alerts where subject = ${key.id} and resolved_at is null`;
    assert.equal(alert!.kind, "keep_failed");
    const [log] = await control`select count(*)::int as n from control.procedure_log
      where procedure_id = ${key.id} and event = 'failed'`;
    assert.ok(log!.n <= MAX_FAILURES);
  });
}

Deno.test("one that was given up is tried once a day, not at each look", async () => {
  const count = async () => {
    const [row] = await control`select count(*)::int as n from control.procedures where tenant_id = ${tenantId}`;
    return row!.n;
  };
  const before = await count();
  for (let looks = 0; looks < 3; looks++) await watchKeeping(aVisitor());
  assert.equal(await count(), before);
  await watchKeeping({ ...aVisitor(), now: addSeconds(now(), 86_400) });
  assert.equal(await count(), before + 1);
  await turn(await running(), { until: "read_archive" });
  // Its days run again: whoever finds that out gives it up by itself.
  await control`update control.instances set reopen_until = now() + interval '1 day' where tenant_id = ${tenantId}`;
  assert.equal(await turn(await running(), { until: "" }), "abandoned not_to_keep");
  await nothingHappened();
});

async function running(): Promise<{ tenantId: Uuid; id: Uuid }> {
  const [row] = await control`select id from control.procedures where tenant_id = ${tenantId} and state = 'running'`;
  return { tenantId, id: row!.id };
}

Deno.test("its days over, nobody opens it again, whatever the clock of a program says; nor is one kept by a late clock", async () => {
  const key = await begin();
  const early = { ...aVisitor(), now: addSeconds(now(), -20 * 86_400) };
  const inside = { ...early, tenantId, cell: TRIAL_CELL, epoch: 1, personId: alice.personId, actor: "Alice" };
  const scope = { ...inside, rights: new Set<never>(), today: "2026-01-01" as IsoDate };
  await assert.rejects(reopenOwnDossier(scope), { code: "instances.life_refused" });
  await assert.rejects(reopenOwnDossier({ ...scope, now: now() }), { code: "instances.life_refused" });
  assert.equal(await turn(key, { until: "keep" }), "running");
  for (let tries = 0; tries < 3; tries++) {
    await runTurn({ ...early, now: addSeconds(now(), -60 * 86_400) }, key, { kinds: CONSOLE_PROCEDURES, budgetMs: 0 });
  }
  assert.equal(await turn(key), "abandoned not_to_keep");
  await nothingHappened();
});

Deno.test("control itself keeps nothing early, unread, asked to be erased, or on one hand; nor does it destroy or drop what is kept", async () => {
  const key = await begin();
  assert.equal(await turn(key, { until: "keep" }), "running");
  const [row] = await control`select id from control.kept_archives where tenant_id = ${tenantId}`;
  const asks = (tx: typeof control) =>
    tx`select control.keep_instance(${tenantId}, ${row!.id}, ${newId()}, 'automate', now()) as to`;
  const facts: [string, string | null][] = [
    ["update control.instances set reopen_until = now() + interval '1 minute'", null],
    ["update control.instances set ending = 'erase'", null],
    ["update control.instances set state = 'suspended'", null],
    ["update control.instances set closed_by = 'operator'", null],
    ["update control.kept_archives set state = 'written'", null],
    ["update control.instances set closed_by = 'owner'", "kept"],
  ];
  for (const [fact, becomes] of facts) {
    await control.begin(async (tx) => {
      await tx.unsafe(`${fact} where tenant_id = '${tenantId}'`);
      assert.equal((await asks(tx as unknown as typeof control))[0]!.to, becomes, fact);
      if (becomes !== null) {
        const [kept] = await tx`select control.drop_kept(${tenantId}, ${row!.id}) as dropped,
          control.destroy_kept(${tenantId}, ${newId()}, ${newId()}, 'automate', now()) as destroyed,
          control.finish_keeping(${newId()}, ${row!.id}, '{}', now()) as finished`;
        assert.deepEqual({ ...kept }, { dropped: false, destroyed: null, finished: false });
      }
      throw new Undone();
    }).catch((error) => assert.ok(error instanceof Undone, String(error)));
  }
  await control`update control.instances set reopen_until = now() + interval '1 day' where tenant_id = ${tenantId}`;
  assert.equal(await turn(key), "abandoned not_to_keep");
  await nothingHappened();
});

class Undone extends Error {}

Deno.test("opened again just before the directory decides, it is what it was, and nothing of the keeping is left", async () => {
  const key = await begin();
  assert.equal(await turn(key, { until: "keep" }), "running");
  await control`update control.instances set reopen_until = now() + interval '1 day' where tenant_id = ${tenantId}`;
  assert.equal((await alice.client.postJson(paths.reopening(slug), {})).status, 200);
  assert.equal(await turn(key), "abandoned not_to_keep");
  await nothingHappened("trial");
  assert.equal((await alice.client.get(paths.dossier(slug))).status, 200);
  await watchKeeping({ ...aVisitor(), now: addSeconds(now(), 3 * 86_400) });
  await assert.rejects(running(), TypeError, "nothing begins in a dossier that is open");
});

Deno.test("once nothing stands in its way it is kept, with an archive made for it, and what earlier tries have told is over", async () => {
  const open = () => control`select 1 from control.alerts where kind = 'keep_failed' and resolved_at is null`;
  assert.ok((await open()).length >= FAULTS.length);
  assert.equal((await alice.client.postJson(paths.closing(slug), { ending: "keep", reason: "" })).status, 200);
  for (let round = 0; round < 3; round++) await app.runJobs();
  // The archive of the closing could not be made: another is asked for, and waited for.
  await trial.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`delete from cell.archives where tenant_id = ${tenantId}`;
  });
  const key = await begin();
  await runTurn(aVisitor(), key, { kinds: CONSOLE_PROCEDURES, budgetMs: 0 });
  const [asked] = await control`select cursor ->> 'asked' as id, step from control.procedures where id = ${key.id}`;
  assert.equal(asked!.step, 0);
  for (let round = 0; round < 3; round++) await app.runJobs();
  assert.equal(await turn(key), "done");
  const [kept] = await control`select archive_id from control.kept_archives where tenant_id = ${tenantId}`;
  assert.equal(kept!.archive_id, asked!.id);
  assert.equal((await open()).length, 0);
});

Deno.test("it is kept for ten years after the fiscal year of its closing, or the calendar year where nobody can tell", () => {
  const paris = { timeZone: "Europe/Paris" };
  const cases: [string, string | null, string][] = [
    ["2026-11-22", "2026-12-31", "2036-12-31T23:00:00.000Z"],
    ["2026-11-22", "2027-06-30", "2037-06-30T22:00:00.000Z"],
    ["2026-12-31", "2026-12-31", "2036-12-31T23:00:00.000Z"],
    ["2026-11-22", null, "2036-12-31T23:00:00.000Z"],
    ["2026-11-22", "2025-12-31", "2036-12-31T23:00:00.000Z"],
  ];
  for (const [closed, yearEnd, until] of cases) {
    assert.equal(keptUntil(closed as IsoDate, { ...paris, yearEnd: yearEnd as IsoDate | null }), until);
  }
});
