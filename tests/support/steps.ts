/**
 * Procedures of the console in processes of their own, as hosted programs live: `eachStepAnew` gives every step a new
 * process and two seconds, `dieAt` kills a process at one moment of one step. Run as a program, this file is such a
 * process; it runs turns of one procedure and no jobs.
 */
import { assert } from "../../lib/base/assert.ts";
import { CONSOLE_PROCEDURES } from "../../lib/instances/procedures/kinds.ts";
import {
  type ConsoleProcedureKind,
  type ConsoleStep,
  type SliceInfo,
} from "../../lib/instances/procedures/console_procedure.ts";
import { loadConsoleProcedure } from "../../lib/instances/procedures/console_procedure_store.ts";
import { runTurn } from "../../lib/instances/procedures/run_turn.ts";
import type { ProcedureKey } from "../../lib/instances/procedure_store.ts";
import { elapsedMs, now } from "../../lib/platform/clock.ts";
import { configureDatabases, CONTROL } from "../../lib/platform/db/pools.ts";
import { withOperator } from "../../lib/platform/db/tenant.ts";
import { eventsAreWired } from "../../lib/platform/events.ts";
import { setLogLevel } from "../../lib/platform/log.ts";
import { DiskStore } from "../../lib/platform/storage/disk_store.ts";
import { configureStores } from "../../lib/platform/stores.ts";
import { aVisitor } from "../lib/identity/_people.ts";
import { openTestOutside } from "./outside.ts";
import { PRODUCTION_CELL, TRIAL_CELL, type World } from "./world.ts";

/** What a step may take of one process, as hosted programs are stopped. */
export const STEP_MS = 2_000;

/**
 * When a process dies: before the step's work, once it is done and nobody knows, once its deciding write is committed
 * and nothing behind it, or once it was undone.
 */
export interface Death {
  readonly step: string;
  readonly moment: "begin" | "end" | "decided" | "undone";
}

/** Where the processes find things: the world's databases, and the folder of files of each cell. */
export interface Place {
  readonly world: World;
  readonly folderOf: (cell: string) => string;
}

interface Orders {
  readonly urls: Readonly<Record<string, string>>;
  readonly folders: Readonly<Record<string, string>>;
  readonly key: ProcedureKey;
  readonly budgetMs: number;
  readonly dies: Death | null;
}

/** Gives a procedure one process a step until it has ended. Returns how many processes that took. */
export async function eachStepAnew(place: Place, key: ProcedureKey, { most = 60 } = {}): Promise<number> {
  for (let processes = 1;; processes += 1) {
    const { success, stdout, stderr } = await start(place, { key, budgetMs: STEP_MS, dies: null });
    const words = new TextDecoder();
    assert(success, `a process of a step failed: ${words.decode(stderr)}`);
    if (words.decode(stdout).trim() === "ended") return processes;
    assert(processes < most, "the procedure does not end");
  }
}

/** Runs a procedure in a process that is killed at one moment; true when it was. Whoever is next finds no turn held. */
export async function dieAt(place: Place, key: ProcedureKey, dies: Death): Promise<boolean> {
  const { signal, stderr } = await start(place, { key, budgetMs: 60_000, dies });
  if (signal !== "SIGKILL") assert(!stderr.length, new TextDecoder().decode(stderr));
  await endSilence(place.world, key);
  return signal === "SIGKILL";
}

/** What half a minute of silence brings about: the turn of a process that is gone holds nobody up. */
export async function endSilence({ owner }: World, { id }: ProcedureKey): Promise<void> {
  await owner.control`update control.procedures set busy_until = null where id = ${id}`;
}

async function start(
  { world, folderOf }: Place,
  told: Pick<Orders, "key" | "budgetMs" | "dies">,
): Promise<Deno.CommandOutput> {
  const cells = [TRIAL_CELL, PRODUCTION_CELL];
  const orders: Orders = {
    urls: Object.fromEntries([CONTROL, ...cells].map((name) => [name, world.url(name, "console")])),
    folders: Object.fromEntries(cells.map((cell) => [cell, folderOf(cell)])),
    ...told,
  };
  const args = ["run", "-A", "--no-check", new URL(import.meta.url).pathname, JSON.stringify(orders)];
  return await new Deno.Command(Deno.execPath(), { args, stdout: "piped", stderr: "piped" }).output();
}

if (import.meta.main) await main(JSON.parse(Deno.args[0]!));

async function main({ urls, folders, key, budgetMs, dies }: Orders): Promise<void> {
  setLogLevel("error");
  configureDatabases({ console: { control: urls[CONTROL]!, cell: (id) => urls[id] ?? null } });
  openTestOutside();
  const publicUrl = "http://localhost:8000/fichiers";
  configureStores((cell) => new DiskStore({ folder: folders[cell]!, publicUrl, signingKey: new Uint8Array(32) }));
  // Who listens to what a procedure announces writes elsewhere; the whole wiring would be slow to load.
  eventsAreWired();
  const kinds = new Map([...CONSOLE_PROCEDURES].map(([name, kind]) => [name, dies ? deadly(kind, dies) : kind]));
  const [since, first] = [elapsedMs(0), await placeOf(key)];
  for (let hasMore = true; elapsedMs(since) < budgetMs;) {
    // Slice by slice: the step after this one begins in another process.
    hasMore = await runTurn({ ...aVisitor(), now: now() }, key, { kinds, budgetMs: 0 });
    if (!hasMore || (!dies && await placeOf(key) !== first)) break;
  }
  Deno.stdout.writeSync(new TextEncoder().encode(await placeOf(key)));
  Deno.exit();
}

/** Which step comes next, or `ended`. */
async function placeOf(key: ProcedureKey): Promise<string> {
  const scope = { database: CONTROL, role: "ops_control" } as const;
  const at = await withOperator(scope, (tx) => loadConsoleProcedure(tx, key));
  return !at || at.state === "done" || at.state === "abandoned" ? "ended" : `${at.state} ${at.step}`;
}

function deadly(kind: ConsoleProcedureKind<unknown>, dies: Death): ConsoleProcedureKind<unknown> {
  return { ...kind, steps: kind.steps.map((step) => step.name === dies.step ? deadlyStep(step, dies) : step) };
}

function deadlyStep(step: ConsoleStep<unknown>, { moment }: Death): ConsoleStep<unknown> {
  if (moment === "undone") {
    const { undo } = step;
    return undo ? { ...step, undo: async (info: SliceInfo<unknown>) => (await undo(info), await die()) } : step;
  }
  if (step.in === "control") {
    const { run } = step;
    return { ...step, run: async (tx, info) => (moment === "end" && await run(tx, info), await die()) };
  }
  const { run } = step;
  return {
    ...step,
    async run(info: SliceInfo<unknown>) {
      if (moment === "begin") return await die();
      if (moment === "decided") {
        return await run({ ...info, decide: async (work) => (await info.decide(work), await die()) });
      }
      const slice = await run(info);
      return slice.isDone ? await die() : slice;
    },
  };
}

async function die(): Promise<never> {
  Deno.kill(Deno.pid, "SIGKILL");
  return await new Promise<never>(() => {});
}
