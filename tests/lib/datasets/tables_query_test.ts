import assert from "node:assert/strict";
import { datasetTables } from "../../../lib/datasets/mod.ts";
import { strayEntries, tablesLeftOut } from "../../../lib/datasets/tables_query.ts";

Deno.test("every table drawn in a schema.ts has an entry in its dataset.ts, and the reverse", () => {
  assert.deepEqual(strayEntries(), { withoutEntry: [], withoutTable: [] });
});

Deno.test("what no export holds is known by name, for whoever purges what a dossier left in a cell", () => {
  assert.deepEqual(tablesLeftOut(), ["exit_archives"]);
});

Deno.test("parents stand before the tables that refer to them", () => {
  const names = datasetTables().map(({ name }) => name);
  for (
    const [parent, child] of [["parties", "sales_documents"], ["items", "sales_lines"], ["signing_keys", "chains"]]
  ) {
    assert(names.indexOf(parent!) < names.indexOf(child!), `${parent} before ${child}`);
  }
});

Deno.test("an export holds tables of the cell alone, and none of jobs, people or passwords", () => {
  const names = datasetTables().map(({ name }) => name);
  for (const name of ["jobs", "dossiers", "purge_warrants", "people", "sessions", "memberships", "procedures"]) {
    assert(!names.includes(name), name);
  }
});

Deno.test("what a rule names exists: columns that stay, rows that stay, a parent, a blob", () => {
  const tables = datasetTables();
  for (const { name, columns, rule, blob } of tables) {
    const has = (column: string) => columns.some((one) => one.name === column);
    const named = [
      ...Object.values(blob ?? {}),
      ...(rule.restore === "rewind" ? rule.keptColumns ?? [] : []),
      ...(rule.restore === "rewind" && rule.keptRows ? [rule.keptRows.column] : []),
    ];
    assert.deepEqual(named.filter((column) => !has(column)), [], name);
    if (rule.restore === "rewind" && rule.follows) assert(tables.some((table) => table.name === rule.follows), name);
  }
});
