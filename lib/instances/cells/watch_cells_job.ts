import type { PersonCtx } from "../../base/ctx.ts";
import { watchCells } from "./watch_cells.ts";

/** Tells operators how the cells stand, once an opening has closed one. */
export async function watchCellsJob(ctx: PersonCtx): Promise<void> {
  await watchCells(ctx);
}
