import { asc, desc, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { isUuid } from "../base/ids.ts";

/**
 * What a list is sorted by: a value that is never null, for which an index of (value, id) stands, and its type. A list
 * that is sorted by ids alone has none: ids are made in the order of birth.
 */
export interface SortKey {
  readonly value: SQL;
  readonly type: keyof typeof TYPES;
}

/** Which page of a list is asked for. */
export interface PageAsked {
  readonly key: SortKey | null;
  readonly id: PgColumn | SQL;
  /** Whether ids are UUIDs, as they are unless said, or short names: those of cells. */
  readonly ids?: "uuid" | "name";
  readonly isDescending: boolean;
  /** Where the page before ended, as `firstPage` wrote it; what it says that cannot be is left aside. */
  readonly after: string | undefined;
}

/** How types of sort keys are written into a cursor, read from it, and known to be sound. */
const TYPES = {
  text: {
    write: (value: SQL) => sql<string>`${value}`,
    cast: sql`::text`,
    isSound: (text: string) => !text.includes("\0"),
  },
  bigint: { write: asText, cast: sql`::bigint`, isSound: (text: string) => /^\d{1,18}$/.test(text) },
  date: { write: asText, cast: sql`::date`, isSound: (text: string) => /^\d{4}-\d\d-\d\d$/.test(text) && isDay(text) },
  instant: {
    write: (value: SQL) => sql<string>`to_char(${value} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
    cast: sql`::timestamptz`,
    isSound: (text: string) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(text) && isDay(text),
  },
} as const;

/** How ids are cast, and known to be sound: a name holds none of the cursor's signs. */
const IDS = {
  uuid: { cast: sql`::uuid`, isSound: (text: string) => isUuid(text) },
  name: { cast: sql`::text`, isSound: (text: string) => /^[a-z0-9-]{1,100}$/.test(text) },
} as const;

/** Condition, order and cursor's value of one page: rows after a cursor, in the order of (value, id). */
export function pageOf(
  { key, id, ids = "uuid", isDescending, after }: PageAsked,
): { readonly where: SQL | undefined; readonly orderBy: readonly SQL[]; readonly at: SQL<string> } {
  const order = isDescending ? desc : asc, than = isDescending ? sql`<` : sql`>`;
  const idType = IDS[ids];
  if (key === null) {
    const where = after !== undefined && idType.isSound(after) ? sql`${id} ${than} ${after}${idType.cast}` : undefined;
    return { where, orderBy: [order(id)], at: sql<string>`''` };
  }
  const { write, cast, isSound } = TYPES[key.type];
  const cut = after?.lastIndexOf("~") ?? -1, value = after?.slice(0, cut) ?? "", last = after?.slice(cut + 1) ?? "";
  const isOurs = cut >= 0 && idType.isSound(last) && isSound(value);
  return {
    where: isOurs ? sql`(${key.value}, ${id}) ${than} (${value}${cast}, ${last}${idType.cast})` : undefined,
    orderBy: [order(key.value), order(id)],
    at: write(key.value),
  };
}

/** The rows of one page without their keys, and the cursor of the next where one row more was found. */
export function firstPage<Row extends { readonly at: string }>(
  found: readonly Row[],
  size: number,
  idOf: (row: Row) => string,
): { readonly rows: Omit<Row, "at">[]; readonly next: string | null } {
  const page = found.slice(0, size), last = page.at(-1);
  const rows = page.map(({ at: _at, ...row }) => row);
  return { rows, next: last && found.length > size ? cursorOf(last.at, idOf(last)) : null };
}

/** The id, after the value that the list was sorted by where there is one. */
export function cursorOf(at: string, id: string): string {
  return at === "" ? id : `${at}~${id}`;
}

function asText(value: SQL): SQL<string> {
  return sql<string>`(${value})::text`;
}

function isDay(text: string): boolean {
  return !Number.isNaN(Date.parse(text));
}
