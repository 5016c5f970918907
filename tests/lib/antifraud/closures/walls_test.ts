import assert from "node:assert/strict";
import postgres from "postgres";
import { closeDay, closeDue } from "../../../../lib/antifraud/mod.ts";
import { isoDate } from "../../../../lib/base/dates.ts";
import { openTestOutside } from "../../../support/outside.ts";
import { openWorld } from "../../../support/world.ts";
import { aBook, record, when } from "./_book.ts";

const world = await openWorld();
openTestOutside();
const connections = {
  product: postgres(world.url("trial-1", "product"), { max: 1, onnotice: () => {} }),
  console: postgres(world.url("trial-1", "console"), { max: 1, onnotice: () => {} }),
};
Deno.test.afterAll(async () => {
  await Promise.all(Object.values(connections).map((sql) => sql.end()));
  await world.close();
});

const ROLES = [
  ["product", ["app_user", "app_reader", "app_queue"]],
  ["console", ["ops_mover", "ops_purger", "ops_reader", "ops_queue"]],
] as const;

/** What became of a statement of a role in a dossier: rows touched, or the SQLSTATE. Always rolled back. */
async function outcome(
  login: keyof typeof connections,
  { role, tenantId, act }: { role: string; tenantId: string; act: string },
): Promise<number | string> {
  let result: number | string = "none";
  await connections[login].begin(async (sql) => {
    await sql.unsafe(`set local role ${role}`);
    await sql`select set_config('app.tenant_id', ${tenantId}, true)`;
    result = await sql.unsafe(act).then((done) => done.count, (error) => error.code);
    throw new Error("roll back");
  }).catch(() => {});
  return result;
}

Deno.test("no role of the programs changes, deletes or truncates a closure", async () => {
  const ctx = await aBook(world, "2026-03-01T08:00Z");
  await record(ctx, "2026-03-10T09:00Z", [{ kind: "invoice", net: 100 }]);
  await closeDue(when(ctx, "2026-03-12T09:00Z"));
  const acts = ["update cell.closures set invoices = 0", "delete from cell.closures", "truncate cell.closures"];
  for (const [login, roles] of ROLES) {
    for (const role of roles) {
      for (const act of acts) {
        const touched = await outcome(login, { role, tenantId: ctx.tenantId, act });
        assert.ok(touched === 0 || touched === "42501" || touched === "PF010", `${role}: ${act} gave ${touched}`);
      }
    }
  }
});

Deno.test("a record is refused in a closed day to every role but the mover's", async () => {
  const ctx = await aBook(world, "2026-03-01T08:00Z");
  await record(ctx, "2026-03-10T09:00Z", [{ kind: "invoice", net: 100 }]);
  await closeDay(when(ctx, "2026-03-12T09:00Z"), isoDate("2026-03-10"));
  const into = (at: string) =>
    `insert into cell.sealed_records select tenant_id, seq + 100, format, type, '${at}', prev_hash, payload,
      payload_digest, hash, key_id, algorithm, signature, subject_id from cell.sealed_records where seq = 2`;
  const closed = into("2026-03-10T22:59:59.999Z"), open = into("2026-03-10T23:00:00Z");
  for (const [login, roles] of ROLES) {
    for (const role of roles) {
      const wanted = role === "ops_mover" ? 1 : role === "app_user" ? "PF011" : "42501";
      assert.equal(await outcome(login, { role, tenantId: ctx.tenantId, act: closed }), wanted, role);
    }
  }
  assert.equal(await outcome("product", { role: "app_user", tenantId: ctx.tenantId, act: open }), 1);
});

Deno.test("a period is closed once, and never before its end", async () => {
  const ctx = await aBook(world, "2026-03-01T08:00Z");
  await record(ctx, "2026-03-10T09:00Z", [{ kind: "invoice", net: 100 }]);
  await closeDue(when(ctx, "2026-03-12T09:00Z"));
  const copy = (changed: string) =>
    `insert into cell.closures select (jsonb_populate_record(c, '{${changed}}')).* from cell.closures c`;
  const asUser = (act: string) => outcome("product", { role: "app_user", tenantId: ctx.tenantId, act });
  assert.equal(await asUser(copy(`"id":"018f0000-0000-7000-8000-000000000009"`)), "23505");
  assert.equal(await asUser(copy(`"period":"2026-03-11","closed_at":"2026-03-10T00:00:00Z"`)), "23514");
});
