import type { PersonCtx } from "../../base/ctx.ts";
import { type Issue, refuseAll } from "../../base/refusal.ts";
import { readActReason } from "../../identity/mod.ts";
import { noteAct } from "../acts/note_act.ts";
import { issue, refuse } from "../refusals.ts";
import type { Operator } from "../trial/trial_mails.ts";
import { askCell, onControl } from "./ask_cell.ts";
import { type CellKind, kindOfId, USUAL_LIMITS } from "./cell.ts";
import { readNewCell, type TypedLimits } from "./cell_form.ts";
import { holdCells, insertCell, updateCell, updateDown } from "./cell_store.ts";
import { settleAndTell } from "./watch_cells.ts";

/**
 * Makes a cell of the program known to the directory at its start, open; one that is known takes the region and the
 * number of dossiers, and keeps the rest. Refuses: `cell_id`, `cell_capacity` (422).
 */
export async function registerCell(
  ctx: PersonCtx,
  cell: { id: string; kind: CellKind; region: string; maxDossiers: number },
): Promise<void> {
  const { id, kind, region, maxDossiers } = cell;
  const faults: Issue[] = [];
  if (kindOfId(id) !== kind) faults.push(issue("cell_id"));
  if (!Number.isInteger(maxDossiers) || maxDossiers < 1) faults.push(issue("cell_capacity"));
  refuseAll(faults);
  await onControl(async (tx) => {
    const fresh = { ...USUAL_LIMITS, id, kind, region, maxDossiers, state: "open" as const, at: ctx.now };
    if (!await insertCell(tx, fresh)) await updateCell(tx, id, { region, maxDossiers });
  });
}

/**
 * Registers a cell from the console: it waits, and opens by itself when one of its kind closes or when its kind has
 * none that takes dossiers. Its address is never typed: both programs read it in the setting that bears its name.
 * Refuses: `cell_id`, `cell_region`, `cell_limit` (422, at the field), `cell_known` (409), `identity.act_reason` (422).
 */
export async function registerNewCell(
  ctx: PersonCtx,
  by: Operator,
  typed: TypedLimits & { readonly id: string; readonly reason: string },
): Promise<string> {
  const reason = readActReason(typed.reason);
  const cell = readNewCell(typed);
  // Asked before the transaction: what does not answer may take seconds to say nothing.
  const answers = await askCell(cell.id) !== null;
  await onControl(async (tx) => {
    await holdCells(tx);
    if (!await insertCell(tx, { ...cell, state: "waiting", at: ctx.now })) throw refuse("cell_known", { field: "id" });
    if (!answers) await updateDown(tx, cell.id, ctx.now);
    const subject = { kind: "cell", id: cell.id } as const;
    await noteAct(tx, by, { at: ctx.now, act: "register_cell", subject, reason });
    await settleAndTell(tx, ctx.now);
  });
  return cell.id;
}
