/** What goes wrong around a move: stores, cells, clocks, other people. Each ends in a state that somebody can name. */
import assert from "node:assert/strict";
import postgres from "postgres";
import { eraseUnderWarrant } from "../../../../lib/antifraud/erase_contents.ts";
import type { Ctx } from "../../../../lib/base/ctx.ts";
import type { IsoInstant } from "../../../../lib/base/dates.ts";
import type { Uuid } from "../../../../lib/base/ids.ts";
import { findPlace } from "../../../../lib/instances/mod.ts";
import { hastenPurge } from "../../../../lib/instances/operator.ts";
import { MOVE_DOSSIER } from "../../../../lib/instances/moves/move_dossier.ts";
import type { ProcedureKey } from "../../../../lib/instances/procedure_store.ts";
import { CONSOLE_PROCEDURES } from "../../../../lib/instances/procedures/kinds.ts";
import { runTurn } from "../../../../lib/instances/procedures/run_turn.ts";
import { delay, now, shiftClock } from "../../../../lib/platform/clock.ts";
import { newId } from "../../../../lib/platform/random.ts";
import { storageRefusals, type Store } from "../../../../lib/platform/storage/store.ts";
import { configureStores } from "../../../../lib/platform/stores.ts";
import { anIssuedInvoice } from "../../../../lib/sales/testing.ts";
import { PRODUCTION_CELL, TRIAL_CELL } from "../../../support/world.ts";
import { aVisitor } from "../../identity/_people.ts";
import { aBuyer, openSellersWorld } from "../../sales/_seller.ts";
import {
  ASKED,
  askMove,
  aSmallDossier,
  dossierRows,
  inOnePlace,
  livesWhole,
  openCells,
  standingOf,
  toStep,
  toTheEnd,
} from "./_moves.ts";

const world = await openSellersWorld();
const folder = await Deno.makeTempDir({ prefix: "paraphe-moves-in-trouble-" });
const stores = await openCells(folder);
const target = stores.get(PRODUCTION_CELL)!;
Deno.test.afterAll(async () => {
  await world.close();
  await Deno.remove(folder, { recursive: true });
});
const { control, trial, production } = world.owner;

/** Puts something between the program and the target's store for the length of some work. */
async function withTarget(fault: Partial<Store>, work: () => Promise<void>): Promise<void> {
  const bent = new Proxy(target, {
    get: (store, name) => {
      const found = fault[name as keyof Store] ?? store[name as keyof Store];
      return typeof found === "function" ? found.bind(store) : found;
    },
  });
  configureStores((cell) => cell === PRODUCTION_CELL ? bent : stores.get(cell)!);
  try {
    await work();
  } finally {
    configureStores((cell) => stores.get(cell)!);
  }
}

/** One turn, whatever it was asked to wait. */
async function oneTurn(key: ProcedureKey, budgetMs = 0): Promise<boolean> {
  return await runTurn({ ...aVisitor(), now: now() }, key, { kinds: CONSOLE_PROCEDURES, budgetMs });
}

/** It stayed where it was and works, nothing is left elsewhere, and an alert tells the operators why. */
async function stayed(ctx: Ctx, key: ProcedureKey, reason: string | RegExp): Promise<void> {
  const { state, lastError } = await standingOf(world, key);
  assert.equal(state, "abandoned");
  assert.match(lastError!, new RegExp(reason));
  await livesWhole(world, ctx, TRIAL_CELL);
  assert.deepEqual(Object.values(await dossierRows(production, ctx.tenantId)).flat(), []);
  assert.deepEqual((await target.list(`${ctx.tenantId}/`)).files, []);
  const [alert] = await control`select kind, level from control.alerts where subject = ${key.id}`;
  assert.deepEqual({ ...alert }, { kind: "move_failed", level: "warning" });
}

