import { fillPlaceholders, getTableColumns, type InferSelectModel, type Query, type SQL, sql } from "drizzle-orm";
import { getTableConfig, PgDialect, type PgTable } from "drizzle-orm/pg-core";
import { present } from "../../base/assert.ts";
import { fromHex } from "../crypto.ts";
import { ask, type Tx } from "./transaction.ts";

/** Values for the placeholders of a statement, by name. */
export type Values = Readonly<Record<string, unknown>>;

/** Rows of one table: their columns, and what follows `from` (conditions, order). */
export interface Part<R = unknown> {
  readonly table: PgTable;
  readonly rest: SQL;
  /** Keys of the columns that are read; all of them unless said. */
  readonly only?: readonly string[];
  /** Carries the type of a row; never set. */
  readonly row?: R;
}

/** A part of `readTogether`: whole rows of a table. */
export function part<T extends PgTable>(table: T, rest: SQL): Part<InferSelectModel<T>> {
  return { table, rest };
}

/** A part of `readTogether` of which only some columns are wanted. */
export function partOf<T extends PgTable, K extends keyof InferSelectModel<T> & string>(
  table: T,
  only: readonly K[],
  rest: SQL,
): Part<Pick<InferSelectModel<T>, K>> {
  return { table, rest, only };
}

/** A statement written once, for those that every issue sends: its rows are as the driver gives them. */
export function kept<T>(statement: SQL): (tx: Tx, values: Values) => Promise<T[]> {
  const query = once(() => compile(statement));
  return async (tx, values) => await ask<T>(tx, filled(query(), values));
}

/** What the parts of one statement give, by their names. */
export type Together<P extends Readonly<Record<string, Part>>> = {
  readonly [K in keyof P]: P[K] extends Part<infer R> ? R[] : never;
};

/**
 * A reader of whole rows whose statement is written once: for a wide table drizzle takes longer to write the select
 * than Postgres to answer it. `rest` holds `sql.placeholder(name)` where each call gives a value.
 */
export function wholeRows<T extends PgTable>(
  table: T,
  rest: SQL,
): (tx: Tx, values: Values) => Promise<InferSelectModel<T>[]> {
  const shape = once(() => shapeOf(table));
  const query = once(() => compile(sql`select ${list(shape(), nameOf)} from ${table} ${rest}`));
  return async (tx, values) => {
    const found = await ask<Row>(tx, filled(query(), values));
    for (const row of found) decode(shape().decodedFromDriver, row);
    return found as InferSelectModel<T>[];
  };
}

/**
 * A reader of several tables by one statement, each table's rows as one JSON array: for a page that wants a row with
 * all that hangs on it. One message and one plan, where a statement a table would cost each its own.
 */
export function readTogether<P extends Readonly<Record<string, Part>>>(
  parts: P,
): (tx: Tx, values: Values) => Promise<Together<P>> {
  const shapes = once(() =>
    Object.entries(parts).map(([key, { table, rest, only }]) => ({ key, rest, ...shapeOf(table, only) }))
  );
  const query = once(() =>
    compile(sql`select ${
      sql.join(
        shapes().map((shape) =>
          sql`(select coalesce(json_agg(r), '[]') from (select ${
            list(shape, jsonOf)
          } from ${shape.table} ${shape.rest}) r) as ${sql.identifier(shape.key)}`
        ),
        sql`, `,
      )
    }`)
  );
  return async (tx, values) => {
    const [found] = await ask<Record<string, Row[]>>(tx, filled(query(), values));
    const all: Record<string, Row[]> = {};
    for (const { key, decodedFromJson } of shapes()) {
      const rows = present(found?.[key], "rows");
      for (const row of rows) decode(decodedFromJson, row);
      all[key] = rows;
    }
    return all as Together<P>;
  };
}

type Row = Record<string, unknown>;

/** One column: its key in our rows, its name in the table, and how its value is read. */
interface Read {
  readonly key: string;
  readonly name: string;
  readonly type: string;
  readonly decode: (value: never) => unknown;
}

interface Shape {
  readonly table: PgTable;
  readonly columns: readonly Read[];
  readonly decodedFromDriver: readonly Read[];
  readonly decodedFromJson: readonly Read[];
}

/** Types whose values the driver hands over in another form than ours. */
const FROM_DRIVER: ReadonlySet<string> = new Set(["bigint", "numeric", "timestamptz"]);
/** Types that JSON cannot hold exactly, or writes in another form than the driver: read as text. */
const AS_TEXT: ReadonlySet<string> = new Set(["bigint", "numeric", "timestamptz", "bytea"]);

function shapeOf(table: PgTable, only?: readonly string[]): Shape {
  const wanted = Object.entries(getTableColumns(table)).filter(([key]) => !only || only.includes(key));
  const columns = wanted.map(([key, column]): Read => {
    const type = column.getSQLType();
    const decode = (value: never) => column.mapFromDriverValue(value);
    return { key, name: column.name, type, decode };
  });
  const fromText = columns.filter(({ type }) => AS_TEXT.has(type));
  return {
    table,
    columns,
    decodedFromDriver: columns.filter(({ type }) => FROM_DRIVER.has(type)),
    decodedFromJson: fromText.map((read) => read.type === "bytea" ? { ...read, decode: bytesFromText } : read),
  };
}

function decode(columns: readonly Read[], row: Row): void {
  for (const { key, decode } of columns) {
    const value = row[key];
    if (value !== null) row[key] = decode(value as never);
  }
}

/** Bytes as Postgres prints them: `\x0a1b`. */
function bytesFromText(value: string): Uint8Array {
  return present(fromHex(value.slice(2)), "bytes");
}

function list({ table, columns }: Pick<Shape, "table" | "columns">, written: (name: SQL, read: Read) => SQL): SQL {
  const { name } = getTableConfig(table);
  const from = sql.identifier(name);
  return sql.join(
    columns.map((read) =>
      sql`${written(sql`${from}.${sql.identifier(read.name)}`, read)} as ${sql.identifier(read.key)}`
    ),
    sql`, `,
  );
}

function nameOf(name: SQL): SQL {
  return name;
}

function jsonOf(name: SQL, { type }: Read): SQL {
  return AS_TEXT.has(type) ? sql`${name}::text` : name;
}

function compile(statement: SQL): Query {
  return new PgDialect().sqlToQuery(statement);
}

function filled({ sql: text, params }: Query, values: Values): { text: string; values: unknown[] } {
  return { text, values: fillPlaceholders(params, values) };
}

/** Tables of modules that import each other are whole only once all are loaded: so the first call computes. */
function once<T>(compute: () => T): () => T {
  let known: { readonly value: T } | null = null;
  return () => (known ??= { value: compute() }).value;
}
