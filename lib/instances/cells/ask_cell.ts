import { Refusal } from "../../base/refusal.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import { withOperator } from "../../platform/db/tenant.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import type { CellFigures } from "./cell.ts";
import { readCellFigures } from "./cell_store.ts";

/** What a cell tells of itself, as `ops_reader`; null when it does not answer or the program has no address for it. */
export async function askCell(id: string): Promise<CellFigures | null> {
  try {
    return await withOperator({ database: id, role: "ops_reader" }, readCellFigures);
  } catch (error) {
    if (error instanceof Refusal && error.status === 503) return null;
    throw error;
  }
}

/** Opens one transaction of the console on control. */
export function onControl<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return withOperator({ database: CONTROL, role: "ops_control" }, work);
}
