import type postgres from "postgres";
import { connect } from "./connect.ts";
import { sha256Hex } from "../crypto.ts";

/** One migration file, in the order of its name. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/** Which family of database a set of migrations builds. */
export type DatabaseKind = "control" | "cell";

/** Lock that lets one process migrate a database at a time. */
const MIGRATION_LOCK = 4_207_001;

/** Reads the migrations of a kind from supabase/<kind>/migrations. */
export async function readMigrations(kind: DatabaseKind): Promise<Migration[]> {
  const folder = new URL(`../../../supabase/${kind}/migrations/`, import.meta.url);
  const names: string[] = [];
  for await (const entry of Deno.readDir(folder)) if (entry.name.endsWith(".sql")) names.push(entry.name);
  return await Promise.all(
    names.sort().map(async (name) => ({ name, sql: await Deno.readTextFile(new URL(name, folder)) })),
  );
}

/**
 * Brings a database to this version: applies, each in its own transaction, the migrations it has not seen.
 * Throws when a migration that was applied has been edited since, or when one older than the newest is missing.
 * Returns the names of what was applied. `url` is the owner's, never a program's login.
 */
export async function migrate(url: string, kind: DatabaseKind, migrations: readonly Migration[]): Promise<string[]> {
  const sql = connect(url, { max: 1, onnotice: () => {}, connection: { TimeZone: "UTC" } });
  try {
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await sql`create table if not exists public.paraphe_migrations (
      kind text not null, name text not null, digest text not null, applied_at timestamptz not null default now(),
      primary key (kind, name))`;
    const seen = await sql<{ name: string; digest: string }[]>`
      select name, digest from public.paraphe_migrations where kind = ${kind} order by name`;
    refuseEdited(migrations, new Map(seen.map((row) => [row.name, row.digest])));
    const fresh = migrations.filter((migration) => !seen.some((row) => row.name === migration.name));
    for (const migration of fresh) await apply(sql, kind, migration);
    return fresh.map((migration) => migration.name);
  } finally {
    await sql.end();
  }
}

function refuseEdited(migrations: readonly Migration[], seen: ReadonlyMap<string, string>): void {
  const newest = [...seen.keys()].at(-1) ?? "";
  for (const { name, sql } of migrations) {
    const digest = seen.get(name);
    if (digest && digest !== sha256Hex(sql)) throw new Error(`migration ${name} was edited after it was applied`);
    if (!digest && name < newest) throw new Error(`migration ${name} is older than ${newest}, which was applied`);
  }
}

async function apply(sql: postgres.Sql, kind: DatabaseKind, migration: Migration): Promise<void> {
  try {
    await sql.begin(async (tx) => {
      await tx.unsafe(migration.sql);
      await tx`insert into public.paraphe_migrations (kind, name, digest)
        values (${kind}, ${migration.name}, ${sha256Hex(migration.sql)})`;
    });
  } catch (error) {
    throw new Error(`migration ${migration.name} failed: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
}
