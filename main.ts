/** The program's verbs. `start` alone makes a demo of everything on this machine; the others want hosted databases. */
import { serveConsole } from "./console/serve.ts";
import { ensureOperator, registerCells } from "./console/set_up.ts";
import { readConfig, readMigrationAddresses } from "./lib/platform/config.ts";
import { startJobs } from "./lib/platform/job_loop.ts";
import { runVerb, say } from "./lib/platform/terminal.ts";
import { untilAskedToStop } from "./lib/platform/web/server.ts";
import { serveProduct } from "./routes/serve.ts";
import { announce, type Demo, openDemo } from "./supabase/demo.ts";
import { migrateAll } from "./supabase/migrate.ts";
import { openHosted, work } from "./supabase/program.ts";
import { DEMO_PEOPLE, seed, seedWhenEmpty } from "./supabase/seed.ts";
import { verify } from "./supabase/verify.ts";

const migrate = () => migrateAll(readMigrationAddresses());
const VERBS = { start, serve, work, migrate, seed: (args: readonly string[]) => seed(args, makeRoom), verify };

if (import.meta.main) Deno.exit(await runVerb(VERBS, Deno.args));

/** Everything on this machine; with any DATABASE_URL, the hosted product. */
async function start(): Promise<void> {
  const settings = readConfig();
  if (settings.databases) return await serve();
  await using open = new AsyncDisposableStack();
  const demo = await openDemo(settings, { serves: true });
  open.defer(demo.stop);
  const { program, config } = demo;
  await makeRoom(demo);
  await ensureOperator(demo.operator);
  await seedWhenEmpty(demo);
  open.defer(startJobs(program.shops).stop);
  const product = await serveProduct(config, program, { hostname: "127.0.0.1", port: config.port });
  open.defer(product.stop);
  const parts = { ...program, demoCode: demo.operatorCode };
  const operators = await serveConsole(config, parts, { hostname: "127.0.0.1", port: config.consolePort });
  open.defer(operators.stop);
  announce(demo, DEMO_PEOPLE);
  await untilAskedToStop();
}

/** Registers the cells of a demo, so that dossiers have where to stand. */
function makeRoom({ program, config }: Demo): Promise<void> {
  return registerCells(program.cells, config.region);
}

/** The hosted product. With an outside clock it may sleep between requests; without one a timer runs the jobs. */
async function serve(): Promise<void> {
  await using open = new AsyncDisposableStack();
  const { program, config } = await openHosted("product", readConfig());
  open.defer(program.close);
  if (config.tickSecret === null) open.defer(startJobs(program.shops).stop);
  const product = await serveProduct(config, program, { hostname: "0.0.0.0", port: config.port });
  open.defer(product.stop);
  say(`Paraphe ${program.version} : ${config.baseUrl} (port ${product.port})`);
  await untilAskedToStop();
}
