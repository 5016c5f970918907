/**
 * `deno task bench --move`: a dossier of 10,000 invoices and 1 GB in 25,000 files moves to the other cell while 20
 * people work in it; `--quick` for a small one. Product, console and users are three processes, on databases with
 * fsync. What the users were told is counted apart and looked for where the dossier arrived. Run again, it moves back.
 */
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { registerCells } from "../../console/set_up.ts";
import { enterDossier } from "../../lib/access/mod.ts";
import { verifyAgreement, verifyChain } from "../../lib/antifraud/mod.ts";
import type { Ctx } from "../../lib/base/ctx.ts";
import type { Uuid } from "../../lib/base/ids.ts";
import { registerFile } from "../../lib/files/mod.ts";
import { findPlace } from "../../lib/instances/mod.ts";
import { hastenPurge, startMove } from "../../lib/instances/operator.ts";
import type { ProcedureKey } from "../../lib/instances/procedure_store.ts";
import { delay, elapsedMs, now } from "../../lib/platform/clock.ts";
import { readConfig } from "../../lib/platform/config.ts";
import { sha256Hex } from "../../lib/platform/crypto.ts";
import { CONTROL } from "../../lib/platform/db/pools.ts";
import { freePort } from "../../lib/platform/db/embedded.ts";
import { withOperator, withTenant } from "../../lib/platform/db/tenant.ts";
import { rows } from "../../lib/platform/db/transaction.ts";
import { startJobs } from "../../lib/platform/job_loop.ts";
import { newId, randomBytes } from "../../lib/platform/random.ts";
import { storeOf } from "../../lib/platform/stores.ts";
import { paths } from "../../routes/paths.ts";
import { serveProduct } from "../../routes/serve.ts";
import { demoSecrets, takeDataDir } from "../../supabase/demo_secrets.ts";
import { DEMO_PASSWORD } from "../../supabase/demo.ts";
import { startDemoDatabases } from "../../supabase/embedded_databases.ts";
import { openProgram, type ProgramConfig } from "../../supabase/program.ts";
import { seedVolume, VOLUME_OWNER } from "../../supabase/seeds/volume.ts";
import { visitor } from "../../supabase/seeds/world.ts";
import { ALL_RIGHTS } from "../../lib/access/mod.ts";
import type { Told } from "./move_users.ts";

const FULL = { customers: 1_000, items: 500, invoices: 10_000, files: 25_000 };
const QUICK = { customers: 100, items: 50, invoices: 500, files: 1_000 };
/** 25,000 of them are 1 GB. */
const FILE_BYTES = 40_000;
const USERS = 20;
/** What people leave between two acts, in milliseconds. */
const THINK_MS = 1_000;
const SLUG = "volume-batiment";
const ASKED = { by: { operatorId: null, name: "Odile" }, reason: "mesure d’un déménagement" };

type Size = typeof FULL;
type Logins = Awaited<ReturnType<typeof startDemoDatabases>>;

/** Seeds once, moves, counts, and prints what was found. */
export async function measureMove(isQuick: boolean): Promise<void> {
  const dataDir = new URL(`../../.data/bench-move${isQuick ? "-quick" : ""}`, import.meta.url).pathname;
  await takeDataDir(dataDir);
  const secrets = await demoSecrets(dataDir);
  await using open = new AsyncDisposableStack();
  const databases = await startDemoDatabases(dataDir, secrets);
  open.defer(databases.stop);
  const [port, consolePort] = [await freePort(), await freePort()];
  const environment = { PORT: String(port), CONSOLE_PORT: String(consolePort), LOG_LEVEL: "error", DATA_DIR: dataDir };
  const config: ProgramConfig = { ...readConfig(environment), masterKey: secrets.masterKey };
  const program = await openProgram(config, databases);
  open.defer(program.close);
  await registerCells(program.cells, "eu");
  const size = isQuick ? QUICK : FULL;
  await seedOnce(program, { dataDir, size });
  open.defer(startJobs(program.shops.filter((shop) => shop.program === "product")).stop);
  const product = await serveProduct(config, program, { hostname: "127.0.0.1", port });
  open.defer(product.stop);
  open.defer(startConsole(config, databases));
  await moveUnderWork(config.baseUrl);
}

