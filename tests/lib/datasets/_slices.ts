/**
 * Exports, checks and imports in processes of their own, as hosted programs live: each takes the cursor that the one
 * before has told, runs slices for two seconds at most, tells after each its own, and is gone; or dies. Run as a
 * program, this file is such a process.
 */
import { assert } from "../../../lib/base/assert.ts";
import type { IsoInstant } from "../../../lib/base/dates.ts";
import type { Uuid } from "../../../lib/base/ids.ts";
import {
  type CheckCursor,
  checkSlice,
  type ExportCursor,
  exportSlice,
  FIRST_CHECK,
  FIRST_EXPORT,
  FIRST_IMPORT,
  type ImportCursor,
  importSlice,
  partsIn,
} from "../../../lib/datasets/mod.ts";
import { elapsedMs } from "../../../lib/platform/clock.ts";
import { configureDatabases } from "../../../lib/platform/db/pools.ts";
import { DiskStore } from "../../../lib/platform/storage/disk_store.ts";
import type { Store } from "../../../lib/platform/storage/store.ts";
import { openTestOutside } from "../../support/outside.ts";

/** Most milliseconds that a process takes, and most slices: small dossiers are cut too. */
const BUDGET_MS = 2_000;
const MOST_SLICES = 40;

/** When a process dies: with a slice done and nobody told, or in the middle of what it writes. */
export type Death = "untold" | "writing";

/** What a chain of processes is to do, and where. */
export interface Errand {
  readonly verb: "export" | "check" | "import";
  readonly cell: string;
  /** Address of the cell, as the console. */
  readonly url: string;
  readonly tenantId: Uuid;
  /** Folder of the dossier's files, and the one in which the parts stand under `prefix`. */
  readonly files: string;
  readonly parts: string;
  readonly prefix: string;
  readonly publicId: string;
}

type Cursor = ExportCursor | CheckCursor | ImportCursor;
const FIRST = { export: FIRST_EXPORT, check: FIRST_CHECK, import: FIRST_IMPORT };

/** Runs an errand to its end, one process after the other; some of them die. Gives how many there were, and died. */
export async function inProcesses(errand: Errand, deaths: readonly Death[]): Promise<{ ran: number; died: number }> {
  let cursor: Cursor | null = FIRST[errand.verb], ran = 0, died = 0;
  while (cursor) {
    const dies: Death | null = deaths[died] ?? null;
    const orders = JSON.stringify({ errand, cursor, dies });
    const args = ["run", "-A", "--no-check", new URL(import.meta.url).pathname, orders];
    const told = await new Deno.Command(Deno.execPath(), { args, stdout: "piped", stderr: "piped" }).output();
    ran += 1;
    const last = new TextDecoder().decode(told.stdout).trimEnd().split("\n").at(-1)!;
    if (told.signal === "SIGKILL") died += 1;
    else assert(told.success, new TextDecoder().decode(told.stderr));
    if (last !== "") cursor = JSON.parse(last);
    assert(ran < 60, "the errand does not end");
  }
  return { ran, died };
}

if (import.meta.main) await main(JSON.parse(Deno.args[0]!));

async function main(
  { errand, cursor, dies }: { errand: Errand; cursor: Cursor; dies: Death | null },
): Promise<void> {
  configureDatabases({ console: { control: errand.url, cell: () => errand.url } });
  openTestOutside();
  const since = elapsedMs(0);
  let next: Cursor | null = cursor;
  for (let n = 0; next && n < MOST_SLICES && elapsedMs(since) < BUDGET_MS; n++) {
    next = await slice(errand, next, dies === "writing" && n >= 3);
    // What is known of a slice stands in the database as soon as it is done: the last one is lost.
    if (dies === "untold" && n >= 3) die();
    Deno.stdout.writeSync(new TextEncoder().encode(`${JSON.stringify(next)}\n`));
  }
  Deno.exit();
}

async function slice(errand: Errand, cursor: Cursor, isDeadly: boolean): Promise<Cursor | null> {
  const { cell, tenantId, publicId } = errand;
  const files = storeIn(errand.files, isDeadly && errand.verb === "import");
  const parts = partsIn(storeIn(errand.parts, isDeadly && errand.verb === "export"), errand.prefix);
  switch (errand.verb) {
    case "export": {
      const now = "2026-11-22T08:00:00.000Z" as IsoInstant;
      return await exportSlice({ cell, tenantId, files, now }, parts, cursor as ExportCursor);
    }
    case "check":
      return await checkSlice(parts, cursor as CheckCursor);
    case "import":
      return await importSlice(parts, { cell, tenantId, publicId, epoch: 1, files }, cursor as ImportCursor);
  }
}

/** A deadly store kills the process when half of what it was given stands. */
function storeIn(folder: string, isDeadly: boolean): Store {
  const store = new DiskStore({ folder, publicUrl: "http://localhost:8000/fichiers", signingKey: new Uint8Array(32) });
  if (!isDeadly) return store;
  const { put } = store;
  store.put = async (key, body, options) => {
    const whole = body instanceof Uint8Array ? body : await new Response(body as BodyInit).bytes();
    await put.call(store, key, whole.subarray(0, whole.length >> 1), options);
    return die();
  };
  return store;
}

function die(): never {
  Deno.kill(Deno.pid, "SIGKILL");
  for (;;);
}
