import type { Config } from "../lib/platform/config.ts";
import { healthOf } from "../lib/platform/health.ts";
import type { Mailbox } from "../lib/platform/mailbox.ts";
import { cookieJar } from "../lib/platform/web/cookies.ts";
import { listen, type Listening } from "../lib/platform/web/server.ts";
import { pageMemory } from "../lib/platform/web/page_memory.ts";
import { readSources, serveStatic } from "../lib/platform/web/static_files.ts";
import { ASSETS, registerAssets } from "../lib/ui/mod.ts";
import { createApp } from "./app.ts";
import type { Edge } from "./edge.ts";

/** Name of the product's session cookie. */
export const COOKIE = "paraphe";

/** Name of the cookie of a sign-in that waits for its second step. */
export const STEP_COOKIE = "paraphe_etape";

/** Name of the cookie that holds a guest's session. */
export const GUEST_COOKIE = "paraphe_consultation";

/** What the product's edge is told beside the settings. */
export interface ProductParts {
  readonly version: string;
  readonly cells: readonly string[];
  /** Runs the jobs that are due, where the outside clock may ask for it. */
  readonly runJobs: (program: "product" | "console") => Promise<number>;
  /** A demo's mailbox; null wherever mail leaves for good. */
  readonly mailbox: Mailbox | null;
}

/** Settings of which the edge knows. */
export type EdgeSettings = Pick<
  Config,
  "baseUrl" | "proxyHops" | "tickSecret" | "supportEmail" | "hostingStatement" | "captcha"
>;

/** Builds what the staircase stands on: static files read and packed once, the cookie, health. */
export async function openEdge(settings: EdgeSettings, parts: ProductParts): Promise<Edge> {
  const { baseUrl, proxyHops, supportEmail, hostingStatement, tickSecret, captcha } = settings;
  const { version, cells, runJobs, mailbox } = parts;
  const assets = await registerAssets(await readSources(ASSETS));
  return {
    baseUrl,
    version,
    proxyHops,
    supportEmail,
    hostingStatement,
    captcha,
    mailbox,
    cookie: cookieJar(COOKIE, baseUrl),
    stepCookie: cookieJar(STEP_COOKIE, baseUrl),
    guestCookie: cookieJar(GUEST_COOKIE, baseUrl),
    assets: assets.path,
    cells,
    pages: pageMemory(),
    serveAsset: serveStatic(assets.all),
    health: () => healthOf("product", cells),
    tick: tickSecret === null ? null : { secret: tickSecret, run: () => runJobs("product") },
  };
}

/** Serves the product. Throws CannotListen when the address is taken. */
export async function serveProduct(
  settings: EdgeSettings,
  parts: ProductParts,
  address: { hostname: string; port: number },
): Promise<Listening> {
  const app = createApp(await openEdge(settings, parts));
  return listen((request, connection) => app.fetch(request, connection), address);
}
