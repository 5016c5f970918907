import type { Config } from "../lib/platform/config.ts";
import { healthOf } from "../lib/platform/health.ts";
import { cookieJar } from "../lib/platform/web/cookies.ts";
import { listen, type Listening } from "../lib/platform/web/server.ts";
import { readSources, serveStatic } from "../lib/platform/web/static_files.ts";
import { ASSETS, registerAssets } from "../lib/ui/mod.ts";
import { createConsole } from "./app.ts";
import type { ConsoleEdge } from "./handler.ts";

/** Name of the console's session cookie: never the product's. */
export const COOKIE = "paraphe-console";

/** What the console's edge is told beside the settings. */
export interface ConsoleParts {
  readonly version: string;
  readonly cells: readonly string[];
  /** Runs the console's jobs that are due, where the outside clock may ask for it. */
  readonly runJobs: (program: "product" | "console") => Promise<number>;
  /** The present code of the demo's operator; absent everywhere but in a demo. */
  readonly demoCode?: () => string;
}

/** Settings of which the console's edge knows. */
export type ConsoleSettings = Pick<Config, "consoleBaseUrl" | "proxyHops" | "tickSecret">;

/** Builds what the console's staircase stands on. */
export async function openConsoleEdge(settings: ConsoleSettings, parts: ConsoleParts): Promise<ConsoleEdge> {
  const { consoleBaseUrl: baseUrl, proxyHops, tickSecret } = settings;
  const { version, cells, runJobs } = parts;
  const assets = await registerAssets(await readSources(ASSETS));
  return {
    baseUrl,
    version,
    proxyHops,
    cells,
    cookie: cookieJar(COOKIE, baseUrl),
    assets: assets.path,
    serveAsset: serveStatic(assets.all),
    demoCode: parts.demoCode ?? null,
    health: () => healthOf("console", cells),
    tick: tickSecret === null ? null : { secret: tickSecret, run: () => runJobs("console") },
  };
}

/** Serves the console. Throws CannotListen when the address is taken. */
export async function serveConsole(
  settings: ConsoleSettings,
  parts: ConsoleParts,
  address: { hostname: string; port: number },
): Promise<Listening> {
  const app = createConsole(await openConsoleEdge(settings, parts));
  return listen((request, connection) => app.fetch(request, connection), address);
}
