/**
 * Load from a process of its own: keep-alive, `concurrency` callers, each asking again as soon as it is answered, for a
 * bounded time. Speaks to this machine only. Started by main.ts; prints one JSON line. It shares the two cores with
 * what it measures, so it speaks HTTP over bare sockets: a client library takes three times as much of them.
 */
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
  /** How many answers of each status. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly seconds: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
  readonly firstFailure: string | null;
}

const CR = 13;

if (import.meta.main) await main();

async function main(): Promise<void> {
  const plan = JSON.parse(Deno.args[0]!) as LoadPlan;
  const { hostname } = new URL(plan.origin);
  if (!["localhost", "127.0.0.1"].includes(hostname)) throw new Error("this load is for this machine only");
  Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify(await run(plan))));
}

async function run(plan: LoadPlan): Promise<LoadResult> {
  const times: number[] = [];
  const statuses: Record<string, number> = {};
  let failed = 0;
  let turn = 0;
  let firstFailure: string | null = null;
  const start = performance.now();
  const end = start + plan.seconds * 1000;
  async function caller(): Promise<void> {
    using line = await openLine(plan.origin);
    while (performance.now() < end) {
      const asked = plan.requests[turn++ % plan.requests.length]!;
      const sentAt = performance.now();
      const answer = await line.ask(asked);
      statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
      if (answer.status < 400) times.push(performance.now() - sentAt);
      else {
        failed += 1;
        firstFailure ??= `${answer.status} ${answer.body.slice(0, 300)}`;
      }
    }
  }
  await Promise.all(Array.from({ length: plan.concurrency }, caller));
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  const seconds = (performance.now() - start) / 1000;
  const figures = { p50: at(0.5), p95: at(0.95), max: times.at(-1) ?? 0 };
  return { ok: times.length, failed, statuses, seconds, ...figures, firstFailure };
}

interface Line extends Disposable {
  ask(request: LoadRequest): Promise<{ status: number; body: string }>;
}

/** One connection kept open. */
async function openLine(origin: string): Promise<Line> {
  const { hostname, port, host } = new URL(origin);
  const connection = await Deno.connect({ hostname, port: Number(port) });
  connection.setNoDelay();
  const encoder = new TextEncoder(), decoder = new TextDecoder();
  let buffer = new Uint8Array(1 << 20);
  return {
    async ask({ method, path, headers, body }) {
      const text = body?.replaceAll("{uuid}", () => newId()) ?? "";
      const lines = Object.entries({ host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
      const length = body === undefined ? "" : `content-length: ${encoder.encode(text).length}\r\n`;
      const target = path.replaceAll("{uuid}", () => newId());
      await writeAll(
        connection,
        encoder.encode(`${method} ${target} HTTP/1.1\r\n${lines.join("")}${length}\r\n${text}`),
      );
      let have = 0, head: Head | null = null;
      while (head === null || have < head.total) {
        if (have === buffer.length) buffer = grown(buffer);
        const read = await connection.read(buffer.subarray(have));
        if (read === null) throw new Error("the server hung up");
        have += read;
        head ??= headOf(decoder, buffer.subarray(0, have));
      }
      return { status: head.status, body: head.status < 400 ? "" : decoder.decode(buffer.subarray(head.start, have)) };
    },
    [Symbol.dispose]: () => connection.close(),
  };
}

interface Head {
  readonly status: number;
  /** Where the body starts, and where it ends. */
  readonly start: number;
  readonly total: number;
}

/** Status and length of an answer, or null while its head has not come whole. */
function headOf(decoder: TextDecoder, bytes: Uint8Array): Head | null {
  for (let at = bytes.indexOf(CR); at !== -1; at = bytes.indexOf(CR, at + 1)) {
    if (bytes[at + 2] !== CR || bytes[at + 3] === undefined) continue;
    const head = decoder.decode(bytes.subarray(0, at));
    const length = /^content-length: (\d+)$/im.exec(head)?.[1];
    const status = Number(head.slice(9, 12));
    if (length === undefined && status !== 204 && status !== 304) throw new Error(`no length in ${head}`);
    return { status, start: at + 4, total: at + 4 + Number(length ?? 0) };
  }
  return null;
}

function grown(buffer: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(buffer.length * 2);
  larger.set(buffer);
  return larger;
}

async function writeAll(connection: Deno.Conn, bytes: Uint8Array): Promise<void> {
  for (let sent = 0; sent < bytes.length;) sent += await connection.write(bytes.subarray(sent));
}
