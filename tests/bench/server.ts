import { freePort } from "../../lib/platform/db/embedded.ts";

/** The program under measure, as `start` runs it. */
export interface Server {
  readonly origin: string;
  /** Resident memory of the program's own process, in megabytes. */
  memory(): number;
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
    args: ["run", "-A", "main.ts", "start"],
    cwd: ROOT,
    env: { DATA_DIR: dataDir, PORT: String(port), CONSOLE_PORT: String(port + 1), LOG_LEVEL: "error" },
    stdout: "null",
    stderr: "inherit",
  }).spawn();
  const origin = `http://localhost:${port}`;
  await untilHealthy(origin);
  return {
    origin,
    memory: () => residentMegabytes(child.pid),
    async stop() {
      child.kill("SIGTERM");
      await child.status;
    },
  };
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

function residentMegabytes(pid: number): number {
  const status = Deno.readTextFileSync(`/proc/${pid}/status`);
  return Math.round(Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024);
}
