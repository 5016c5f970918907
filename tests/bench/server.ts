import { freePort } from "../../lib/platform/db/embedded.ts";

/** The program under measure, as `start` runs it. */
export interface Server {
  readonly origin: string;
  /** Resident memory of the program's own process (product, console, workers), in megabytes. */
  memory(): number;
  /** Waits until it does nothing: jobs left by an earlier run are done first. */
  untilIdle(): Promise<void>;
  stop(): Promise<void>;
}

const ROOT = new URL("../../", import.meta.url);

/** Runs a verb of the program on a data folder, to its end. */
export async function runVerb(dataDir: string, args: readonly string[]): Promise<void> {
  const done = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "main.ts", ...args],
    cwd: ROOT,
    env: { DATA_DIR: dataDir },
    stdout: "inherit",
    stderr: "inherit",
  }).output();
  if (!done.success) throw new Error(`main.ts ${args.join(" ")} failed`);
}

/** Starts the program on a data folder and waits until it is healthy. */
export async function startServer(dataDir: string): Promise<Server> {
  const port = await freePort();
  const child = new Deno.Command(Deno.execPath(), {
    args: await startArguments(),
    cwd: ROOT,
    env: { DATA_DIR: dataDir, PORT: String(port), CONSOLE_PORT: String(port + 1), LOG_LEVEL: "error", PROXY_HOPS: "1" },
    stdout: "null",
    stderr: "inherit",
  }).spawn();
  const origin = `http://localhost:${port}`;
  await untilHealthy(origin);
  return {
    origin,
    memory: () => residentMegabytes(child.pid),
    untilIdle: () => untilIdle(child.pid),
    async stop() {
      child.kill("SIGTERM");
      await child.status;
    },
  };
}

/** What `deno task start` runs, V8's flags included: that is what is measured. */
async function startArguments(): Promise<string[]> {
  const { tasks } = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));
  const [, ...args] = tasks.start.command.split(" ");
  return args;
}

async function untilHealthy(origin: string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    const healthy = await fetch(`${origin}/healthz`).then(
      (answer) => answer.body?.cancel().then(() => answer.ok),
      () => false,
    );
    if (healthy) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("the server did not become healthy within a minute");
}

/** Ticks of a hundredth of a second that an idle program may take in two seconds: its timers. */
const IDLE_TICKS = 10;
const IDLE_WAIT_S = 600;

async function untilIdle(pid: number): Promise<void> {
  for (let waited = 0, before = ticksOf(pid); waited < IDLE_WAIT_S; waited += 2) {
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    const after = ticksOf(pid);
    if (after - before <= IDLE_TICKS) return;
    before = after;
  }
  throw new Error("the program is never idle");
}

function ticksOf(pid: number): number {
  const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
  const [user, system] = stat.slice(stat.lastIndexOf(")") + 2).split(" ").slice(11, 13);
  return Number(user) + Number(system);
}

function residentMegabytes(pid: number): number {
  const status = Deno.readTextFileSync(`/proc/${pid}/status`);
  return Math.round(Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024);
}
