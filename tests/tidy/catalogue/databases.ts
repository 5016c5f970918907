import postgres from "postgres";
import { createDatabases } from "../../../lib/platform/db/logins.ts";
import { type DatabaseKind, migrate, readMigrations } from "../../../lib/platform/db/migrate.ts";
import { randomBase32 } from "../../../lib/platform/random.ts";
import { startTestCluster, TEST_PASSWORDS } from "../../support/cluster.ts";

/** Roles that the hosted data API brings along: here they stand before the first migration, as they do there. */
export const API_ROLES = ["anon", "authenticated", "service_role"] as const;

/** One database of each kind, migrated from nothing, and the owner's connection to each. */
export interface FreshDatabases {
  readonly control: postgres.Sql;
  readonly cell: postgres.Sql;
  close(): Promise<void>;
}

/** Migrates a control database and a cell from nothing, on a server prepared as the hosted one is. */
export async function openFreshDatabases(): Promise<FreshDatabases> {
  const given = Deno.env.get("TEST_POSTGRES_PORT");
  const own = given ? null : await startTestCluster();
  const url = (name: string) =>
    `postgres://postgres:${TEST_PASSWORDS.owner}@127.0.0.1:${own?.port ?? Number(given)}/${name}`;
  const suffix = randomBase32(8);
  const names = { control: `catalogue_control_${suffix}`, cell: `catalogue_cell_${suffix}` };
  await createDatabases(url("postgres"), Object.values(names));
  const open = (name: string) => postgres(url(name), { max: 1, onnotice: () => {} });
  const databases = { control: open(names.control), cell: open(names.cell) };
  for (const kind of ["control", "cell"] as const) await build(databases[kind], kind, url(names[kind]));
  return {
    ...databases,
    async close() {
      await Promise.all(Object.values(databases).map((sql) => sql.end()));
      if (own) return await own.stop();
      const administrator = open("postgres");
      for (const name of Object.values(names)) await administrator`drop database ${administrator(name)} with (force)`;
      await administrator.end();
    },
  };
}

async function build(sql: postgres.Sql, kind: DatabaseKind, url: string): Promise<void> {
  for (const name of API_ROLES) {
    const known = await sql`select from pg_roles where rolname = ${name}`;
    if (known.length === 0) await sql`create role ${sql(name)} nologin`;
    // What a hosted project grants by default: whatever is made in public is theirs to read.
    await sql`grant usage on schema public to ${sql(name)}`;
    await sql`alter default privileges in schema public grant all on tables to ${sql(name)}`;
    await sql`alter default privileges in schema public grant all on functions to ${sql(name)}`;
  }
  await migrate(url, kind, await readMigrations(kind));
}
