import postgres from "postgres";
import { connect } from "../../lib/platform/db/connect.ts";
import type { Ctx, Right } from "../../lib/base/ctx.ts";
import { dayOf } from "../../lib/base/dates.ts";
import type { Uuid } from "../../lib/base/ids.ts";
import { closeDatabases, configureDatabases, MAX_CONNECTIONS } from "../../lib/platform/db/pools.ts";
import { LOGINS } from "../../lib/platform/db/logins.ts";
import { now } from "../../lib/platform/clock.ts";
import { newId, randomBase32 } from "../../lib/platform/random.ts";
import { setLogLevel } from "../../lib/platform/log.ts";
import { startTestCluster, TEST_PASSWORDS } from "./cluster.ts";

/** Id of the one trial cell and the one production cell of a test world. */
export const TRIAL_CELL = "trial-1";
export const PRODUCTION_CELL = "production-1";

/** What a test wants otherwise than usual. */
export interface WorldOptions {
  /** Ids of further cells, empty: their databases are there, and no program knows them before they are registered. */
  readonly moreCells?: readonly string[];
}

/** Databases of one test file: control and two cells, cloned from the templates. */
export interface World {
  /** The owner's connections, for looking behind the programs' backs. */
  readonly owner: { control: postgres.Sql; trial: postgres.Sql; production: postgres.Sql };
  /** URL of a database with a login of ours. `database`: control, or the id of a cell. */
  url(database: string, login: "owner" | "product" | "console"): string;
  /** Puts an open dossier into the trial cell and returns the ctx of a person who may do everything named. */
  makeDossier(rights: readonly Right[]): Promise<Ctx>;
  close(): Promise<void>;
}

/**
 * Opens a world for a test file and points the program's pools at it. Close it in `Deno.test.afterAll`.
 * Uses the server that the runner started (TEST_POSTGRES_PORT), or starts one for a file that is run alone.
 */
export async function openWorld({ moreCells = [] }: WorldOptions = {}): Promise<World> {
  setLogLevel("error");
  const given = Deno.env.get("TEST_POSTGRES_PORT");
  const own = given ? null : await startTestCluster();
  const port = own?.port ?? Number(given);
  const socket = own?.socket ?? Deno.env.get("TEST_POSTGRES_SOCKET");
  const suffix = randomBase32(8);
  const names: Record<string, string> = {
    control: `control_${suffix}`,
    [TRIAL_CELL]: `trial_${suffix}`,
    [PRODUCTION_CELL]: `production_${suffix}`,
    ...Object.fromEntries(moreCells.map((cell, n) => [cell, `cell_${n}_${suffix}`])),
  };
  await cloneTemplates(port, names);
  const url: World["url"] = (database, login) => {
    const role = login === "owner" ? "postgres" : LOGINS[login];
    return `postgres://${role}:${TEST_PASSWORDS[login]}@127.0.0.1:${port}/${names[database]}`;
  };
  const near: World["url"] = (database, login) =>
    socket ? `${url(database, login)}?host=${encodeURIComponent(socket)}` : url(database, login);
  configure(near, names);
  const owner = ownerConnections(near);
  return {
    owner,
    url,
    makeDossier: (rights) => makeDossier(owner.trial, rights),
    async close() {
      await closeDatabases();
      await Promise.all(Object.values(owner).map((sql) => sql.end()));
      await (own ? own.stop() : dropDatabases(port, names));
    },
  };
}

/** The ctx of a person in a dossier of the trial cell, now, for tests below the edge. */
export function aCtx(tenantId: Uuid, options: { rights?: readonly Right[]; personId?: Uuid; at?: string } = {}): Ctx {
  const at = (options.at ?? now()) as Ctx["now"];
  return {
    tenantId,
    cell: TRIAL_CELL,
    epoch: 1,
    personId: options.personId ?? newId(),
    actor: "Alice Dupré",
    rights: new Set(options.rights ?? []),
    now: at,
    today: dayOf(at),
    request: { id: newId(), ip: "192.0.2.1" },
  };
}

async function makeDossier(trial: postgres.Sql, rights: readonly Right[]): Promise<Ctx> {
  const tenantId = newId();
  await trial`insert into cell.dossiers (tenant_id, public_id) values (${tenantId}, ${randomBase32(8)})`;
  return aCtx(tenantId, { rights });
}

function configure(url: World["url"], names: Record<string, string>): void {
  const addresses = (login: "product" | "console") => ({
    control: url("control", login),
    cell: (id: string) => names[id] ? url(id, login) : null,
  });
  // As many connections as the programs take: each one looks the whole catalogue up anew.
  configureDatabases({ product: addresses("product"), console: addresses("console"), maxConnections: MAX_CONNECTIONS });
}

function ownerConnections(url: World["url"]): World["owner"] {
  const open = (database: string) => connect(url(database, "owner"), { max: 2, onnotice: () => {} });
  return { control: open("control"), trial: open(TRIAL_CELL), production: open(PRODUCTION_CELL) };
}

async function cloneTemplates(port: number, names: Record<string, string>): Promise<void> {
  await asAdministrator(port, async (sql) => {
    // One at a time: a template that is being copied cannot be copied again.
    await sql`select pg_advisory_lock(7)`;
    for (const [database, name] of Object.entries(names)) {
      const template = database === "control" ? "template_control" : "template_cell";
      // Its files copied: a third of the work of writing every page to the log, where nothing has to be made durable.
      await sql.unsafe(`create database ${name} template ${template} strategy file_copy`);
    }
  });
}

async function dropDatabases(port: number, names: Record<string, string>): Promise<void> {
  await asAdministrator(port, async (sql) => {
    for (const name of Object.values(names)) await sql.unsafe(`drop database if exists ${name} with (force)`);
  });
}

async function asAdministrator(port: number, work: (sql: postgres.Sql) => Promise<void>): Promise<void> {
  const sql = postgres(`postgres://postgres:${TEST_PASSWORDS.owner}@127.0.0.1:${port}/postgres`, {
    max: 1,
    onnotice: () => {},
  });
  try {
    await work(sql);
  } finally {
    await sql.end();
  }
}
