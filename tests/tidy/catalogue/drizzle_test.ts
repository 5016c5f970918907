import assert from "node:assert/strict";
import { is } from "drizzle-orm";
import { getTableConfig, PgArray, type PgColumn, PgTable } from "drizzle-orm/pg-core";
import * as schema from "../../../lib/schema.ts";
import { openFreshDatabases } from "./databases.ts";
import { type Column, readColumns, readForeignKeys, readIndexes, readTables } from "./read.ts";

const fresh = await openFreshDatabases();
Deno.test.afterAll(() => fresh.close());

/** Tables of the platform: it speaks to them in plain SQL, so no schema.ts describes them. */
const PLATFORM_TABLES = [
  "cell.dossiers",
  "cell.job_slots",
  "cell.journal",
  "cell.jobs",
  "cell.purge_warrants",
  "control.job_slots",
  "control.jobs",
];

const described = Object.values(schema).flatMap((module) => Object.values(module)).filter((value): value is PgTable =>
  is(value, PgTable)
).map((table) => getTableConfig(table));
const nameOf = (table: { schema?: string | undefined; name: string }) => `${table.schema}.${table.name}`;

const columns = [...await readColumns(fresh.control), ...await readColumns(fresh.cell)];
const tables = [...await readTables(fresh.control), ...await readTables(fresh.cell)];

Deno.test("every table of the migrations stands in one schema.ts or belongs to the platform, and the reverse", () => {
  const names = [...described.map(nameOf), ...PLATFORM_TABLES].sort();
  assert.deepEqual(names, tables.map(({ name }) => name).sort());
});

for (const table of described) {
  Deno.test(`schema.ts says of ${nameOf(table)} what the migrations made`, () => {
    const migrated = columns.filter((column) => column.table === nameOf(table));
    const drawn = table.columns.map((column) => drawnColumn(nameOf(table), column));
    assert.deepEqual(drawn.sort(byName), migrated.sort(byName));
  });
}

Deno.test("indexes and keys named in a schema.ts exist in the migrations, column by column", async () => {
  const migrated = [...await readIndexes(fresh.control), ...await readIndexes(fresh.cell)];
  const missing = described.flatMap((table) => drawnKeys(table).map((key) => ({ table: nameOf(table), ...key })))
    .filter((key) =>
      !migrated.some((index) =>
        index.table === key.table && (key.name === null ? index.isPrimary : index.name === key.name) &&
        index.columns.join() === key.columns.join()
      )
    );
  assert.deepEqual(missing, []);
});

Deno.test("foreign keys of a schema.ts exist in the migrations, and the reverse", async () => {
  const migrated = [...await readForeignKeys(fresh.control), ...await readForeignKeys(fresh.cell)]
    .filter(({ table }) => !PLATFORM_TABLES.includes(table))
    .map((key) => `${key.table} (${key.columns}) → ${key.target} (${key.targetColumns})`);
  const drawn = described.flatMap((table) =>
    table.foreignKeys.map((key) => {
      const { columns, foreignColumns, foreignTable } = key.reference();
      const target = nameOf(getTableConfig(foreignTable));
      return `${nameOf(table)} (${columns.map((c) => c.name)}) → ${target} (${foreignColumns.map((c) => c.name)})`;
    })
  );
  assert.deepEqual(drawn.sort(), migrated.filter((key) => !key.includes("→ cell.dossiers ")).sort());
});

function drawnColumn(table: string, column: PgColumn): Column {
  return {
    table,
    name: column.name,
    type: typeOf(column),
    isRequired: column.notNull,
    hasDefault: column.hasDefault,
  };
}

function typeOf(column: PgColumn): string {
  const type = is(column, PgArray) ? `${column.baseColumn.getSQLType()}[]` : column.getSQLType();
  return type === "timestamptz" ? "timestamp with time zone" : type;
}

/** Primary keys (their names are Postgres's own), unique constraints and indexes that a schema.ts draws. */
function drawnKeys(table: ReturnType<typeof getTableConfig>): { name: string | null; columns: string[] }[] {
  const inline = table.columns.filter((column) => column.primary).map((column) => [column.name]);
  return [
    ...[...inline, ...table.primaryKeys.map((key) => key.columns.map((column) => column.name))]
      .map((columns) => ({ name: null, columns })),
    ...table.uniqueConstraints.map((key) => ({ name: key.getName() ?? "", columns: key.columns.map((c) => c.name) })),
    ...table.columns.filter((column) => column.isUnique)
      .map((column) => ({ name: column.uniqueName ?? "", columns: [column.name] })),
    ...table.indexes.map(({ config }) => ({
      name: config.name ?? "",
      columns: config.columns.map((column) => "name" in column ? String(column.name) : "(…)"),
    })),
  ];
}

function byName(a: Column, b: Column): number {
  return a.name < b.name ? -1 : 1;
}