Deno.test("a store that is full, refuses or corrupts what it is given: the dossier stays, and an alert says why", async () => {
  const faults: [Partial<Store>, RegExp][] = [
    [{ put: () => Promise.reject(Object.assign(new Error("ENOSPC"), { name: "StorageFull" })) }, /^StorageFull$/],
    [{ put: () => Promise.reject(storageRefusals.refuse("unavailable")) }, /^storage.unavailable$/],
    [{ put: (key, body, options) => target.put(key, corrupted(body), options) }, /^datasets.wrong_hash$/],
    // It takes the right bytes and gives others back.
    [{ get: async (key) => withOther(await target.get(key)) }, /^datasets.wrong_hash$/],
  ];
  for (const [fault, reason] of faults) {
    const ctx = await aSmallDossier(world);
    const key = await askMove(ctx.tenantId);
    await withTarget(fault, async () => void await toTheEnd(key));
    await stayed(ctx, key, reason);
  }
});

Deno.test("a byte that was wrong once is copied again; a slow store is waited for", async () => {
  const ctx = await aSmallDossier(world);
  const key = await askMove(ctx.tenantId);
  let times = 0;
  const put: Store["put"] = async (name, body, options) => {
    times += 1;
    if (times === 1) return await target.put(name, corrupted(body), options);
    await delay(300);
    return await target.put(name, body, options);
  };
  await withTarget({ put }, async () => void await toTheEnd(key, 0));
  assert.equal((await standingOf(world, key)).state, "done");
  assert.equal(times, 2);
  await livesWhole(world, ctx, PRODUCTION_CELL);
});

Deno.test("a store that does not even let go of what it has: people work on, an alert holds until it does", async () => {
  const ctx = await aSmallDossier(world);
  const key = await askMove(ctx.tenantId);
  const refuse = () => Promise.reject(storageRefusals.refuse("unavailable"));
  await withTarget({ put: refuse, list: refuse, remove: refuse }, async () => {
    for (let turn = 0; turn < 12; turn += 1) await oneTurn(key, 5_000);
    assert.equal((await standingOf(world, key)).state, "abandoning");
    await livesWhole(world, ctx, TRIAL_CELL);
    const alerts = await control`select kind from control.alerts where subject = ${key.id} order by kind`;
    assert.deepEqual(alerts.map(({ kind }) => kind), ["move_failed", "procedure_stuck"]);
  });
  await toTheEnd(key);
  await stayed(ctx, key, "unavailable");
});

Deno.test("a file that is not what its row says at the source is never taken for whole", async () => {
  const ctx = await aSmallDossier(world);
  const { files: [file] } = await stores.get(TRIAL_CELL)!.list(`${ctx.tenantId}/`);
  const kept = await new Response((await stores.get(TRIAL_CELL)!.get(file!.key))!.body).bytes();
  const options = { contentType: "application/pdf", overwrite: true };
  await stores.get(TRIAL_CELL)!.put(file!.key, kept.map((byte, at) => at === 7 ? byte ^ 1 : byte), options);
  const key = await askMove(ctx.tenantId);
  await toTheEnd(key);
  await stores.get(TRIAL_CELL)!.put(file!.key, kept, options);
  await stayed(ctx, key, "wrong_hash");
});

Deno.test("the target cell goes down at each step: until the decision the dossier works where it is, then it goes on", async () => {
  const down = MOVE_DOSSIER.steps.map(({ name }) => name).filter((name) => name !== "plan_purge");
  const moves = await Promise.all(down.map(async (step) => {
    const ctx = await aSmallDossier(world);
    return { step, ctx, key: await askMove(ctx.tenantId) };
  }));
  for (const { step, key } of moves) await toStep(world, key, "move_dossier", step);
  await allowConnections(false);
  try {
    await Promise.all(moves.map(({ key }) => oneTurn(key)));
    for (const { step, ctx, key } of moves) {
      const { state, lastError } = await standingOf(world, key);
      // Their first slice asks nothing of the target's database where nobody writes.
      const asksNothing = ["prepare", "copy_files", "catch_up", "settle", "hold_queue"].includes(step);
      if (asksNothing) assert.equal(state, "running");
      else assert.deepEqual([state, lastError], ["running", "platform.cell_down"], step);
      if (step === "finish") continue;
      assert.equal(await inOnePlace(world, ctx.tenantId), TRIAL_CELL);
      await anIssuedInvoice(ctx, await aBuyer(ctx));
    }
    // Every other one is tried until it is given up.
    for (const { key } of moves.filter((_, place) => place % 2 === 0)) {
      for (let turn = 0; turn < 12; turn += 1) await oneTurn(key);
    }
  } finally {
    await allowConnections(true);
  }
  // A database that did not answer is not asked again for two seconds.
  await delay(2_200);
  for (const [place, { step, ctx, key }] of moves.entries()) {
    await toTheEnd(key);
    const isGivenUp = place % 2 === 0 && step !== "finish";
    assert.equal((await standingOf(world, key)).state, isGivenUp ? "abandoned" : "done", step);
    await livesWhole(world, ctx, isGivenUp ? TRIAL_CELL : PRODUCTION_CELL);
  }
});