async function moveUnderWork(origin: string): Promise<void> {
  const cookie = await signIn(origin);
  const ctx = await ownersCtx(cookie);
  await purgeKept(ctx.tenantId);
  const users = await startUsers(origin, cookie);
  await delay(5_000);
  const load = await Deno.readTextFile("/proc/loadavg");
  const key = await askMove(ctx);
  const standing = await untilEnded(key);
  await delay(5_000);
  const told = await users.stop();
  say(`load before: ${load.trim()}; ${USERS} users, ${THINK_MS} ms between two acts`);
  say(`${standing.state} in ${standing.seconds.toFixed(1)} s (≤ 90); ${JSON.stringify(standing.progress)}`);
  for (const line of standing.steps) say(`  ${line}`);
  say(`fence held ${standing.progress.heldMs} ms (≤ 2000), waited for ${standing.progress.waitedMs} ms before`);
  const { statuses, asked, refused, longestMs, p95Ms } = told;
  say(`answers ${JSON.stringify(statuses)} of ${asked}; said « réessayez » ${refused} times; others: ${told.strange}`);
  say(`p95 ${Math.round(p95Ms)} ms, longest ${Math.round(longestMs)} ms`);
  await check(ctx, told);
}

/** What the users were told, against what stands where the dossier arrived. */
async function check(ctx: Ctx, told: Told): Promise<void> {
  const place = (await findPlace(ctx.tenantId))!;
  const scope = { database: place.cell, role: "ops_mover", tenantId: ctx.tenantId } as const;
  const found = await withOperator(scope, (tx) =>
    rows<{ id: string; number: string | null; state: string }>(
      tx,
      sql`select id, number, state from cell.sales_documents where tenant_id = ${ctx.tenantId}`,
    ));
  const byId = new Map(found.map((document) => [document.id, document]));
  const lost = told.issued.filter(({ id, number }) => byId.get(id)?.number !== number);
  const drafts = told.drafts.filter((id) => !byId.has(id));
  const numbers = found.filter(({ number }) => number !== null).map(({ number }) => number!);
  const toldNumbers = told.issued.map(({ number }) => number);
  const twice = [numbers, toldNumbers].map((list) => list.length - new Set(list).size);
  say(`told ${told.issued.length} issued, ${told.drafts.length} drafts; lost ${lost.length + drafts.length} (0)`);
  say(`numbers twice: ${twice[0]} in the dossier, ${twice[1]} as told (0); lives in ${place.cell}`);
  const there = { ...ctx, ...place, now: now() };
  const [chain, agreement] = [await verifyChain(there), await verifyAgreement(there)];
  say(`chain ${chain.ok ? "verifies" : "BROKEN"}, agreement ${agreement.ok ? "holds" : "BROKEN"}`);
}

async function seedOnce(
  program: Parameters<typeof seedVolume>[0],
  { dataDir, size }: { dataDir: string; size: Size },
): Promise<void> {
  const mark = join(dataDir, "moves-seeded");
  if (await Deno.lstat(mark).then(() => true, () => false)) return;
  await seedVolume(program, { ...size, otherDossiers: 0, invoicesElsewhere: 0 });
  const scope = { database: CONTROL, role: "ops_control" } as const;
  const [found] = await withOperator(scope, (tx) =>
    rows<{ tenantId: Uuid; cell: string; epoch: number }>(
      tx,
      sql`select tenant_id as "tenantId", cell_id as cell, epoch from control.instances where slug = ${SLUG}`,
    ));
  const ctx: Ctx = {
    ...visitor(),
    ...found!,
    rights: ALL_RIGHTS,
    actor: "banc",
    today: now().slice(0, 10) as Ctx["today"],
  };
  const since = elapsedMs(0);
  for (let made = 0; made < size.files; made += 200) await addFiles(ctx, Math.min(200, size.files - made));
  say(`${size.files} files in ${Math.round(elapsedMs(since) / 1000)} s`);
  await Deno.writeTextFile(mark, "");
}

async function addFiles(ctx: Ctx, count: number): Promise<void> {
  const store = storeOf(ctx.cell);
  const blobs = Array.from({ length: count }, () => ({ id: newId(), bytes: randomBytes(FILE_BYTES) }));
  await Promise.all(
    blobs.map(({ id, bytes }) => store.put(`${ctx.tenantId}/${id}`, bytes, { contentType: "application/pdf" })),
  );
  await withTenant(ctx, async (tx) => {
    for (const { id, bytes } of blobs) {
      const known = { bytes: bytes.length, sha256: sha256Hex(bytes), purpose: "attachment" } as const;
      await registerFile(tx, { ...ctx, now: now() }, { id, name: `${id}.pdf`, mime: "application/pdf", ...known });
    }
  });
}

