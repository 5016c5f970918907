import assert from "node:assert/strict";
import { PLATFORM_DATASET } from "../../../lib/datasets/rules.ts";
import { MODULE_DATASETS } from "../../../lib/datasets/tables_query.ts";
import { openFreshDatabases } from "./databases.ts";
import { readTables } from "./read.ts";

const fresh = await openFreshDatabases();
Deno.test.afterAll(() => fresh.close());

const said = new Set([PLATFORM_DATASET, ...Object.values(MODULE_DATASETS)].flatMap((entries) => Object.keys(entries)));

/** Tables of the migrations of which no dataset says whether they are exported and what a restore does with them. */
async function tablesWithoutEntry(): Promise<string[]> {
  const tables = [...await readTables(fresh.control), ...await readTables(fresh.cell)].map(({ name }) => name);
  return tables.filter((name) => !said.has(name.split(".")[1]!));
}

Deno.test("every table of both databases has an entry in a dataset", async () => {
  assert.deepEqual(await tablesWithoutEntry(), []);
});

Deno.test("a table that its module forgot in its dataset is found", async () => {
  await fresh.cell`create table cell.forgotten (tenant_id uuid primary key)`;
  assert.deepEqual(await tablesWithoutEntry(), ["cell.forgotten"]);
  await fresh.cell`drop table cell.forgotten`;
});

Deno.test("every entry says why a table is kept or left out", () => {
  for (const entries of [PLATFORM_DATASET, ...Object.values(MODULE_DATASETS)]) {
    for (const [name, rule] of Object.entries(entries)) {
      if (rule.restore !== "rewind") assert(rule.because.length > 10, name);
    }
  }
});
