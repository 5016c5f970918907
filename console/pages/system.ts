import { isSameSecret } from "../../lib/platform/crypto.ts";
import { answerNotFound } from "../errors.tsx";
import type { OpenContext, Routes } from "../handler.ts";

/** What machines ask for: static files, health, the tick of the console's own jobs. */
export const routes: Routes = {
  "GET /assets/:file": (c) => c.get("edge").serveAsset(c.req.raw) ?? answerNotFound(c),
  "GET /healthz": showHealth,
  "POST /internal/tick": runTick,
};

async function showHealth(c: OpenContext): Promise<Response> {
  const { health, version } = c.get("edge");
  const { control, cells } = await health();
  const words = Object.entries(cells).map(([id, answers]) => [id, answers ? "ok" : "down"]);
  const body = { status: control ? "ok" : "down", version, cells: Object.fromEntries(words) };
  return c.json(body, control ? 200 : 503, { "cache-control": "no-store" });
}

async function runTick(c: OpenContext): Promise<Response> {
  const { tick } = c.get("edge");
  const [, given] = /^Bearer (\S+)$/.exec(c.req.header("authorization") ?? "") ?? [];
  if (!tick || !given || !isSameSecret(given, tick.secret)) return answerNotFound(c);
  return c.json({ ran: await tick.run() });
}
