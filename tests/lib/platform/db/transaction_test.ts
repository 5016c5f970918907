import assert from "node:assert/strict";
import { sql } from "drizzle-orm";
import { Bug } from "../../../../lib/base/assert.ts";
import { Refusal } from "../../../../lib/base/refusal.ts";
import { DossierMoved, withControl, withOperator, withTenant } from "../../../../lib/platform/db/tenant.ts";
import {
  afterCommit,
  ask,
  lastly,
  row,
  rows,
  savepoint,
  sqlState,
  type Tx,
} from "../../../../lib/platform/db/transaction.ts";
import { newId } from "../../../../lib/platform/random.ts";
import { aCtx, openWorld, TRIAL_CELL } from "../../../support/world.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());

function enqueue(tx: Tx, tenantId: string, key: string) {
  return tx.execute(sql`insert into cell.jobs (tenant_id, id, kind, dedupe_key)
    values (${tenantId}, ${newId()}, 'probe', ${key})`);
}

async function keysOf(tenantId: string): Promise<string[]> {
  const found = await world.owner.trial`select dedupe_key from cell.jobs where tenant_id = ${tenantId} order by 1`;
  return found.map((job) => job.dedupe_key as string);
}

Deno.test("withTenant commits what it wrote and gives back what the work returned", async () => {
  const ctx = await world.makeDossier([]);
  const answer = await withTenant(ctx, async (tx) => {
    await enqueue(tx, ctx.tenantId, "a");
    return "done";
  });
  assert.equal(answer, "done");
  assert.deepEqual(await keysOf(ctx.tenantId), ["a"]);
});

Deno.test("withTenant rolls back when the work throws", async () => {
  const ctx = await world.makeDossier([]);
  await assert.rejects(
    withTenant(ctx, async (tx) => {
      await enqueue(tx, ctx.tenantId, "a");
      throw new Error("changed my mind");
    }),
    /changed my mind/,
  );
  assert.deepEqual(await keysOf(ctx.tenantId), []);
});

Deno.test("withTenant throws and leaves nothing when the work swallowed a unique violation", async () => {
  const ctx = await world.makeDossier([]);
  await assert.rejects(
    withTenant(ctx, async (tx) => {
      await enqueue(tx, ctx.tenantId, "a");
      await enqueue(tx, ctx.tenantId, "a").catch(() => {});
    }),
    (error) => error instanceof Bug && /23505/.test(error.message),
  );
  assert.deepEqual(await keysOf(ctx.tenantId), []);
});

Deno.test("withTenant refuses every later statement once one has failed", async () => {
  const ctx = await world.makeDossier([]);
  await assert.rejects(
    withTenant(ctx, async (tx) => {
      await rows(tx, sql`select 1 / 0`).catch(() => {});
      await rows(tx, sql`select 1`);
    }),
    (error) => error instanceof Bug && /broken/.test(error.message),
  );
});

Deno.test("a statement sent after the end of its transaction throws instead of landing in another", async () => {
  const ctx = await world.makeDossier([]);
  let kept: Tx | null = null;
  await withTenant(ctx, (tx) => Promise.resolve(void (kept = tx)));
  await assert.rejects(
    rows(kept!, sql`select 1`),
    (error) => /it is over/.test(String((error as Error).cause ?? error)),
  );
  await withTenant(ctx, (tx) => {
    kept = tx;
    return Promise.reject(new Error("no"));
  }).catch(() => {});
  await assert.rejects(enqueue(kept!, ctx.tenantId, "late"));
  assert.deepEqual(await keysOf(ctx.tenantId), []);
});

Deno.test("a transaction of one statement answers it, tells its errors, and refuses a second", async () => {
  const ctx = await world.makeDossier([]);
  const once = { mode: "read", oneStatement: true } as const;
  for (let n = 0; n < 3; n++) {
    const found = await withTenant(ctx, (tx) => row<{ n: number }>(tx, sql`select ${n}::integer as n`), once);
    assert.equal(found?.n, n);
  }
  const failed = withTenant(ctx, (tx) => rows(tx, sql`select 1 / ${0}::integer`), once);
  await assert.rejects(failed, (error) => sqlState(error) === "22012");
  const twice = withTenant(ctx, async (tx) => {
    await rows(tx, sql`select 1`);
    await rows(tx, sql`select 2`);
  }, once);
  await assert.rejects(twice, /announced one statement/);
  await assert.rejects(
    withTenant({ ...ctx, epoch: 9 }, (tx) => rows(tx, sql`select ${1}::integer`), once),
    DossierMoved,
  );
  const all = Array.from(
    { length: 40 },
    (_, n) => withTenant(ctx, (tx) => row<{ n: number }>(tx, sql`select ${n}::integer as n`), once),
  );
  assert.deepEqual((await Promise.all(all)).map((found) => found?.n), Array.from({ length: 40 }, (_, n) => n));
});

Deno.test("savepoint keeps the transaction alive through an expected conflict", async () => {
  const ctx = await world.makeDossier([]);
  await withTenant(ctx, async (tx) => {
    await enqueue(tx, ctx.tenantId, "a");
    const conflict = await savepoint(tx, () => enqueue(tx, ctx.tenantId, "a")).catch((error) => sqlState(error));
    assert.equal(conflict, "23505");
    await enqueue(tx, ctx.tenantId, "b");
  });
  assert.deepEqual(await keysOf(ctx.tenantId), ["a", "b"]);
});

Deno.test("afterCommit runs after a commit and never after a rollback", async () => {
  const ctx = await world.makeDossier([]);
  const ran: string[] = [];
  await withTenant(ctx, (tx) => Promise.resolve(afterCommit(tx, () => ran.push("committed"))));
  await withTenant(ctx, (tx) => {
    afterCommit(tx, () => ran.push("rolled back"));
    return Promise.reject(new Error("no"));
  }).catch(() => {});
  assert.deepEqual(ran, ["committed"]);
});