Deno.test("two operators at once move a dossier once; the same request twice is one", async () => {
  const { tenantId } = await aSmallDossier(world);
  const both = await Promise.allSettled([askMove(tenantId), askMove(tenantId)]);
  const refused = both.filter((one) => one.status === "rejected");
  assert.deepEqual(refused.map(({ reason }) => reason.code), ["instances.procedure_under_way"]);
  const other = (await aSmallDossier(world)).tenantId;
  const again = { idempotencyKey: newId() };
  const [first, second] = await Promise.all([askMove(other, again), askMove(other, again)]);
  assert.deepEqual(first, second);
  // Two programs take the same turn: one of them advances it.
  await Promise.all([toTheEnd(first), toTheEnd(first)]);
  assert.equal((await standingOf(world, first)).state, "done");
  await inOnePlace(world, other);
});

Deno.test("a program whose clock is wrong by nine days neither begins too early nor purges too early", async () => {
  const { tenantId } = await aSmallDossier(world);
  const [later] = await control`select to_char(now() + interval '2 days', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at`;
  const key = await askMove(tenantId, { notBefore: later!.at as IsoInstant });
  for (const days of [9, -9]) {
    shiftClock(days * 86_400_000);
    try {
      await oneTurn(key);
      assert.equal((await standingOf(world, key)).step, 0);
    } finally {
      shiftClock(0);
    }
  }
  await control`update control.procedures set not_before = now() where id = ${key.id}`;
  shiftClock(-9 * 86_400_000);
  try {
    await toTheEnd(key);
  } finally {
    shiftClock(0);
  }
  const purge = await keptExemplar(tenantId);
  assert(purge.isLater);
  shiftClock(9 * 86_400_000);
  try {
    await oneTurn(purge);
  } finally {
    shiftClock(0);
  }
  assert((await dossierRows(trial, tenantId)).sealed_records!.length > 0);
});

Deno.test("there and back: the exemplar that was left stands in the way, by its date, until its purge is hastened", async () => {
  const ctx = await aSmallDossier(world);
  const { tenantId } = ctx;
  await toTheEnd(await askMove(tenantId));
  const back = { to: { cell: TRIAL_CELL } };
  await assert.rejects(askMove(tenantId, back), (error: { code: string; message: string }) => {
    assert.equal(error.code, "instances.exemplar_kept");
    return true;
  });
  const purge = await keptExemplar(tenantId);
  await hastenPurge(aVisitor(), ASKED.by, { ...purge, reason: ASKED.reason });
  const acts = await control`select act, reason from control.operator_acts where subject_id = ${purge.id}`;
  assert.deepEqual(acts.map((act) => ({ ...act })), [{ act: "hasten_purge", reason: ASKED.reason }]);
  await assert.rejects(askMove(tenantId, back), { code: "instances.exemplar_kept" });
  await toTheEnd(purge);
  await assert.rejects(hastenPurge(aVisitor(), ASKED.by, { ...purge, reason: ASKED.reason }), {
    code: "instances.no_kept_exemplar",
    status: 404,
  });
  const again = await askMove(tenantId, back);
  await toTheEnd(again);
  assert.equal((await standingOf(world, again)).state, "done", JSON.stringify(await standingOf(world, again)));
  await livesWhole(world, ctx, TRIAL_CELL);
  // And once more the other way: the purge of what it left now is another one.
  await hastenPurge(aVisitor(), ASKED.by, { ...await keptExemplar(tenantId), reason: ASKED.reason });
  await toTheEnd(await keptExemplar(tenantId));
  const third = await askMove(tenantId);
  await toTheEnd(third);
  await livesWhole(world, ctx, PRODUCTION_CELL);
});

