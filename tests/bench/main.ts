/**
 * `deno task bench`: measures the program on the volume world and prints a table. `--quick` for one short round,
 * `--mix` for ten minutes of everything at once and the memory that it takes, `--move` for a dossier that moves while
 * people work in it.
 */
import { join } from "node:path";
import { VOLUME_OWNER } from "../../supabase/seeds/volume.ts";
import { DEMO_PASSWORD } from "../../supabase/demo.ts";
import { newId } from "../../lib/platform/random.ts";
import { paths } from "../../routes/paths.ts";
import { measureAnswers } from "./answers.ts";
import { measureFlood } from "./flood.ts";
import type { LoadPlan, LoadRequest, LoadResult } from "./load.ts";
import { measureMove } from "./move.ts";
import { measurePdf } from "./pdf.ts";
import { createAndIssue, type Footing, type Scenario, scenarios } from "./scenarios.ts";
import { runVerb, type Server, startServer } from "./server.ts";

const ROUNDS = 3;
const SECONDS = 8;
const WARM_UP_SECONDS = 2;
/** Differences below this share are noise on a shared machine. */
const NOISE = 0.25;

/** How long the whole mix lasts. */
const MIX_SECONDS = 600;

if (import.meta.main) {
  const [isQuick, isMix] = [Deno.args.includes("--quick"), Deno.args.includes("--mix")];
  if (Deno.args.includes("--move")) await measureMove(isQuick);
  else await main({ isQuick, isMix });
}

async function main({ isQuick, isMix }: { isQuick: boolean; isMix: boolean }): Promise<void> {
  const dataDir = join(new URL("../../.data/bench", import.meta.url).pathname);
  await seedOnce(dataDir);
  const server = await startServer(dataDir);
  try {
    await server.untilIdle();
    const footing = await findFooting(server.origin);
    if (isMix) return await mix(server, footing);
    say(`Deno ${Deno.version.deno}, Postgres 17 embedded, fsync on, load from another process, keep-alive`);
    say(
      `${isQuick ? 1 : ROUNDS} × ${isQuick ? 2 : SECONDS} s after warm-up; differences under ${
        NOISE * 100
      } % are noise`,
    );
    say("scenario                        |  p50 alone | p95 alone |  req/s at 8 (spread) | wanted       | peer");
    for (const scenario of scenarios(footing)) say(await measure(server, scenario, isQuick));
    say(`memory of the program: ${server.memory()} MB`);
    await weigh(server.origin, footing);
    say(await measureWait(server, footing));
    const page = scenarios(footing).find((scenario) => scenario.name.includes("list, first page, anew"))!.requests;
    const flooded = { page, origin: server.origin, seconds: isQuick ? 2 : SECONDS };
    say(await measureFlood((plan) => load(server, plan), flooded));
    for (const line of await measurePdf(isQuick)) say(line);
  } finally {
    await server.stop();
  }
  for (const line of await measureAnswers(isQuick ? 10 : 60)) say(line);
}

async function seedOnce(dataDir: string): Promise<void> {
  const mark = join(dataDir, "volume");
  if (await Deno.lstat(mark).then(() => true, () => false)) return;
  await runVerb(dataDir, ["seed", "--size", "volume"]);
  await Deno.writeTextFile(mark, "");
}

async function measure(server: Server, scenario: Scenario, isQuick: boolean): Promise<string> {
  const seconds = isQuick ? 2 : SECONDS;
  const rounds = isQuick ? 1 : ROUNDS;
  await load(server, { requests: scenario.requests, concurrency: 8, seconds: WARM_UP_SECONDS });
  const alone: LoadResult[] = [];
  const crowd: LoadResult[] = [];
  for (let round = 0; round < rounds; round++) {
    alone.push(await load(server, { requests: scenario.requests, concurrency: 1, seconds }));
    crowd.push(await load(server, { requests: scenario.requests, concurrency: 8, seconds }));
  }
  const rates = crowd.map((run) => run.ok / run.seconds);
  const failed = [...alone, ...crowd].reduce((sum, run) => sum + run.failed, 0);
  const failure = [...alone, ...crowd].find((run) => run.firstFailure)?.firstFailure;
  const spread = `${Math.round(Math.min(...rates))}–${Math.round(Math.max(...rates))}`;
  const peer = scenario.peer ? `${scenario.peer[0]} ms · ${scenario.peer[1]}/s` : "–";
  return [
    scenario.name.padEnd(31),
    ` ${ms(median(alone.map((run) => run.p50))).padStart(9)} `,
    ` ${ms(median(alone.map((run) => run.p95))).padStart(8)} `,
    ` ${String(Math.round(median(rates))).padStart(6)} (${spread})`.padEnd(23),
    ` ≤ ${scenario.wanted[0]} · ≥ ${scenario.wanted[1]} `,
    ` ${peer}${failed ? ` · ${failed} FAILED: ${failure}` : ""}`,
  ].join("|");
}

