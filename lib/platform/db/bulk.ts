import { getTableColumns, type InferInsertModel, type SQL, sql } from "drizzle-orm";
import { getTableConfig, PgDialect, type PgTable } from "drizzle-orm/pg-core";
import type { Uuid } from "../../base/ids.ts";
import { toHex } from "../crypto.ts";
import { ask, type Tx } from "./transaction.ts";

/**
 * Inserts rows by one statement whose text does not depend on their number: the rows travel as one JSON parameter.
 * A statement of a thousand placeholders is parsed and planned anew for each count, and each plan is kept. All rows
 * name the same columns. With `skipTaken`, rows whose key exists are left out. Returns the ids inserted, for tables
 * that have one.
 */
export async function insertRows<T extends PgTable>(
  tx: Tx,
  table: T,
  { rows, skipTaken = false }: { rows: readonly InferInsertModel<T>[]; skipTaken?: boolean },
): Promise<Uuid[]> {
  const [first] = rows;
  if (!first) return [];
  const shape = shapeOf(table, Object.keys(first));
  const json = JSON.stringify(rows.map((row) => toJson(shape, row)));
  const inserted = await ask<{ id: Uuid }>(tx, { text: skipTaken ? shape.insertFree : shape.insert, values: [json] });
  return inserted.map((row) => row.id);
}

/** A list of ids as one parameter, for `= any(…)`: the text of the statement stays the same whatever their number. */
export function idList(ids: readonly Uuid[]): SQL {
  return sql`${idArray(ids)}::uuid[]`;
}

/** The same as the bare parameter, for a placeholder that is cast where it stands. */
export function idArray(ids: readonly Uuid[]): string {
  return `{${ids.join(",")}}`;
}

interface Shape {
  /** The statement, whose one parameter is the rows; and the same where taken keys are left out. */
  readonly insert: string;
  readonly insertFree: string;
  readonly columns: readonly { key: string; name: string; isJson: boolean; toDriver(value: unknown): unknown }[];
}

const shapes = new WeakMap<PgTable, Map<string, Shape>>();

function shapeOf(table: PgTable, keys: readonly string[]): Shape {
  const known = shapes.get(table) ?? new Map<string, Shape>();
  shapes.set(table, known);
  const key = keys.join();
  const shape = known.get(key) ?? makeShape(table, keys);
  known.set(key, shape);
  return shape;
}

function makeShape(table: PgTable, keys: readonly string[]): Shape {
  const { schema, name } = getTableConfig(table);
  const all = getTableColumns(table);
  const wanted = keys.flatMap((key) => all[key] ? [{ key, column: all[key] }] : []);
  const identifiers = wanted.map(({ column }) => sql.identifier(column.name));
  const definitions = wanted.map(({ column }) =>
    sql.join([sql.identifier(column.name), typeName(column.getSQLType())], sql` `)
  );
  const names = sql.join(identifiers, sql`, `);
  const rows = sql`insert into ${sql.identifier(schema!)}.${sql.identifier(name)} (${names}) select ${names}
    from jsonb_to_recordset(${sql.placeholder("rows")}::jsonb) as r(${sql.join(definitions, sql`, `)})`;
  const returning = "id" in all ? sql` returning id` : sql``;
  return {
    insert: written(sql`${rows}${returning}`),
    insertFree: written(sql`${rows} on conflict do nothing${returning}`),
    columns: wanted.map(({ key, column }) => ({
      key,
      name: column.name,
      isJson: column.getSQLType() === "jsonb",
      toDriver: (value) => column.mapToDriverValue(value),
    })),
  };
}

function written(statement: SQL): string {
  return new PgDialect().sqlToQuery(statement).sql;
}

/** Types that our tables are made of: a name outside this list is a mistake, and never text from outside. */
const TYPES: Readonly<Record<string, SQL>> = {
  uuid: sql`uuid`,
  text: sql`text`,
  "text[]": sql`text[]`,
  integer: sql`integer`,
  smallint: sql`smallint`,
  bigint: sql`bigint`,
  numeric: sql`numeric`,
  boolean: sql`boolean`,
  date: sql`date`,
  timestamptz: sql`timestamptz`,
  jsonb: sql`jsonb`,
  bytea: sql`bytea`,
};

function typeName(type: string): SQL {
  const known = TYPES[type];
  if (!known) throw new Error(`insertRows does not know the type ${type}`);
  return known;
}

function toJson(shape: Shape, row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const json: Record<string, unknown> = {};
  for (const { key, name, isJson, toDriver } of shape.columns) {
    const value = row[key];
    json[name] = value === null || value === undefined ? null : isJson ? value : plain(toDriver(value));
  }
  return json;
}

function plain(value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  return value instanceof Uint8Array ? `\\x${toHex(value)}` : value;
}
