import type { Hono } from "hono";
import { registerCell } from "../../lib/instances/operator.ts";
import { type Mailbox, openMailbox } from "../../lib/platform/mailbox.ts";
import { openLocalTransport } from "../../lib/platform/mail.ts";
import { now } from "../../lib/platform/clock.ts";
import { runJobsOnce } from "../../lib/platform/job_loop.ts";
import { newId } from "../../lib/platform/random.ts";
import { DiskStore } from "../../lib/platform/storage/disk_store.ts";
import { configureStores, KEPT_STORE } from "../../lib/platform/stores.ts";
import { listen } from "../../lib/platform/web/server.ts";
import { wire } from "../../lib/wiring.ts";
import { createApp } from "../../routes/app.ts";
import type { AppEnv } from "../../routes/handler.ts";
import { type EdgeSettings, openEdge } from "../../routes/serve.ts";
import { openTestOutside } from "./outside.ts";
import { PRODUCTION_CELL, TRIAL_CELL, type World } from "./world.ts";

/** Address of the product in tests without a network. */
export const TEST_BASE_URL = "http://localhost:8000";
/** Secret of the tick in tests. */
export const TEST_TICK_SECRET = "tick-tick-tick-tick-tick-tick-tick-tick";

/** The product over a world, without a network: requests are handed to `app.fetch`. */
export interface TestApp {
  readonly app: Hono<AppEnv>;
  readonly baseUrl: string;
  readonly world: World;
  /** Every mail that left. */
  readonly mailbox: Mailbox;
  /** Runs the jobs of both programs until none is due. */
  runJobs(): Promise<void>;
  close(): Promise<void>;
}

/** What a test wants otherwise than usual. */
export interface AppOptions extends Partial<EdgeSettings> {
  /** False for a program that is no demo: no /dev pages. */
  readonly isDemo?: boolean;
  /** Ids of further cells of production, that the world has. */
  readonly moreCells?: readonly string[];
}

/** Opens the product over a world, both cells registered, jobs and events wired. */
export async function openApp(world: World, options: AppOptions = {}): Promise<TestApp> {
  const { isDemo = true, moreCells = [], ...settings } = options;
  const baseUrl = settings.baseUrl ?? TEST_BASE_URL;
  const folder = await Deno.makeTempDir({ prefix: "paraphe-app-" });
  const mailbox = openMailbox(`${folder}/mail`);
  openTestOutside({ baseUrl });
  const cells = [TRIAL_CELL, PRODUCTION_CELL, ...moreCells];
  openTestStores(folder, { baseUrl, cells });
  await registerCells(moreCells);
  const work = wire({ mail: () => openLocalTransport(mailbox.keep) });
  async function runJobs(): Promise<void> {
    for (const program of ["product", "console"] as const) await runJobsOnce({ program, cells, work });
  }
  const edge = await openEdge(
    {
      baseUrl,
      proxyHops: 0,
      tickSecret: TEST_TICK_SECRET,
      supportEmail: "aide@paraphe.example",
      hostingStatement: null,
      captcha: "after_failures",
      ...settings,
    },
    {
      version: "1.0.0",
      cells,
      mailbox: isDemo ? mailbox : null,
      runJobs: (program) => runJobsOnce({ program, cells, work }),
    },
  );
  return {
    app: createApp(edge),
    baseUrl,
    world,
    mailbox,
    runJobs,
    close: () => Deno.remove(folder, { recursive: true }),
  };
}

/** The same on a loopback address, for a browser. */
export async function serveApp(world: World, options: AppOptions = {}): Promise<TestApp> {
  // The port must be known before the app is made: links and origin checks hold it.
  let answer: (request: Request) => Response | Promise<Response> = () => new Response(null, { status: 503 });
  const server = listen((request) => answer(request), { hostname: "127.0.0.1", port: 0 });
  const opened = await openApp(world, { ...options, baseUrl: `http://localhost:${server.port}` });
  answer = (request) => opened.app.fetch(request, { remoteAddr: { hostname: "192.0.2.9" } });
  async function close(): Promise<void> {
    await server.stop();
    await opened.close();
  }
  return { ...opened, close };
}

async function registerCells(more: readonly string[]): Promise<void> {
  const ctx = { now: now(), personId: null, request: { id: newId(), ip: "" } };
  await registerCell(ctx, { id: TRIAL_CELL, kind: "trial", region: "eu", maxDossiers: 1_000 });
  for (const id of [PRODUCTION_CELL, ...more]) {
    await registerCell(ctx, { id, kind: "production", region: "eu", maxDossiers: 1_000 });
  }
}

function openTestStores(folder: string, { baseUrl, cells }: { baseUrl: string; cells: readonly string[] }): void {
  const signingKey = new Uint8Array(32).fill(7);
  const stores = new Map([...cells, KEPT_STORE].map((cell) => {
    return [
      cell,
      new DiskStore({ folder: `${folder}/files/${cell}`, signingKey, publicUrl: `${baseUrl}/fichiers/${cell}` }),
    ];
  }));
  configureStores((cell) => stores.get(cell)!);
}
