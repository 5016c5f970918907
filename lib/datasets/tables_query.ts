import { is } from "drizzle-orm";
import { getTableConfig, type PgColumn, PgTable } from "drizzle-orm/pg-core";
import { Bug, present } from "../base/assert.ts";
import * as schema from "../schema.ts";
import type { BlobColumns, ModuleDataset, RestoreRule } from "./rules.ts";

/** One column as it travels: its name and Postgres's own name of its type. */
export interface DatasetColumn {
  readonly name: string;
  readonly type: string;
}

/** One table of an export. */
export interface DatasetTable {
  readonly name: string;
  readonly columns: readonly DatasetColumn[];
  /** Columns of the primary key after `tenant_id`, in its order: slices follow it. */
  readonly key: readonly string[];
  readonly rule: RestoreRule;
  readonly blob: BlobColumns | null;
  /** What its rows point to. */
  readonly parents: readonly ParentLink[];
}

/** A foreign key inside the dossier: columns of the row and the columns of its parent, the dossier's left out. */
export interface ParentLink {
  readonly table: string;
  readonly columns: readonly string[];
  readonly parentColumns: readonly string[];
}

/** What each module says of its tables. */
export const MODULE_DATASETS: Readonly<Record<string, ModuleDataset>> = {
  access: schema.accessDataset,
  anchors: schema.anchorsDataset,
  antifraud: schema.antifraudDataset,
  archives: schema.archivesDataset,
  catalog: schema.catalogDataset,
  company: schema.companyDataset,
  files: schema.filesDataset,
  identity: schema.identityDataset,
  instances: schema.instancesDataset,
  parties: schema.partiesDataset,
  sales: schema.salesDataset,
};

/** Types whose text is exact both ways, by the name that drizzle gives them. Floats are not among them. */
const EXACT_TYPES: Readonly<Record<string, string>> = {
  uuid: "uuid",
  text: "text",
  "text[]": "_text",
  bytea: "bytea",
  boolean: "bool",
  jsonb: "jsonb",
  // Kept by the database as the text that it was given.
  json: "json",
  date: "date",
  timestamptz: "timestamptz",
  smallint: "int2",
  integer: "int4",
  bigint: "int8",
  numeric: "numeric",
};

let known: readonly DatasetTable[] | null = null;

/** The tables of a cell that exports hold, each after those that its foreign keys point to. */
export function datasetTables(): readonly DatasetTable[] {
  return known ??= parentsFirst(cellTables()).map((table) => ({ table, rule: present(ruleOf(table), table.name) }))
    .filter(({ rule }) => rule.restore !== "skip").map(({ table, rule }) => describe(table, rule));
}

/** Names of the modules' tables of a cell that no export holds: what stands in them goes with its cell. */
export function tablesLeftOut(): readonly string[] {
  return cellTables().filter((table) => ruleOf(table)?.restore === "skip").map(({ name }) => name);
}

/** Names of tables drawn in a `schema.ts` of which no `dataset.ts` says anything, and of entries without a table. */
export function strayEntries(): { readonly withoutEntry: string[]; readonly withoutTable: string[] } {
  const drawn = allTables().map((table) => table.name);
  const said = Object.values(MODULE_DATASETS).flatMap((entries) => Object.keys(entries));
  return {
    withoutEntry: drawn.filter((name) => !said.includes(name)),
    withoutTable: said.filter((name) => !drawn.includes(name)),
  };
}

type TableConfig = ReturnType<typeof getTableConfig>;

function allTables(): TableConfig[] {
  return Object.values(schema).flatMap((module) => Object.values(module))
    .filter((value): value is PgTable => is(value, PgTable)).map((table) => getTableConfig(table));
}

function cellTables(): TableConfig[] {
  return allTables().filter((table) => table.schema === "cell");
}

function ruleOf(table: TableConfig): RestoreRule | null {
  return Object.values(MODULE_DATASETS).map((entries) => entries[table.name]).find((rule) => rule !== undefined) ??
    null;
}

/** Depth first along the foreign keys; a table that points to itself is in the order of its own key. */
function parentsFirst(tables: readonly TableConfig[]): TableConfig[] {
  const byName = new Map(tables.map((table) => [table.name, table]));
  const placed = new Set<TableConfig>();
  function place(table: TableConfig, path: readonly TableConfig[]): void {
    if (placed.has(table)) return;
    if (path.includes(table)) throw new Bug(`foreign keys run in a ring at ${table.name}`);
    for (const name of parentsOf(table)) place(present(byName.get(name), name), [...path, table]);
    placed.add(table);
  }
  for (const table of tables) place(table, []);
  return [...placed];
}

function parentsOf(table: TableConfig): string[] {
  return table.foreignKeys.map((key) => getTableConfig(key.reference().foreignTable).name)
    .filter((name) => name !== table.name);
}

function linksOf(table: TableConfig): ParentLink[] {
  const links = table.foreignKeys.map((key) => {
    const { columns, foreignColumns, foreignTable } = key.reference();
    const pairs = columns.map((column, place) => [column.name, foreignColumns[place]!.name] as const)
      .filter(([name]) => name !== "tenant_id");
    return {
      table: getTableConfig(foreignTable).name,
      columns: pairs.map(([name]) => name),
      parentColumns: pairs.map(([, name]) => name),
    };
  });
  return links.filter(({ columns }) => columns.length > 0);
}

function describe(table: TableConfig, rule: RestoreRule): DatasetTable {
  const composite = table.primaryKeys.flatMap((key) => key.columns.map((column) => column.name));
  const inline = table.columns.filter((column) => column.primary).map((column) => column.name);
  const [owner, ...key] = composite.length > 0 ? composite : inline;
  if (owner !== "tenant_id") throw new Bug(`the key of ${table.name} does not start with the dossier`);
  const columns = table.columns.filter((column) => column.name !== "tenant_id").map((column) => ({
    name: column.name,
    type: exactType(table.name, column),
  }));
  return { name: table.name, columns, key, rule, blob: rule.blob ?? null, parents: linksOf(table) };
}

function exactType(table: string, column: PgColumn): string {
  const type = EXACT_TYPES[column.getSQLType()];
  if (!type) throw new Bug(`${table}.${column.name}: the type ${column.getSQLType()} has no exact text`);
  return type;
}
