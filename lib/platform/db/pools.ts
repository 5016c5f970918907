import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { formatInstant, type IsoInstant } from "../../base/dates.ts";
import { Refusal } from "../../base/refusal.ts";
import { elapsedMs, now } from "../clock.ts";
import { log } from "../log.ts";
import { connect } from "./connect.ts";

/** A pool of connections of postgres.js. */
export type Pool = postgres.Sql<{ bigint: bigint }>;
/** One connection of a pool, held for the length of a transaction. */
export type Connection = postgres.ReservedSql<{ bigint: bigint }>;

/** Most connections to one database from one process (hosted poolers share few among many). */
export const MAX_CONNECTIONS = 3;
/** Most cells that one process holds open; the longest idle is closed for a new one. */
export const MAX_OPEN_CELLS = 8;
/** A database that does not answer within this time fails its own requests and no others. */
export const CONNECT_TIMEOUT_S = 3;
/** For how long a database that did not answer is not asked again. */
const DOWN_FOR_MS = 2_000;

/** Whose login opens a database: the product's or the console's. Each program knows its own only. */
export type Program = "product" | "console";

/** Where one program finds its databases, with its own login role in the URLs. */
export interface Addresses {
  readonly control: string;
  /** URL of a cell by its id, or null when this program knows no such cell. */
  readonly cell: (id: string) => string | null;
}

/** How this process reaches its databases; set once at start, by main or by a test (which may hold both programs). */
export interface DatabaseSettings {
  readonly product?: Addresses;
  readonly console?: Addresses;
  /** False behind a transaction pooler that keeps no prepared statements. */
  readonly prepare?: boolean;
  readonly maxConnections?: number;
}

interface Entry {
  readonly pool: Pool;
  usedAt: number;
  downSince: number | null;
  /** When it first did not answer, as the pages tell it; null while it does. */
  silentFrom: IsoInstant | null;
}

let settings: DatabaseSettings | null = null;
const entries = new Map<string, Entry>();

/** Says where the databases are. Pools open on first use. */
export function configureDatabases(next: DatabaseSettings): void {
  settings = next;
}

/** Name under which control stands beside the cells' ids. */
export const CONTROL = "control";

/** Whether statements may be prepared on these connections. */
export function mayPrepare(): boolean {
  return settings?.prepare ?? true;
}

/** Takes a connection of a database, or refuses with 503 when it does not answer in time. */
export async function reserve(name: string, program: Program): Promise<Connection> {
  const entry = entryOf(name, program);
  entry.usedAt = elapsedMs(0);
  if (entry.downSince !== null && elapsedMs(entry.downSince) < DOWN_FOR_MS) throw databaseDown(name, entry);
  try {
    const connection = await entry.pool.reserve() as Connection;
    entry.downSince = entry.silentFrom = null;
    return connection;
  } catch (error) {
    entry.downSince = elapsedMs(0);
    entry.silentFrom ??= now();
    log("error", "database.down", { database: name, cause: String(error) });
    throw databaseDown(name, entry);
  }
}

/** Does something with a pool whose connections nobody holds; refuses with 503 as `reserve` does. */
export async function withPool<T>(name: string, program: Program, work: (pool: Pool) => Promise<T>): Promise<T> {
  const entry = entryOf(name, program);
  entry.usedAt = elapsedMs(0);
  if (entry.downSince !== null && elapsedMs(entry.downSince) < DOWN_FOR_MS) throw databaseDown(name, entry);
  try {
    const result = await work(entry.pool);
    entry.downSince = entry.silentFrom = null;
    return result;
  } catch (error) {
    if (!isConnectionError(error)) throw error;
    entry.downSince = elapsedMs(0);
    entry.silentFrom ??= now();
    log("error", "database.down", { database: name, cause: errorCode(error) });
    throw databaseDown(name, entry);
  }
}

/** True when a database answers a trivial question. */
export async function answers(name: string, program: Program): Promise<boolean> {
  try {
    const connection = await reserve(name, program);
    try {
      await connection`select 1`;
      return true;
    } finally {
      connection.release();
    }
  } catch {
    return false;
  }
}

/** Closes every pool, waiting for what runs. */
export async function closeDatabases(): Promise<void> {
  const open = [...entries.values()];
  entries.clear();
  await Promise.all(open.map((entry) => entry.pool.end({ timeout: 5 })));
}

function entryOf(name: string, program: Program): Entry {
  const key = `${program}/${name}`;
  const known = entries.get(key);
  if (known) return known;
  const addresses = settings?.[program];
  if (!addresses) throw new Error(`this process has no ${program} login: call configureDatabases`);
  const url = name === CONTROL ? addresses.control : addresses.cell(name);
  if (url === null) throw databaseDown(name);
  closeLongestIdle();
  const entry: Entry = { pool: openPool(url), usedAt: elapsedMs(0), downSince: null, silentFrom: null };
  entries.set(key, entry);
  return entry;
}

function closeLongestIdle(): void {
  const cells = [...entries].filter(([key]) => !key.endsWith(`/${CONTROL}`));
  if (cells.length < MAX_OPEN_CELLS) return;
  const [name, entry] = cells.reduce((oldest, next) => next[1].usedAt < oldest[1].usedAt ? next : oldest);
  entries.delete(name);
  // Ends once its transactions are done; new requests open it again.
  entry.pool.end({ timeout: 20 }).catch((error) => log("error", "pool.end", { database: name, cause: String(error) }));
}

function openPool(url: string): Pool {
  const pool = connect(url, {
    max: settings?.maxConnections ?? MAX_CONNECTIONS,
    idle_timeout: 20,
    connect_timeout: CONNECT_TIMEOUT_S,
    prepare: mayPrepare(),
    types: { bigint: postgres.BigInt },
    connection: { application_name: "paraphe", TimeZone: "UTC" },
    onnotice: () => {},
  });
  // Makes the pool hand over dates and JSON as text, which is how drizzle and our columns read them.
  drizzle(pool);
  return pool;
}

/** Errors of the connection itself, as the driver and the system name them. */
const CONNECTION_ERRORS: ReadonlySet<string> = new Set([
  "CONNECT_TIMEOUT",
  "CONNECTION_CLOSED",
  "CONNECTION_DESTROYED",
  "CONNECTION_ENDED",
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  // A socket's file, once its server is gone.
  "ENOENT",
  "57P01",
  "57P02",
  "57P03",
]);

function isConnectionError(error: unknown): boolean {
  return CONNECTION_ERRORS.has(errorCode(error));
}

function errorCode(error: unknown): string {
  const code = error instanceof Error ? (error as Error & { code?: unknown }).code : null;
  return typeof code === "string" ? code : "unknown";
}

/** Says since when, as far as this process knows. */
function databaseDown(name: string, { silentFrom }: Pick<Entry, "silentFrom"> = { silentFrom: null }): Refusal {
  const since = silentFrom === null ? "pour le moment" : `depuis le ${formatInstant(silentFrom)}`;
  return new Refusal(503, [{
    code: name === CONTROL ? "platform.control_down" : "platform.cell_down",
    sentence: `Cette partie du service ne répond pas ${since}. Vos données sont intactes ; réessayez dans un instant.`,
  }]);
}