/** Everything at once, files included, and what it takes of memory. */
async function mix(server: Server, footing: Footing): Promise<void> {
  const issue = createAndIssue(footing);
  const files = footing.invoices.map((id) => fileOf(footing, id));
  const requests = scenarios(footing).flatMap((scenario) => scenario.requests);
  const all = [...requests, ...files, issue];
  for (let minute = 1; minute <= MIX_SECONDS / 60; minute++) {
    const run = await load(server, { requests: all, concurrency: 8, seconds: 60 });
    const rate = Math.round(run.ok / run.seconds);
    say(`minute ${minute}: ${rate}/s, ${run.failed} failed, memory ${server.memory()} MB (≤ 450 MB)`);
  }
}

function fileOf({ slug, headers }: Footing, id: string): LoadRequest {
  return { method: "GET", path: paths.documentAct(slug, { kind: "invoice", id }, "pdf"), headers };
}

/** How much longer other pages wait while files of 300 lines are rendered one after the other. */
async function measureWait(server: Server, footing: Footing): Promise<string> {
  const page = scenarios(footing).find((scenario) => scenario.name.includes("list, first page, anew"))!;
  const plan = { requests: page.requests, concurrency: 1, seconds: SECONDS };
  const quiet = await load(server, plan);
  const ids = await Promise.all(Array.from({ length: 20 }, () => issueLong(server.origin, footing)));
  const busy = load(server, plan);
  let rendered = 0;
  const stop = performance.now() + SECONDS * 1000;
  for (const id of ids) {
    if (performance.now() > stop) break;
    const { path, headers } = fileOf(footing, id);
    await (await fetch(`${server.origin}${path}`, { headers })).arrayBuffer();
    rendered += 1;
  }
  const loud = await busy;
  const figures = (run: LoadResult) => `p50 ${ms(run.p50)}, p95 ${ms(run.p95)}, longest ${ms(run.max)}`;
  return `invoice list anew, alone: ${figures(quiet)}; while ${rendered} files of 300 lines are rendered: ` +
    `${figures(loud)} (≤ 20 ms longer)`;
}

async function issueLong(origin: string, footing: Footing): Promise<string> {
  const { path, headers, body } = createAndIssue(footing, 300);
  const sent = { method: "POST", headers, body: body!.replaceAll("{uuid}", () => newId()) };
  return (await (await fetch(`${origin}${path}`, sent)).json() as { id: string }).id;
}

async function load(server: Server, plan: Omit<LoadPlan, "origin">): Promise<LoadResult> {
  const done = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      new URL("load.ts", import.meta.url).pathname,
      JSON.stringify({ origin: server.origin, ...plan }),
    ],
    stdout: "piped",
    stderr: "inherit",
  }).output();
  return JSON.parse(new TextDecoder().decode(done.stdout)) as LoadResult;
}

/** Signs in as a person does, and picks the documents that are looked at. */
async function findFooting(origin: string): Promise<Footing> {
  const signedIn = await fetch(`${origin}${paths.signIn()}`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json", origin },
    body: JSON.stringify({ email: VOLUME_OWNER, password: DEMO_PASSWORD }),
    redirect: "manual",
  });
  const cookie = signedIn.headers.get("set-cookie")?.split(";")[0] ?? "";
  await signedIn.body?.cancel();
  const slug = "volume-batiment";
  const headers = { cookie, origin, "accept-encoding": "gzip" };
  const list = await json(origin, { path: paths.documents(slug, "invoice"), headers }) as {
    documents: { id: string; number: string; customerId: string }[];
  };
  const { documents } = list;
  return {
    slug,
    headers,
    invoices: documents.slice(0, 20).map((document) => document.id),
    numbers: documents.slice(0, 20).map((document) => document.number),
    customerId: documents[0]!.customerId,
  };
}

async function json(origin: string, { path, headers }: Pick<LoadRequest, "path" | "headers">): Promise<unknown> {
  const answer = await fetch(`${origin}${path}`, { headers: { ...headers, accept: "application/json" } });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return await answer.json();
}

/** Bytes over the wire of a page seen for the first time, and seen again with its assets kept. */
async function weigh(origin: string, footing: Footing): Promise<void> {
  const path = paths.documents(footing.slug, "invoice");
  const headers = { ...footing.headers, accept: "text/html" };
  const page = await wireBytes(`${origin}${path}`, headers);
  const html = await (await fetch(`${origin}${path}`, { headers })).text();
  const assets = new Set([...html.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, url]) => url!));
  let cold = page;
  for (const asset of assets) cold += await wireBytes(`${origin}${asset}`, headers);
  say(`first visit of the invoice list: ${kilobytes(cold)}; next visit: ${kilobytes(page)} (peer 640 kB; 14–25 kB)`);
}

/** Bytes of an answer as they cross the wire, compressed: counted on the socket, since fetch unpacks them. */
async function wireBytes(url: string, headers: Readonly<Record<string, string>>): Promise<number> {
  const { request } = await import("node:http");
  return await new Promise((resolve, reject) => {
    request(url, { headers }, (answer) => {
      let bytes = 0;
      answer.on("data", (chunk: Uint8Array) => bytes += chunk.length);
      answer.on("end", () => resolve(bytes));
    }).on("error", reject).end();
  });
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

function say(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}
