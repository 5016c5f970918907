import type { PersonCtx } from "../../base/ctx.ts";
import { readActReason } from "../../identity/mod.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import type { Act } from "../acts/acts.ts";
import { noteAct } from "../acts/note_act.ts";
import { refuse } from "../refusals.ts";
import type { Operator } from "../trial/trial_mails.ts";
import { askCell, onControl } from "./ask_cell.ts";
import type { Cell } from "./cell.ts";
import { readLimits, type TypedLimits } from "./cell_form.ts";
import { holdCells, selectCells, updateCell, updateCellState, updateDown } from "./cell_store.ts";
import { settleAndTell } from "./watch_cells.ts";

/** An act on a cell, with why. */
export interface CellAct {
  readonly id: string;
  readonly reason: string;
}

/**
 * Opens a cell to new dossiers. Refuses: `identity.act_reason` (422), `cell_unknown` (404), `cell_open`, `cell_full`,
 * `cell_silent` (409).
 */
export async function openCell(ctx: PersonCtx, by: Operator, { id, ...typed }: CellAct): Promise<void> {
  const reason = readActReason(typed.reason);
  const answers = await askCell(id) !== null;
  await onControl(async (tx) => {
    const cell = await lockCell(tx, id);
    if (cell.state === "open") throw refuse("cell_open");
    if (!answers) throw refuse("cell_silent");
    const { percent, fullPercent } = cell;
    if (percent >= fullPercent) {
      throw refuse("cell_full", { values: { percent: String(percent), full: String(fullPercent) } });
    }
    await updateDown(tx, id, null);
    await updateCellState(tx, id, { state: "open", closedBecause: null, at: ctx.now });
    await acted(tx, ctx, by, { id, act: "open_cell", reason });
  });
}

/**
 * Closes a cell to new dossiers; those inside work on. The next registered one opens when no other of the kind is.
 * Refuses: `identity.act_reason` (422), `cell_unknown` (404), `cell_closed` (409).
 */
export async function closeCell(ctx: PersonCtx, by: Operator, { id, ...typed }: CellAct): Promise<void> {
  const reason = readActReason(typed.reason);
  await onControl(async (tx) => {
    const cell = await lockCell(tx, id);
    if (cell.state === "closed") throw refuse("cell_closed");
    await updateCellState(tx, id, { state: "closed", closedBecause: "operator", at: ctx.now });
    await acted(tx, ctx, by, { id, act: "close_cell", reason });
  });
}

/**
 * Changes region and limits of a cell. An open one that is full by the new limits closes at once; a closed one stays
 * closed until somebody opens it. Refuses: `cell_region`, `cell_limit`, `identity.act_reason` (422), `cell_unknown`
 * (404).
 */
export async function changeCell(ctx: PersonCtx, by: Operator, { id, ...typed }: CellAct & TypedLimits): Promise<void> {
  const reason = readActReason(typed.reason);
  const limits = readLimits(typed);
  await onControl(async (tx) => {
    await lockCell(tx, id);
    await updateCell(tx, id, limits);
    await acted(tx, ctx, by, { id, act: "change_cell", reason });
  });
}

async function lockCell(tx: Tx, id: string): Promise<Cell> {
  await holdCells(tx);
  const [cell] = await selectCells(tx, id);
  if (!cell) throw refuse("cell_unknown");
  return cell;
}

async function acted(
  tx: Tx,
  ctx: PersonCtx,
  by: Operator,
  { id, act, reason }: { id: string; act: Act; reason: string },
): Promise<void> {
  await noteAct(tx, by, { at: ctx.now, act, subject: { kind: "cell", id }, reason });
  await settleAndTell(tx, ctx.now);
}
