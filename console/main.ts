/** The operator's console as a program of its own: its own database login, its own secrets, its own jobs. */
import { readConfig } from "../lib/platform/config.ts";
import { startJobs } from "../lib/platform/job_loop.ts";
import { runVerb, say } from "../lib/platform/terminal.ts";
import { untilAskedToStop } from "../lib/platform/web/server.ts";
import { openHosted } from "../supabase/program.ts";
import { serveConsole } from "./serve.ts";
import { registerCells } from "./set_up.ts";

if (import.meta.main) Deno.exit(await runVerb({ serve, work }, Deno.args));

/** The hosted console. With an outside clock it may sleep between requests; without one a timer runs its jobs. */
async function serve(): Promise<void> {
  await using open = new AsyncDisposableStack();
  const { program, config } = await openHosted("console", readConfig());
  open.defer(program.close);
  await registerCells(program.cells, config.region);
  if (config.tickSecret === null) open.defer(startJobs(program.shops).stop);
  const operators = await serveConsole(config, program, { hostname: "0.0.0.0", port: config.consolePort });
  open.defer(operators.stop);
  say(`Console ${program.version} : ${config.consoleBaseUrl} (port ${operators.port})`);
  await untilAskedToStop();
}

/** One round of the console's jobs. */
async function work(): Promise<void> {
  await using open = new AsyncDisposableStack();
  const { program } = await openHosted("console", readConfig());
  open.defer(program.close);
  say(`${await program.runJobs("console")} travaux faits`);
}
