import type { PersonCtx } from "../../base/ctx.ts";
import { log } from "../../platform/log.ts";
import { finishAbandoned } from "../abandon_procedure.ts";
import { askCell, onControl } from "./ask_cell.ts";
import { holdCells, insertSample, recountCells, selectCells, updateDown } from "./cell_store.ts";
import { sampleSirets } from "../trial/sample_sirets.ts";
import { settleAndTell } from "./watch_cells.ts";

/**
 * Measures every registered cell, or notes that it does not answer, and draws the consequences: what is full closes,
 * what waits opens, operators are told. Keeps what its dossiers declare, too; and ends the openings that were given up
 * while a cell was silent. Safe to run twice.
 */
export async function sampleCellsJob(ctx: PersonCtx): Promise<void> {
  const known = await onControl((tx) => selectCells(tx));
  const asked = await Promise.all(known.map(async ({ id }) => ({ cell: id, figures: await askCell(id) })));
  await onControl(async (tx) => {
    await holdCells(tx);
    const mended = await recountCells(tx);
    if (mended > 0) log("warn", "instances.cells_recounted", { mended });
    for (const { cell, figures } of asked) {
      await updateDown(tx, cell, figures === null ? ctx.now : null);
      if (figures) await insertSample(tx, { cell, at: ctx.now, figures });
    }
    await settleAndTell(tx, ctx.now);
  });
  for (const { cell, figures } of asked) if (figures) await sampleSirets(ctx, cell);
  await finishAbandoned(ctx);
}