/** The console's jobs in a program of their own, as hosted. Returns how it is ended. */
function startConsole(config: ProgramConfig, { console: logins }: Logins): () => Promise<void> {
  const script = new URL("move_console.ts", import.meta.url).pathname;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", script, JSON.stringify({ config, logins })],
    stdout: "null",
    stderr: "inherit",
  }).spawn();
  return async () => {
    child.kill("SIGTERM");
    await child.status;
  };
}

async function startUsers(origin: string, cookie: string): Promise<{ stop(): Promise<Told> }> {
  const headers = { cookie, origin, accept: "application/json" };
  const list = await (await fetch(`${origin}${paths.documents(SLUG, "invoice")}`, { headers })).json();
  const script = new URL("move_users.ts", import.meta.url).pathname;
  const plan = {
    origin,
    cookie,
    slug: SLUG,
    customerId: list.documents[0].customerId,
    users: USERS,
    thinkMs: THINK_MS,
  };
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", script, JSON.stringify(plan)],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  return {
    async stop() {
      await child.stdin.close();
      const { stdout } = await child.output();
      return JSON.parse(new TextDecoder().decode(stdout));
    },
  };
}

async function signIn(origin: string): Promise<string> {
  const answer = await fetch(`${origin}${paths.signIn()}`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json", origin },
    body: JSON.stringify({ email: VOLUME_OWNER, password: DEMO_PASSWORD }),
    redirect: "manual",
  });
  await answer.body?.cancel();
  return answer.headers.get("set-cookie")?.split(";")[0] ?? "";
}

async function ownersCtx(cookie: string): Promise<Ctx> {
  const entered = await enterDossier(visitor(), { token: cookie.slice(cookie.indexOf("=") + 1), slug: SLUG });
  return { ...entered!.ctx, rights: ALL_RIGHTS };
}

/** What an earlier run left in the cell where this one goes. */
async function purgeKept(tenantId: Uuid): Promise<void> {
  const kept = await onControl<{ id: Uuid }>(sql`select id from control.procedures
    where tenant_id = ${tenantId} and kind = 'purge_moved' and state = 'running'`);
  for (const { id } of kept) {
    await hastenPurge(visitor(), ASKED.by, { tenantId, id, reason: ASKED.reason });
    const { seconds } = await untilEnded({ tenantId, id });
    say(`the exemplar of the run before is purged, ${seconds.toFixed(1)} s`);
  }
}

async function askMove({ tenantId, cell }: Ctx): Promise<ProcedureKey> {
  const to = { cell: cell === "trial-1" ? "production-1" : "trial-1" };
  const scope = { database: CONTROL, role: "ops_control" } as const;
  return await withOperator(scope, (tx) => startMove(tx, visitor(), { tenantId, to, ...ASKED }));
}

interface Ended {
  readonly state: string;
  readonly seconds: number;
  readonly progress: Readonly<Record<string, number>>;
  readonly steps: readonly string[];
}

async function untilEnded({ tenantId, id }: ProcedureKey): Promise<Ended> {
  const since = elapsedMs(0);
  for (;;) {
    await delay(100);
    const [row] = await onControl<{ state: string; progress: string | Record<string, number>; error: string | null }>(
      sql`select state, progress, last_error as error from control.procedures where tenant_id = ${tenantId} and id = ${id}`,
    );
    if (row!.state !== "done" && row!.state !== "abandoned") continue;
    const seconds = elapsedMs(since) / 1_000;
    const log = await onControl<{ step: string; event: string; at: string; reason: string | null }>(
      sql`select step, event, at::text as at, reason from control.procedure_log
        where tenant_id = ${tenantId} and procedure_id = ${id} order by at`,
    );
    const steps = log.map(({ step, event, at, reason }) => `${at.slice(11, 23)} ${step} ${event} ${reason ?? ""}`);
    const progress = typeof row!.progress === "string" ? JSON.parse(row!.progress) : row!.progress;
    return { state: `${row!.state} ${row!.error ?? ""}`.trim(), seconds, progress, steps };
  }
}

function onControl<T>(query: ReturnType<typeof sql>): Promise<T[]> {
  return withOperator({ database: CONTROL, role: "ops_control" }, (tx) => rows<T>(tx, query));
}

function say(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}
