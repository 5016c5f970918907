import type { ConsoleProcedureRow } from "../procedures/console_procedure_store.ts";
import { MOVE_DOSSIER } from "./move_dossier.ts";

/** Where a move is, in the order of its life; each is one phrase of the console. */
export const MOVE_PHASES = [
  "waiting",
  "rows",
  "files",
  "following",
  "comparing",
  "switching",
  "finishing",
  "done",
  "undoing",
  "undone",
] as const;
/** Where a move is. */
export type MovePhase = (typeof MOVE_PHASES)[number];

/** What is done of what there was to do when the move began: a dossier in use may end above it. */
export interface Share {
  readonly done: number;
  /** Null before it was counted. */
  readonly total: number | null;
}

/** How far a move is, in figures that were counted and never guessed. */
export interface MoveProgress {
  readonly phase: MovePhase;
  readonly rows: Share;
  readonly files: Share;
  readonly bytes: Share;
  /** Rows of both exemplars compared by their digests. */
  readonly compared: Share;
  /** Keys that the last look at the journal had to bring up to date; null before it. */
  readonly lateKeys: number | null;
  /** How long nobody could write, in milliseconds; null before the switch. */
  readonly heldMs: number | null;
  /** Tries of the switch that the dossier's people kept from ending in time. */
  readonly tries: number;
  /** Seconds that the present copy still takes at its own pace so far; null where no pace is known. */
  readonly remainingS: number | null;
}

const PHASE_OF: Readonly<Record<string, MovePhase>> = {
  prepare: "rows",
  copy_rows: "rows",
  copy_files: "files",
  copy_jobs: "following",
  catch_up: "following",
  compare: "comparing",
  settle: "following",
  hold_queue: "switching",
  switch: "switching",
  finish: "finishing",
  plan_purge: "finishing",
};

/** Reads how far a move is from its procedure's row: state, step and figures. */
export function moveProgress(
  { state, step, progress }: Pick<ConsoleProcedureRow, "state" | "step" | "progress">,
): MoveProgress {
  const figure = (name: string) => progress[name] ?? null;
  const rows = { done: figure("rows") ?? 0, total: figure("rowsTotal") };
  const files = { done: figure("files") ?? 0, total: figure("filesTotal") };
  const bytes = { done: figure("fileBytes") ?? 0, total: figure("bytesTotal") };
  const compared = { done: figure("compared") ?? 0, total: figure("rowsTotal") };
  const phase = phaseOf(state, step, rows.total !== null);
  const paced = phase === "rows"
    ? { ...rows, ms: figure("rowsMs") }
    : phase === "files"
    ? { ...files, ms: figure("filesMs") }
    : phase === "comparing"
    ? { ...compared, ms: figure("compareMs") }
    : null;
  return {
    phase,
    rows,
    files,
    bytes,
    compared,
    lateKeys: figure("lateKeys"),
    heldMs: figure("heldMs"),
    tries: figure("tries") ?? 0,
    remainingS: paced && remaining(paced),
  };
}

function phaseOf(state: ConsoleProcedureRow["state"], step: number, isCounted: boolean): MovePhase {
  if (state === "done") return "done";
  if (state === "abandoning") return "undoing";
  if (state === "abandoned") return "undone";
  if (step === 0 && !isCounted) return "waiting";
  return PHASE_OF[MOVE_DOSSIER.steps[step]?.name ?? ""] ?? "finishing";
}

function remaining({ done, total, ms }: Share & { readonly ms: number | null }): number | null {
  if (total === null || ms === null || done === 0) return null;
  return Math.ceil(Math.max(0, total - done) * ms / done / 1_000);
}
