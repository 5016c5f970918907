import assert from "node:assert/strict";
import { sql } from "drizzle-orm";
import { Refusal } from "../../../../lib/base/refusal.ts";
import { withTenant } from "../../../../lib/platform/db/tenant.ts";
import { rows } from "../../../../lib/platform/db/transaction.ts";
import { openWorld } from "../../../support/world.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());

Deno.test("a guest reads, and opens no dossier to write, whatever a verb would have done in it", async () => {
  const guest = { ...await world.makeDossier([]), isReadOnly: true };
  const found = await withTenant(guest, (tx) => rows(tx, sql`select 1 as one`), { mode: "read" });
  assert.equal(found.length, 1);
  let wasRun = false;
  const writing = withTenant(guest, () => {
    wasRun = true;
    return Promise.resolve();
  });
  await assert.rejects(writing, (error) => error instanceof Refusal && error.status === 403);
  assert.equal(wasRun, false);
});
