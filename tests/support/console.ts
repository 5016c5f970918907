import { Buffer } from "node:buffer";
import type { Hono } from "hono";
import { createConsole } from "../../console/app.ts";
import type { AppEnv } from "../../console/handler.ts";
import { openConsoleEdge } from "../../console/serve.ts";
import { ensureOperator } from "../../console/set_up.ts";
import { totpCode } from "../../lib/identity/totp.ts";
import { now } from "../../lib/platform/clock.ts";
import { listen } from "../../lib/platform/web/server.ts";
import { PRODUCTION_CELL, TRIAL_CELL } from "./world.ts";

/** Address of the console in tests without a network. */
export const TEST_CONSOLE_URL = "http://127.0.0.1:8001";

const TOTP_SECRET = new Uint8Array(Buffer.from("odile-odile-odile-20"));

/** Odile, who runs the service. */
export const ODILE = { email: "odile@paraphe.example", name: "Odile", password: "trois petits chats gris" };

/** Her six digits of the moment. Each is accepted once. */
export function odilesCode(): string {
  return totpCode(TOTP_SECRET, now());
}

const OMARS_SECRET = new Uint8Array(Buffer.from("omar-omar-omar-omar-"));

/** Omar, who decides what Odile asks. */
export const OMAR = { email: "omar@paraphe.example", name: "Omar", password: "quatre petits chiens noirs" };

/** His six digits of the moment. Each is accepted once. */
export function omarsCode(): string {
  return totpCode(OMARS_SECRET, now());
}

const OLGAS_SECRET = new Uint8Array(Buffer.from("olga-olga-olga-olga-"));
const OSCARS_SECRET = new Uint8Array(Buffer.from("oscar-oscar-oscar-20"));

/** Olga, of the support. */
export const OLGA = { email: "olga@paraphe.example", name: "Olga", password: "cinq petites souris vertes" };
/** Oscar, of the operations. */
export const OSCAR = { email: "oscar@paraphe.example", name: "Oscar", password: "six petits canards jaunes" };

/** Olga's six digits of the moment. Each is accepted once. */
export function olgasCode(): string {
  return totpCode(OLGAS_SECRET, now());
}

/** Oscar's six digits of the moment. Each is accepted once. */
export function oscarsCode(): string {
  return totpCode(OSCARS_SECRET, now());
}

/** Adds Olga and Oscar, who may less than the two others. */
export async function addStaff(): Promise<void> {
  await ensureOperator({ ...OLGA, role: "support", totpSecret: OLGAS_SECRET });
  await ensureOperator({ ...OSCAR, role: "operations", totpSecret: OSCARS_SECRET });
}

/** The console of a test. */
export interface TestConsole {
  readonly app: Hono<AppEnv>;
  readonly baseUrl: string;
}

/** Opens the console over the present world, with Odile and Omar, administrators, as its operators. */
export async function openConsole(consoleBaseUrl = TEST_CONSOLE_URL): Promise<TestConsole> {
  await ensureOperator({ ...ODILE, totpSecret: TOTP_SECRET });
  await ensureOperator({ ...OMAR, totpSecret: OMARS_SECRET });
  const settings = { consoleBaseUrl, proxyHops: 0, tickSecret: null };
  const runJobs = () => Promise.resolve(0);
  const edge = await openConsoleEdge(settings, { version: "1.0.0", cells: [TRIAL_CELL, PRODUCTION_CELL], runJobs });
  return { app: createConsole(edge), baseUrl: consoleBaseUrl };
}

/** The same on a loopback address, for a browser. */
export async function serveTestConsole(): Promise<TestConsole & { close(): Promise<void> }> {
  let answer: (request: Request) => Response | Promise<Response> = () => new Response(null, { status: 503 });
  const server = listen((request) => answer(request), { hostname: "127.0.0.1", port: 0 });
  const opened = await openConsole(`http://127.0.0.1:${server.port}`);
  answer = (request) => opened.app.fetch(request, { remoteAddr: { hostname: "192.0.2.9" } });
  return { ...opened, close: () => server.stop() };
}
