import assert from "node:assert/strict";
import { Bug } from "../../../../lib/base/assert.ts";
import { askControl } from "../../../../lib/platform/db/ask.ts";
import { now } from "../../../../lib/platform/clock.ts";
import { openWorld } from "../../../support/world.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());

function enter(slug: string) {
  const args = [new Uint8Array(32), slug, now()];
  return askControl("product", { call: "control.enter_dossier", args, columns: "session_id" });
}

Deno.test("askControl answers null where the function returns no row", async () => {
  assert.equal(await enter("nobody"), null);
});

Deno.test("askControl passes hostile texts as texts", async () => {
  const hostile = [
    "'); drop table control.people; --",
    "\\'; select 1; --",
    "$$; select set_config('role','postgres',false); $$",
    "é‘’''\"\n;",
  ];
  for (const slug of hostile) assert.equal(await enter(slug), null, slug);
  const [people] = await world.owner.control`select to_regclass('control.people') as there`;
  assert.notEqual(people!.there, null);
});

Deno.test("askControl refuses a NUL and a function outside control", async () => {
  await assert.rejects(enter("a\0b"), Bug);
  const forged = { call: "pg_sleep(9); select control.x", args: [], columns: "1" };
  await assert.rejects(askControl("product", forged), Bug);
});

Deno.test("askControl leaves its connection without a role", async () => {
  await enter("nobody");
  const all = Array.from({ length: 16 }, () => enter("nobody"));
  assert.deepEqual(await Promise.all(all), Array.from({ length: 16 }, () => null));
  const tables = askControl("product", {
    call: "control.app_tenant_id",
    args: [],
    columns: "(select count(*) from control.people)",
  });
  await assert.rejects(tables, /permission denied/);
});
