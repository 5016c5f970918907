import assert from "node:assert/strict";
import { datasetTables } from "../../../lib/datasets/mod.ts";
import { openFreshDatabases } from "./databases.ts";

const fresh = await openFreshDatabases();
Deno.test.afterAll(() => fresh.close());

/** Tables that a move copies and whose changes it would not see. */
async function unfollowedTables(): Promise<string[]> {
  const found = await fresh.cell`
    select c.relname as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where t.tgname in ('journal_insert', 'journal_update', 'journal_delete') group by c.relname having count(*) = 3`;
  const followed = new Set(found.map(({ name }) => name));
  return datasetTables().map(({ name }) => name).filter((name) => !followed.has(name));
}

Deno.test("every table that a move copies notes its changes while the dossier is followed", async () => {
  assert.deepEqual(await unfollowedTables(), []);
});

Deno.test("a table whose migration forgot `call cell.journaled(…)` is found", async () => {
  await fresh.cell`drop trigger journal_update on cell.parties`;
  assert.deepEqual(await unfollowedTables(), ["parties"]);
  await fresh.cell`drop trigger journal_insert on cell.parties`;
  await fresh.cell`drop trigger journal_delete on cell.parties`;
  await fresh.cell`call cell.journaled('parties')`;
  assert.deepEqual(await unfollowedTables(), []);
});
