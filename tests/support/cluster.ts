import { statfs } from "node:fs/promises";
import { migrate, readMigrations } from "../../lib/platform/db/migrate.ts";
import { createDatabases, setLoginPasswords } from "../../lib/platform/db/logins.ts";
import { startEmbeddedPostgres } from "../../lib/platform/db/embedded.ts";
import { nowMs } from "../../lib/platform/clock.ts";

/** Passwords on the throw-away server: it listens on the loopback address and dies with the tests. */
export const TEST_PASSWORDS = {
  owner: "ownerownerownerowner",
  product: "productproductproduct0",
  console: "consoleconsoleconsole0",
};

/** Settings that trade safety on power loss for speed: these databases live for one run. */
const FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_wal_size=1GB"];

/** The logins' passwords are known to everybody: stretching them at each connection would prove nothing. */
const QUICK_LOGINS = ["scram_iterations=1"];

/** Where Linux keeps files in memory, and what a run may need of it, in bytes: databases, their log, room to spare. */
const MEMORY = "/dev/shm", MEMORY_NEEDED = 4 * 1024 ** 3;
/** Type of a file system in memory, as `statfs` names it. */
const TMPFS = 0x01021994;
const PREFIX = "paraphe-tests-";
/** No run lasts as long. */
const LEFT_AFTER_MS = 3_600_000;

/** A server with the two templates, migrated, that test files clone. */
export interface TestCluster {
  readonly port: number;
  /** Folder of the server's socket, or an empty text where the system has none. */
  readonly socket: string;
  stop(): Promise<void>;
}

/** Starts the server and builds the templates `template_control` and `template_cell`. */
export async function startTestCluster(): Promise<TestCluster> {
  const dataDir = await throwAwayFolder();
  await Deno.chmod(dataDir, 0o755);
  const server = await startEmbeddedPostgres({
    dataDir,
    ownerPassword: TEST_PASSWORDS.owner,
    settings: [...FAST, ...QUICK_LOGINS, "max_connections=300"],
  });
  await createDatabases(server.ownerUrl("postgres"), ["template_control", "template_cell"]);
  for (const kind of ["control", "cell"] as const) {
    await migrate(server.ownerUrl(`template_${kind}`), kind, await readMigrations(kind));
  }
  await setLoginPasswords(server.ownerUrl("postgres"), TEST_PASSWORDS);
  return {
    port: server.port,
    socket: new URL(server.ownerUrl("postgres")).searchParams.get("host") ?? "",
    async stop() {
      await server.stop();
      await Deno.remove(dataDir, { recursive: true });
    },
  };
}

/**
 * A folder in memory where there is room for it: a database cloned there costs a tenth of the processor's time, since
 * ext4 looks past every file that was deleted in the last seconds for each one that it makes. Elsewhere a folder of
 * temporary files.
 */
async function throwAwayFolder(): Promise<string> {
  if (!await hasMemoryToSpare()) return await Deno.makeTempDir({ prefix: PREFIX });
  await removeLeftOvers();
  return await Deno.makeTempDir({ prefix: PREFIX, dir: MEMORY });
}

/** A killed run leaves its folder behind, and memory is not emptied at night. */
async function removeLeftOvers(): Promise<void> {
  for await (const { name } of Deno.readDir(MEMORY)) {
    if (!name.startsWith(PREFIX)) continue;
    const madeAt = (await Deno.lstat(`${MEMORY}/${name}`).catch(() => null))?.mtime?.getTime() ?? Infinity;
    if (madeAt > nowMs() - LEFT_AFTER_MS) continue;
    await Deno.remove(`${MEMORY}/${name}`, { recursive: true }).catch(() => {});
  }
}

async function hasMemoryToSpare(): Promise<boolean> {
  if (Deno.build.os !== "linux") return false;
  const folder = await statfs(MEMORY).catch(() => null);
  const room = folder?.type === TMPFS ? folder.bavail * folder.bsize : 0;
  return Math.min(room, Deno.systemMemoryInfo().available) >= MEMORY_NEEDED;
}
