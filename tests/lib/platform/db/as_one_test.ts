import assert from "node:assert/strict";
import { sql } from "drizzle-orm";
import type { Ctx } from "../../../../lib/base/ctx.ts";
import { kept } from "../../../../lib/platform/db/kept_statements.ts";
import { withTenant } from "../../../../lib/platform/db/tenant.ts";
import { asOne, row, rows, sqlState, type Tx } from "../../../../lib/platform/db/transaction.ts";
import { newId } from "../../../../lib/platform/random.ts";
import { openWorld } from "../../../support/world.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());

const [TENANT, ID, TEXT] = [sql.placeholder("tenantId"), sql.placeholder("id"), sql.placeholder("text")];
const addJob = kept(
  sql`insert into cell.jobs (tenant_id, id, kind, dedupe_key) values (${TENANT}, ${ID}, 'probe', ${TEXT})`,
);
const addLabel = kept(
  sql`insert into cell.people_labels (tenant_id, person_id, label) values (${TENANT}, ${ID}, ${TEXT})`,
);

function job(tx: Tx, { tenantId }: Ctx, text: string) {
  return addJob(tx, { tenantId, id: newId(), text });
}

function label(tx: Tx, { tenantId }: Ctx, text: string) {
  return addLabel(tx, { tenantId, id: newId(), text });
}

/** What stands afterwards: keys of jobs, then names. */
async function written(ctx: Ctx): Promise<string[]> {
  return await withTenant(ctx, async (tx) => {
    const found = await rows<{ text: string }>(
      tx,
      sql`select dedupe_key as text from cell.jobs union all select label from cell.people_labels order by 1`,
    );
    return found.map(({ text }) => text);
  });
}

/** How often this transaction has written a row: rows of one statement carry the same command number. */
async function commands(tx: Tx): Promise<string[]> {
  const found = await rows<{ n: string }>(
    tx,
    sql`select distinct cmin::text as n from (select cmin from cell.jobs union all select cmin from cell.people_labels) w`,
  );
  return found.map(({ n }) => n);
}

Deno.test("what is asked for together leaves as one statement, each with its own values", async () => {
  const ctx = await world.makeDossier([]);
  await withTenant(ctx, async (tx) => {
    await asOne(tx, (tx) => Promise.all([job(tx, ctx, "a $1 job"), label(tx, ctx, "b"), job(tx, ctx, "c")]));
    assert.equal((await commands(tx)).length, 1);
  });
  assert.deepEqual(await written(ctx), ["a $1 job", "b", "c"]);
});

Deno.test("more than nine placeholders keep their places", async () => {
  const ctx = await world.makeDossier([]);
  const texts = Array.from({ length: 12 }, (_, n) => `job ${String(n).padStart(2, "0")}`);
  await withTenant(ctx, (tx) => asOne(tx, (tx) => Promise.all(texts.map((text) => job(tx, ctx, text)))));
  assert.deepEqual(await written(ctx), texts);
});

Deno.test("one inside another is part of it; one statement alone is sent as it is; none is nothing", async () => {
  const ctx = await world.makeDossier([]);
  await withTenant(ctx, async (tx) => {
    const inner = (tx: Tx) => asOne(tx, (tx) => Promise.all([job(tx, ctx, "b"), label(tx, ctx, "c")]));
    await asOne(tx, (tx) => Promise.all([job(tx, ctx, "a"), inner(tx)]));
    assert.equal((await commands(tx)).length, 1);
    await asOne(tx, (tx) => job(tx, ctx, "d"));
    await asOne(tx, async () => {});
  });
  assert.deepEqual(await written(ctx), ["a", "b", "c", "d"]);
});

Deno.test("what is asked for after a wait is sent as it comes, and reads what was written", async () => {
  const ctx = await world.makeDossier([]);
  await withTenant(ctx, async (tx) => {
    await asOne(tx, async (tx) => {
      await job(tx, ctx, "a");
      assert.deepEqual(await row(tx, sql`select dedupe_key from cell.jobs`), { dedupe_key: "a" });
      await label(tx, ctx, "b");
    });
  });
  assert.deepEqual(await written(ctx), ["a", "b"]);
});

Deno.test("one that fails takes the others along, tells its own state, and is never swallowed", async () => {
  const ctx = await world.makeDossier([]);
  const both = (tx: Tx) => asOne(tx, (tx) => Promise.all([job(tx, ctx, "a"), label(tx, ctx, ""), job(tx, ctx, "b")]));
  await world.owner.trial`alter table cell.people_labels add constraint probe check (label <> '')`;
  try {
    await assert.rejects(withTenant(ctx, both), (error) => sqlState(error) === "23514");
    await assert.rejects(withTenant(ctx, (tx) => both(tx).catch(() => {})), /swallowed/);
  } finally {
    await world.owner.trial`alter table cell.people_labels drop constraint probe`;
  }
  assert.deepEqual(await written(ctx), []);
});

Deno.test("a work that throws before it asks for anything is told as it is", async () => {
  const ctx = await world.makeDossier([]);
  const failing = (tx: Tx) => asOne(tx, () => Promise.reject(new Error("changed my mind")));
  await assert.rejects(withTenant(ctx, failing), /changed my mind/);
});

Deno.test("the wall of the dossier holds inside a statement of several", async () => {
  const [mine, other] = [await world.makeDossier([]), await world.makeDossier([])];
  const across = (tx: Tx) => asOne(tx, (tx) => Promise.all([job(tx, mine, "a"), job(tx, other, "b")]));
  await assert.rejects(withTenant(mine, across), (error) => sqlState(error) === "42501");
  assert.deepEqual([await written(mine), await written(other)], [[], []]);
});
