/** The console's jobs in a process of their own, with the console's logins alone. Started by move.ts. */
import type { DatabaseAddresses } from "../../lib/platform/config.ts";
import { startJobs } from "../../lib/platform/job_loop.ts";
import { untilAskedToStop } from "../../lib/platform/web/server.ts";
import { openProgram, type ProgramConfig } from "../../supabase/program.ts";

if (import.meta.main) {
  const { config, logins } = JSON.parse(Deno.args[0]!) as { config: ProgramConfig; logins: DatabaseAddresses };
  await using open = new AsyncDisposableStack();
  const program = await openProgram(config, { console: logins });
  open.defer(program.close);
  open.defer(startJobs(program.shops).stop);
  await untilAskedToStop();
}