Deno.test("withTenant sees one dossier and cannot write into another", async () => {
  const mine = await world.makeDossier([]), theirs = await world.makeDossier([]);
  await withTenant(theirs, (tx) => enqueue(tx, theirs.tenantId, "secret"));
  const seen = await withTenant(mine, (tx) => rows(tx, sql`select dedupe_key from cell.jobs`), { mode: "read" });
  assert.deepEqual(seen, []);
  await assert.rejects(
    withTenant(mine, (tx) => enqueue(tx, theirs.tenantId, "forged")),
    (error) => sqlState(error) === "42501",
  );
});

Deno.test("withTenant in read mode refuses every write", async () => {
  const ctx = await world.makeDossier([]);
  await assert.rejects(
    withTenant(ctx, (tx) => enqueue(tx, ctx.tenantId, "a"), { mode: "read" }),
    (error) => ["25006", "42501"].includes(sqlState(error) ?? ""),
  );
});

Deno.test("the fence sends a stale epoch, an unknown dossier and a moved one back to the directory", async () => {
  const ctx = await world.makeDossier([]);
  const ask = (scope: typeof ctx) => withTenant(scope, (tx) => rows(tx, sql`select 1`));
  await assert.rejects(ask({ ...ctx, epoch: 2 }), DossierMoved);
  await assert.rejects(ask(aCtx(newId())), DossierMoved);
  await world.owner.trial`update cell.dossiers set state = 'moved' where tenant_id = ${ctx.tenantId}`;
  await assert.rejects(ask(ctx), DossierMoved);
});

Deno.test("the fence lets a read-only dossier be read and refuses to write it", async () => {
  const ctx = await world.makeDossier([]);
  await world.owner.trial`update cell.dossiers set state = 'read_only' where tenant_id = ${ctx.tenantId}`;
  const one = await withTenant(ctx, (tx) => row<{ n: number }>(tx, sql`select 1 as n`), { mode: "read" });
  assert.equal(one?.n, 1);
  await assert.rejects(
    withTenant(ctx, (tx) => enqueue(tx, ctx.tenantId, "a")),
    (error) => error instanceof Refusal && error.code === "platform.read_only",
  );
});

Deno.test("a writer behind a closed fence waits, then is refused or sent back, and never slips in", async () => {
  const ctx = await world.makeDossier([]);
  const closed = Promise.withResolvers<void>(), held = Promise.withResolvers<void>();
  const move = withOperator({ database: TRIAL_CELL, role: "ops_mover", tenantId: ctx.tenantId }, async (tx) => {
    await rows(tx, sql`select cell.fence_close(${ctx.tenantId}, 'moved')`);
    closed.resolve();
    await held.promise;
  });
  await closed.promise;
  const writer = withTenant(ctx, (tx) => enqueue(tx, ctx.tenantId, "late"));
  setTimeout(held.resolve, 300);
  await move;
  await assert.rejects(writer, DossierMoved);
  assert.deepEqual(await keysOf(ctx.tenantId), []);
});

Deno.test("a scope that is not a UUID never reaches the database", async () => {
  const forged = { ...await world.makeDossier([]), tenantId: "'; drop table cell.dossiers; --" as never };
  await assert.rejects(withTenant(forged, (tx) => rows(tx, sql`select 1`)), Bug);
});

Deno.test("withControl is scoped to nothing unless told, and sees no dossier's job", async () => {
  await assert.rejects(
    withControl({}, (tx) => rows(tx, sql`select * from control.jobs`)),
    (error) => sqlState(error) === "42501",
  );
});

/** The same, sent at once. */
function sent(tx: Tx, tenantId: string, key: string) {
  const text = "insert into cell.jobs (tenant_id, id, kind, dedupe_key) values ($1, $2, 'probe', $3)";
  return ask(tx, { text, values: [tenantId, newId(), key] });
}

Deno.test("a last statement that fails is told, and nothing of its transaction stays", async () => {
  const ctx = await world.makeDossier([]);
  await assert.rejects(
    withTenant(ctx, async (tx) => {
      await enqueue(tx, ctx.tenantId, "a");
      lastly(tx, sent(tx, ctx.tenantId, "b"));
      lastly(tx, Promise.all([sent(tx, ctx.tenantId, "a")]));
    }),
    (error) => sqlState(error) === "23505",
  );
  assert.deepEqual(await keysOf(ctx.tenantId), []);
});

Deno.test("last statements are carried out before the answer is given", async () => {
  const ctx = await world.makeDossier([]);
  const answer = await withTenant(ctx, (tx) => {
    lastly(tx, sent(tx, ctx.tenantId, "a"));
    lastly(tx, sent(tx, ctx.tenantId, "b"));
    return Promise.resolve("done");
  });
  assert.equal(answer, "done");
  assert.deepEqual(await keysOf(ctx.tenantId), ["a", "b"]);
});

Deno.test("the connection of a transaction whose last statement failed serves the next one", async () => {
  const ctx = await world.makeDossier([]);
  for (let n = 0; n < 8; n++) {
    const failing = withTenant(ctx, (tx) => {
      lastly(tx, ask(tx, { text: "select 1 / 0", values: [] }));
      return Promise.resolve();
    });
    await assert.rejects(failing, (error) => sqlState(error) === "22012");
  }
  await withTenant(ctx, (tx) => enqueue(tx, ctx.tenantId, "after"));
  assert.deepEqual(await keysOf(ctx.tenantId), ["after"]);
});
