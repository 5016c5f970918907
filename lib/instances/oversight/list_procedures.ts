import type { PersonCtx } from "../../base/ctx.ts";
import { fold } from "../../base/text.ts";
import { PROCEDURES } from "../advance_procedure.ts";
import { onControl } from "../cells/ask_cell.ts";
import { MOVE_DOSSIER } from "../moves/move_dossier.ts";
import { type MoveProgress, moveProgress } from "../moves/move_progress.ts";
import type { ProcedureKey } from "../procedure_store.ts";
import type { Figures } from "../procedures/console_procedure.ts";
import { CONSOLE_PROCEDURES } from "../procedures/kinds.ts";
import { hasDecided } from "../procedures/run_turn.ts";
import { refuse } from "../refusals.ts";
import { firstPage } from "../../platform/keyset_query.ts";
import {
  type ProcedureFilter,
  type ProcedureLogRow,
  type ProcedureRow,
  PROCEDURES_PER_PAGE,
  selectProcedure,
  selectProcedureLog,
  selectProcedures,
} from "./procedure_query.ts";

/** A procedure with the name of the step that comes next, or that is to be undone next. */
export interface ProcedureLine extends ProcedureRow {
  readonly stepName: string;
  readonly steps: number;
}

/** One page of procedures. */
export interface ProcedurePage {
  readonly rows: readonly ProcedureLine[];
  /** Give it back as `after` for the next page; null on the last. */
  readonly next: string | null;
}

/** One step of a procedure, and whether it is behind, under way or ahead. */
export interface StepLine {
  readonly name: string;
  readonly standing: "done" | "now" | "undoing" | "ahead";
}

/** One procedure as its page shows it. */
export interface ProcedureView {
  readonly procedure: ProcedureLine;
  readonly steps: readonly StepLine[];
  /** Steps that are behind; each weighs the same, whatever its time. */
  readonly stepsDone: number;
  readonly figures: Figures;
  /** Of a move alone: how far it is, in figures that were counted. */
  readonly move: MoveProgress | null;
  readonly log: readonly ProcedureLogRow[];
  /** True while it can be undone: before the step that decides. */
  readonly mayCancel: boolean;
}

/** Every kind of procedure there is. */
export const PROCEDURE_KINDS: readonly string[] = [...PROCEDURES.keys(), ...CONSOLE_PROCEDURES.keys()];

/** Procedures for the console, the latest begun first unless told otherwise. */
export async function listProcedures(_ctx: PersonCtx, filter: ProcedureFilter = {}): Promise<ProcedurePage> {
  const text = filter.text === undefined ? undefined : fold(filter.text);
  const found = await onControl((tx) => selectProcedures(tx, { ...filter, text }));
  const { rows, next } = firstPage(found, PROCEDURES_PER_PAGE, ({ id }) => id);
  return { rows: rows.map(lineOf), next };
}

/** One procedure: its steps, its figures, its log. Refuses `procedure_unknown` (404). */
export async function viewProcedure(_ctx: PersonCtx, key: ProcedureKey): Promise<ProcedureView> {
  const [row, log] = await onControl(async (tx) => {
    const found = await selectProcedure(tx, key);
    return [found, found ? await selectProcedureLog(tx, key) : []] as const;
  });
  if (!row) throw refuse("procedure_unknown");
  const procedure = lineOf(row), { state, step } = row;
  const steps = stepNames(row).map((name, place): StepLine => ({ name, standing: standingOf(state, step, place) }));
  const stepsDone = steps.filter(({ standing }) => standing === "done").length;
  const move = row.kind === MOVE_DOSSIER.kind ? moveProgress(row) : null;
  return { procedure, steps, stepsDone, figures: row.progress, move, log, mayCancel: mayCancel(row) };
}

function lineOf(row: ProcedureRow): ProcedureLine {
  const names = stepNames(row);
  return { ...row, stepName: names[Math.min(row.step, names.length - 1)] ?? "", steps: names.length };
}

function stepNames({ kind }: Pick<ProcedureRow, "kind">): readonly string[] {
  const steps = CONSOLE_PROCEDURES.get(kind)?.steps ?? PROCEDURES.get(kind)?.steps ?? [];
  return steps.map(({ name }) => name);
}

function standingOf(state: ProcedureRow["state"], step: number, place: number): StepLine["standing"] {
  if (state === "done") return "done";
  // What was undone is as if it had never been.
  if (state === "abandoned") return "ahead";
  if (place < step) return "done";
  if (place > step) return "ahead";
  return state === "abandoning" ? "undoing" : "now";
}

function mayCancel({ kind, runner, state, step }: ProcedureRow): boolean {
  if (runner === "product") return state === "running" || state === "abandoning";
  const known = CONSOLE_PROCEDURES.get(kind);
  return state === "running" && known !== undefined && !hasDecided(known, step);
}
