import { isSameSecret } from "../../lib/platform/crypto.ts";
import { jsonText } from "../../lib/platform/web/json.ts";
import { notFound, type OpenContext, type Routes } from "../handler.ts";

/** What machines ask for: static files, health, the tick. */
export const routes: Routes = {
  "GET /assets/:file": serveAsset,
  "GET /healthz": showHealth,
  "POST /internal/tick": runTick,
};

function serveAsset(c: OpenContext): Response {
  const answer = c.get("edge").serveAsset(c.req.raw);
  if (!answer) throw notFound();
  return answer;
}

/** 503 only when control does not answer: a cell that is down concerns its own dossiers, and they hear it. */
async function showHealth(c: OpenContext): Promise<Response> {
  const { health, version } = c.get("edge");
  const { control, cells } = await health();
  const body = {
    status: control ? "ok" : "down",
    version,
    cells: Object.fromEntries(Object.entries(cells).map(([id, answers]) => [id, answers ? "ok" : "down"])),
  };
  const headers = { "content-type": "application/json", "cache-control": "no-store" };
  return c.body(jsonText(body), control ? 200 : 503, headers);
}

/** Runs the jobs that are due. A wrong secret and a program without a tick get the answer of an unknown page. */
async function runTick(c: OpenContext): Promise<Response> {
  const { tick } = c.get("edge");
  const [, given] = /^Bearer (\S+)$/.exec(c.req.header("authorization") ?? "") ?? [];
  if (!tick || !given || !isSameSecret(given, tick.secret)) throw notFound();
  return c.json({ ran: await tick.run() });
}
