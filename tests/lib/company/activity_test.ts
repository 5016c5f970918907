import assert from "node:assert/strict";
import type { Ctx } from "../../../lib/base/ctx.ts";
import type { IsoInstant } from "../../../lib/base/dates.ts";
import { Refusal } from "../../../lib/base/refusal.ts";
import { ERASED_LABEL, labelPerson, listActivity, nameOf, recordActivity } from "../../../lib/company/mod.ts";
import { withTenant } from "../../../lib/platform/db/tenant.ts";
import { rows, sqlState } from "../../../lib/platform/db/transaction.ts";
import { newId } from "../../../lib/platform/random.ts";
import { sql } from "drizzle-orm";
import { openWorld } from "../../support/world.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());

function act(ctx: Ctx, { summary = "fait", subject = { kind: "invoice", id: newId() }, at = ctx.now } = {}) {
  const then = { ...ctx, now: at };
  return withTenant(then, (tx) => recordActivity(tx, then, { verb: "doIt", subject, summary }));
}

Deno.test("listActivity gives the acts on a subject, newest first, with the name of who did them", async () => {
  const ctx = await world.makeDossier(["activity:read"]);
  const subject = { kind: "invoice", id: newId() };
  await act(ctx, { subject, summary: "first", at: "2026-11-20T10:00:00.000Z" as IsoInstant });
  await act(ctx, { subject, summary: "second", at: "2026-11-21T10:00:00.000Z" as IsoInstant });
  await act(ctx, { summary: "elsewhere" });
  const { acts, next } = await listActivity(ctx, subject);
  assert.deepEqual(acts.map(({ summary, actor, at }) => [summary, actor, at]), [
    ["second", "Alice Dupré", "2026-11-21T10:00:00.000Z"],
    ["first", "Alice Dupré", "2026-11-20T10:00:00.000Z"],
  ]);
  assert.equal(next, null);
});

Deno.test("the program's own acts bear its own name", async () => {
  const ctx = { ...await world.makeDossier(["activity:read"]), personId: null, actor: "automate" };
  await act(ctx);
  assert.equal((await listActivity(ctx, null)).acts[0]?.actor, "automate");
});

Deno.test("a new label renames every act of the person, and erasure leaves no name", async () => {
  const ctx = await world.makeDossier(["activity:read"]);
  await act(ctx);
  const label = (text: string) => withTenant(ctx, (tx) => labelPerson(tx, ctx, { id: ctx.personId!, label: text }));
  await label("  Alice   Martin ");
  assert.equal((await listActivity(ctx, null)).acts[0]?.actor, "Alice Martin");
  await label(ERASED_LABEL);
  assert.equal((await listActivity(ctx, null)).acts[0]?.actor, ERASED_LABEL);
  await act(ctx);
  assert.equal(await withTenant(ctx, (tx) => nameOf(tx, ctx, ctx.personId)), ERASED_LABEL);
  const named = await world.owner.trial`
    select 1 from cell.activity where tenant_id = ${ctx.tenantId} and position('Alice' in activity::text) > 0`;
  assert.equal(named.length, 0);
});

Deno.test("pages of 50 acts meet without gap or overlap, within one instant too", async () => {
  const ctx = await world.makeDossier(["activity:read"]);
  await withTenant(ctx, async (tx) => {
    for (let at = 0; at < 120; at++) {
      const subject = { kind: "invoice", id: ctx.tenantId };
      await recordActivity(tx, ctx, { verb: "doIt", subject, summary: String(at) });
    }
  });
  const seen: string[] = [];
  for (let before = null as Awaited<ReturnType<typeof listActivity>>["next"], turn = 0; turn < 3; turn++) {
    const page = await listActivity(ctx, null, { before });
    seen.push(...page.acts.map((one) => one.id));
    before = page.next;
  }
  assert.equal(new Set(seen).size, 120);
});

Deno.test("one person's transactions do not wait for each other's acts", async () => {
  const ctx = await world.makeDossier(["activity:read"]);
  await act(ctx);
  const held = Promise.withResolvers<void>(), written = Promise.withResolvers<void>();
  const slow = withTenant(ctx, async (tx) => {
    await recordActivity(tx, ctx, { verb: "slow", subject: { kind: "invoice", id: newId() }, summary: "slow" });
    written.resolve();
    await held.promise;
  });
  await written.promise;
  await act(ctx);
  held.resolve();
  await slow;
  assert.equal((await listActivity(ctx, null)).acts.length, 3);
});

Deno.test("nobody changes or deletes an act", async () => {
  const ctx = await world.makeDossier(["activity:read"]);
  await act(ctx);
  for (const statement of [sql`update cell.activity set summary = 'x'`, sql`delete from cell.activity`]) {
    await assert.rejects(withTenant(ctx, (tx) => rows(tx, statement)), (error) => sqlState(error) === "42501");
  }
});

Deno.test("listActivity shows nothing of another dossier and refuses whoever lacks the right", async () => {
  const ctx = await world.makeDossier(["activity:read"]), other = await world.makeDossier(["activity:read"]);
  const subject = { kind: "invoice", id: newId() };
  await act(other, { subject });
  assert.deepEqual((await listActivity(ctx, subject)).acts, []);
  await assert.rejects(
    listActivity({ ...ctx, rights: new Set() }, null),
    (error) => error instanceof Refusal && error.status === 403,
  );
});

Deno.test("at 10,000 acts one person's are read by their own index, few as they are, a later page too", async () => {
  const ctx = await world.makeDossier(["activity:read"]);
  const { tenantId } = ctx, rare = newId(), busy = newId();
  await world.owner
    .trial`insert into cell.activity (tenant_id, id, at, person_id, verb, subject_kind, subject_id, summary)
    select ${tenantId}, gen_random_uuid(), timestamptz '2026-01-01' + n * interval '1 minute',
      case when n % 200 = 0 then ${rare}::uuid else ${busy}::uuid end, 'doIt', 'invoice', gen_random_uuid(), 'fait'
    from generate_series(1, 10000) n`;
  await world.owner.trial`analyze cell.activity`;
  const older = sql`(at < '2026-01-05' or (at = '2026-01-05' and id < ${newId()}))`;
  for (const [personId, page] of [[rare, sql`true`], [rare, older], [busy, sql`true`]] as const) {
    const plan = await withTenant(ctx, (tx) =>
      rows<Record<string, string>>(
        tx,
        sql`explain select id from cell.activity where tenant_id = ${tenantId} and person_id = ${personId} and ${page}
          order by at desc, id desc limit 51`,
      ), { mode: "read" });
    const text = plan.map((line) => line["QUERY PLAN"]).join("\n");
    assert.doesNotMatch(text, /Seq Scan/);
    // Who did nearly everything is read off the index by time just as well.
    if (personId === rare) assert.match(text, /activity_by_person/);
  }
  const filter = { personId: rare, subjectKind: null, from: null, to: null, timeZone: "Europe/Paris" };
  const { acts, next } = await listActivity(ctx, null, { filter });
  assert.deepEqual([acts.length, next], [50, null]);
  assert.ok(acts.every(({ personId }) => personId === rare));
});
