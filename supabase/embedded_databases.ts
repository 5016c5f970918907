import { join } from "node:path";
import type { DatabaseAddresses } from "../lib/platform/config.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../lib/platform/db/embedded.ts";
import { createDatabases, LOGINS, setLoginPasswords } from "../lib/platform/db/logins.ts";
import { migrate, readMigrations } from "../lib/platform/db/migrate.ts";
import type { DemoSecrets } from "./demo_secrets.ts";

/** The cells of a demo, one of each kind that dossiers live in. */
export const DEMO_CELLS = ["trial-1", "production-1"] as const;

/** The databases of a demo, each program's addresses with its own login. */
export interface DemoDatabases {
  readonly product: DatabaseAddresses;
  readonly console: DatabaseAddresses;
  /** Where the data really are, when the server's user cannot reach the folder asked for. */
  readonly movedTo: string | null;
  stop(): Promise<void>;
}

/** Starts Postgres in a folder, with control and two cells brought to this version. */
export async function startDemoDatabases(dataDir: string, secrets: DemoSecrets): Promise<DemoDatabases> {
  const server = await startEmbeddedPostgres({ dataDir, ownerPassword: secrets.owner });
  try {
    await prepare(server, secrets);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return {
    product: addressesOf(server, LOGINS.product, secrets.product),
    console: addressesOf(server, LOGINS.console, secrets.console),
    movedTo: server.dataDir === join(dataDir, "postgres") ? null : server.dataDir,
    stop: server.stop,
  };
}

async function prepare(server: EmbeddedPostgres, secrets: DemoSecrets): Promise<void> {
  await createDatabases(server.ownerUrl("postgres"), ["control", ...DEMO_CELLS.map(databaseOf)]);
  await migrate(server.ownerUrl("control"), "control", await readMigrations("control"));
  const ofCells = await readMigrations("cell");
  for (const cell of DEMO_CELLS) await migrate(server.ownerUrl(databaseOf(cell)), "cell", ofCells);
  await setLoginPasswords(server.ownerUrl("postgres"), secrets);
}

function addressesOf(server: EmbeddedPostgres, login: string, password: string): DatabaseAddresses {
  const url = (database: string) => server.url(database, login, password);
  const cells = Object.fromEntries(DEMO_CELLS.map((cell) => [cell, url(databaseOf(cell))]));
  return { control: url("control"), cells, prepare: true };
}

/** `trial-1` → `trial_1`. */
function databaseOf(cell: string): string {
  return cell.replaceAll("-", "_");
}