Deno.test("contents whose retention ended are not erased under a move, and not brought back by it", async () => {
  const ctx = await aSmallDossier(world);
  const { tenantId } = ctx;
  await trial.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`update cell.sealed_records set at = '2011-05-04T10:00:00Z'
      where tenant_id = ${tenantId} and type not in ('chain_opened', 'key_rotated')`;
  });
  const warrant = {
    tenantId,
    warrantId: newId(),
    grantedBy: newId(),
    secondedBy: newId(),
    contentsBefore: "2012-01-01T00:00:00.000Z" as IsoInstant,
    expiresAt: new Date(Date.parse(now()) + 7 * 86_400_000).toISOString() as IsoInstant,
  };
  const key = await askMove(tenantId);
  await toStep(world, key, "move_dossier", "settle");
  await assert.rejects(eraseUnderWarrant({ ...warrant, cell: TRIAL_CELL }), { code: "PF002" });
  await toTheEnd(key);
  assert.equal((await standingOf(world, key)).state, "done");
  // The job that had read the directory before: what was left is no longer the dossier.
  await assert.rejects(eraseUnderWarrant({ ...warrant, cell: TRIAL_CELL }), { code: "PF001" });
  const { cell } = (await findPlace(tenantId))!;
  assert(await eraseUnderWarrant({ ...warrant, cell }) > 0n);
  // Back again: contents stay gone, and the warrant, their proof, comes along.
  const purge = await keptExemplar(tenantId);
  await hastenPurge(aVisitor(), ASKED.by, { ...purge, reason: ASKED.reason });
  await toTheEnd(purge);
  await toTheEnd(await askMove(tenantId, { to: { cell: TRIAL_CELL } }));
  const [found] = await trial`select count(*) filter (where payload is not null)::int as kept,
      (select count(*)::int from cell.purge_warrants where tenant_id = ${tenantId} and id = ${warrant.warrantId}) as proofs
    from cell.sealed_records where tenant_id = ${tenantId} and at < '2012-01-01'
      and type not in ('chain_opened', 'key_rotated')`;
  assert.deepEqual({ ...found }, { kept: 0, proofs: 1 });
});

/** The procedure that will purge what a dossier left. */
async function keptExemplar(tenantId: Uuid): Promise<ProcedureKey & { isLater: boolean }> {
  const [purge] = await control`select id, not_before > now() + interval '6 days' as later from control.procedures
    where tenant_id = ${tenantId} and kind = 'purge_moved' and state = 'running'`;
  return { tenantId, id: purge!.id, isLater: purge!.later };
}

/** Lets both programs into the production cell's database, or throws them out. */
async function allowConnections(isAllowed: boolean): Promise<void> {
  const url = new URL(world.url(PRODUCTION_CELL, "owner"));
  const name = url.pathname.slice(1);
  url.pathname = "/postgres";
  const sql = postgres(url.href, { max: 1, onnotice: () => {} });
  try {
    await sql.unsafe(`alter database ${name} with connection limit ${isAllowed ? -1 : 0}`);
    // The owner stays, who looks on.
    if (!isAllowed) {
      await sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = ${name} and usename <> current_user`;
    }
  } finally {
    await sql.end();
  }
}

function corrupted(body: Uint8Array | ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const stream = body instanceof Uint8Array ? new Blob([new Uint8Array(body)]).stream() : body;
  let isDone = false;
  return stream.pipeThrough(
    new TransformStream({
      transform(chunk, controller) {
        const copy = new Uint8Array(chunk);
        if (!isDone && copy.length > 0) copy[0]! ^= 1;
        isDone = true;
        controller.enqueue(copy);
      },
    }),
  );
}

function withOther(stored: Awaited<ReturnType<Store["get"]>>): Awaited<ReturnType<Store["get"]>> {
  return stored && { ...stored, body: corrupted(stored.body) };
}
