import { migrate, readMigrations } from "../../lib/platform/db/migrate.ts";
import { createDatabases, setLoginPasswords } from "../../lib/platform/db/logins.ts";
import { startEmbeddedPostgres } from "../../lib/platform/db/embedded.ts";

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

/** A server with the two templates, migrated, that test files clone. */
export interface TestCluster {
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts the server and builds the templates `template_control` and `template_cell`. */
export async function startTestCluster(): Promise<TestCluster> {
  const dataDir = await Deno.makeTempDir({ prefix: "paraphe-tests-" });
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
    async stop() {
      await server.stop();
      await Deno.remove(dataDir, { recursive: true });
    },
  };
}
