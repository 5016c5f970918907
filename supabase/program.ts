import denoJson from "../deno.json" with { type: "json" };
import { type Config, type DatabaseAddresses, readConfig, SettingError } from "../lib/platform/config.ts";
import { openMasterKey } from "../lib/platform/crypto.ts";
import { type Addresses, closeDatabases, configureDatabases } from "../lib/platform/db/pools.ts";
import { runJobsOnce, type Shop } from "../lib/platform/job_loop.ts";
import { setLogLevel } from "../lib/platform/log.ts";
import type { Mailbox } from "../lib/platform/mailbox.ts";
import { openOutgoing } from "../lib/platform/outgoing.ts";
import { configureOutside } from "../lib/platform/outside.ts";
import { openStore } from "../lib/platform/storage/storage.ts";
import type { Store } from "../lib/platform/storage/store.ts";
import { configureStores, KEPT_STORE } from "../lib/platform/stores.ts";
import { say } from "../lib/platform/terminal.ts";
import { wire } from "../lib/wiring.ts";

/** The logins that this process holds: one in each hosted program, both in a demo. */
export interface ProgramLogins {
  readonly product?: DatabaseAddresses;
  readonly console?: DatabaseAddresses;
}

/** A process that knows its databases, files, mail and work, and serves nothing yet. */
export interface Program {
  readonly version: string;
  readonly cells: readonly string[];
  /** Jobs of each program whose login this process holds. */
  readonly shops: readonly Shop[];
  /** A demo's mailbox; null wherever mail leaves for good. */
  readonly mailbox: Mailbox | null;
  /** Runs what is due of one program's jobs, and returns how many ran. */
  runJobs(program: Shop["program"]): Promise<number>;
  close(): Promise<void>;
}

/** Settings that a program cannot do without, once they are known to be there. */
export type ProgramConfig = Config & { readonly masterKey: string };

/** A program on hosted databases, with the settings that it runs under. */
export interface HostedProgram {
  readonly program: Program;
  readonly config: ProgramConfig;
}

/** Opens one of the two programs on hosted databases. Throws SettingError where only `start` could do without. */
export async function openHosted(which: Shop["program"], settings: Config): Promise<HostedProgram> {
  const { databases, masterKey } = settings;
  if (databases === null) throw new SettingError("Réglage manquant : DATABASE_URL.");
  if (masterKey === null) throw new SettingError("Réglage manquant : MASTER_KEY.");
  const config = { ...settings, masterKey };
  return { config, program: await openProgram(config, { [which]: databases }) };
}

/** Hands the outside to the modules and puts events and jobs in their place. */
export async function openProgram(config: ProgramConfig, logins: ProgramLogins): Promise<Program> {
  setLogLevel(config.logLevel);
  const version = denoJson.version;
  const masterKey = openMasterKey(config.masterKey);
  const { baseUrl, consoleBaseUrl, mailFrom, publisher, timestampUrl } = config;
  configureOutside({ baseUrl, consoleBaseUrl, masterKey, version, mailFrom, publisher, timestampUrl });
  const given = logins.product ?? logins.console;
  const cells = Object.keys(given ? given.cells : {});
  configureDatabases({
    ...(logins.product ? { product: addressesOf(logins.product) } : {}),
    ...(logins.console ? { console: addressesOf(logins.console) } : {}),
    prepare: given?.prepare ?? true,
  });
  await openStores(config, { cells, signingKey: masterKey.subkey("file-addresses") });
  const { transport, mailbox } = openOutgoing(config);
  const work = wire({ mail: () => transport });
  const shops = (["product", "console"] as const).filter((program) => logins[program])
    .map((program): Shop => ({ program, cells, work }));
  async function runJobs(program: Shop["program"]): Promise<number> {
    const ran = await Promise.all(shops.filter((shop) => shop.program === program).map(runJobsOnce));
    return ran.reduce((total, count) => total + count, 0);
  }
  return { version, cells, mailbox, shops, runJobs, close: closeDatabases };
}

function addressesOf({ control, cells }: DatabaseAddresses): Addresses {
  return { control, cell: (id) => cells[id] ?? null };
}

/** One private store a cell, and one for the archives that are kept: a folder, or a bucket. */
async function openStores(
  config: Config,
  { cells, signingKey }: { cells: readonly string[]; signingKey: Uint8Array },
): Promise<void> {
  const { storage, dataDir, baseUrl } = config;
  const stores = new Map<string, Store>();
  for (const cell of [...cells, KEPT_STORE]) {
    const store = storage.kind === "disk"
      ? {
        kind: "disk" as const,
        folder: `${dataDir}/files/${cell}`,
        signingKey,
        publicUrl: `${baseUrl}/fichiers/${cell}`,
      }
      : { ...storage, bucket: `${storage.bucket}-${cell}` };
    stores.set(cell, await openStore(store));
  }
  configureStores((cell) => {
    const store = stores.get(cell);
    if (!store) throw new Error(`no file store for ${cell}`);
    return store;
  });
}

/** One round of the product's jobs, for a host whose clock calls a command. */
export async function work(): Promise<void> {
  const { program } = await openHosted("product", readConfig());
  try {
    say(`${await program.runJobs("product")} travaux faits`);
  } finally {
    await program.close();
  }
}
