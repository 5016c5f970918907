/**
 * Load from a process of its own: keep-alive, `concurrency` callers, each asking again as soon as it is answered, for a
 * bounded time. Speaks to this machine only. Started by main.ts; prints one JSON line.
 */
import { Agent, request } from "node:http";
import { newId } from "../../lib/platform/random.ts";

/** What one run asks, as main.ts hands it over. */
export interface LoadPlan {
  readonly origin: string;
  readonly requests: readonly LoadRequest[];
  readonly concurrency: number;
  readonly seconds: number;
}

/** One request; several are taken in turn. `{uuid}` in the path and the body is replaced by a new id at each call. */
export interface LoadRequest {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What one run found. */
export interface LoadResult {
  readonly ok: number;
  readonly failed: number;
  readonly seconds: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
  readonly firstFailure: string | null;
}

if (import.meta.main) await main();

async function main(): Promise<void> {
  const plan = JSON.parse(Deno.args[0]!) as LoadPlan;
  const { hostname } = new URL(plan.origin);
  if (!["localhost", "127.0.0.1"].includes(hostname)) throw new Error("this load is for this machine only");
  Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify(await run(plan))));
}

async function run(plan: LoadPlan): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: plan.concurrency });
  const times: number[] = [];
  let failed = 0;
  let turn = 0;
  let firstFailure: string | null = null;
  const start = performance.now();
  const end = start + plan.seconds * 1000;
  async function caller(): Promise<void> {
    while (performance.now() < end) {
      const asked = plan.requests[turn++ % plan.requests.length]!;
      const sentAt = performance.now();
      const answer = await send(plan.origin, asked, agent);
      if (answer.status < 400) times.push(performance.now() - sentAt);
      else {
        failed += 1;
        firstFailure ??= `${answer.status} ${answer.text.slice(0, 300)}`;
      }
    }
  }
  await Promise.all(Array.from({ length: plan.concurrency }, caller));
  agent.destroy();
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  const seconds = (performance.now() - start) / 1000;
  return { ok: times.length, failed, seconds, p50: at(0.5), p95: at(0.95), max: times.at(-1) ?? 0, firstFailure };
}

function send(origin: string, asked: LoadRequest, agent: Agent): Promise<{ status: number; text: string }> {
  const body = asked.body?.replaceAll("{uuid}", () => newId());
  const headers = body
    ? { ...asked.headers, "content-length": String(new TextEncoder().encode(body).length) }
    : asked.headers;
  const path = asked.path.replaceAll("{uuid}", () => newId());
  return new Promise((resolve, reject) => {
    const sent = request(`${origin}${path}`, { method: asked.method, headers, agent }, (answer) => {
      let text = "";
      answer.on("data", (chunk) => text.length < 400 ? text += String(chunk) : undefined);
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text }));
      answer.on("error", reject);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
