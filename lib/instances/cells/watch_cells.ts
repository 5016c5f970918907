import type { PersonCtx } from "../../base/ctx.ts";
import type { IsoInstant } from "../../base/dates.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { clearAlert, raiseAlert } from "../alerts/raise_alert.ts";
import { thresholdOf } from "../alerts/threshold_store.ts";
import { levelOf } from "../alerts/thresholds.ts";
import { onControl } from "./ask_cell.ts";
import { type Cell, CELL_KINDS, type CellKind } from "./cell.ts";
import { selectCells, settleCells } from "./cell_store.ts";

/** Applies the rule of the full cell and tells operators how the cells stand; run again, it tells nothing twice. */
export async function watchCells(ctx: PersonCtx): Promise<void> {
  await onControl((tx) => settleAndTell(tx, ctx.now));
}

/** The same, inside a transaction of the console on control that has changed or measured a cell. */
export async function settleAndTell(tx: Tx, at: IsoInstant): Promise<void> {
  await settleCells(tx, at);
  const cells = await selectCells(tx);
  for (const cell of cells) await tellOfCell(tx, cell, at);
  for (const kind of Object.keys(CELL_KINDS) as CellKind[]) {
    await tellOfKind(tx, { kind, cells: cells.filter((cell) => cell.kind === kind), at });
  }
}

async function tellOfCell(tx: Tx, cell: Cell, at: IsoInstant): Promise<void> {
  const subject = { kind: "cell", id: cell.id } as const;
  const { percent, dossiers, downSince } = cell;
  const load = { kind: "cell_load", subject, at } as const;
  const level = levelOf(percent, await thresholdOf(tx, "cell_load", cell.id));
  if (level !== null) await raiseAlert(tx, { ...load, level, figures: { percent, dossiers } });
  else await clearAlert(tx, load);
  const down = { kind: "cell_down", subject, at } as const;
  // One that waits holds nobody: it is prepared.
  if (downSince !== null && (cell.state !== "waiting" || dossiers > 0)) {
    await raiseAlert(tx, { ...down, level: "critical", figures: { since: downSince, dossiers } });
  } else await clearAlert(tx, down);
}

/** A kind of which no cell is registered has no dossiers to place. */
async function tellOfKind(
  tx: Tx,
  { kind, cells, at }: { kind: CellKind; cells: readonly Cell[]; at: IsoInstant },
): Promise<void> {
  const alarm = { kind: "no_cell", subject: { kind: "service", id: kind }, at } as const;
  const takes = cells.filter(({ state, downSince, percent, fullPercent }) =>
    state === "open" && downSince === null && percent < fullPercent
  );
  if (cells.length === 0 || takes.length > 0) return void await clearAlert(tx, alarm);
  await raiseAlert(tx, { ...alarm, level: "critical", figures: { cells: cells.length } });
}
