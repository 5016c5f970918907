import type { PersonCtx } from "../../base/ctx.ts";
import { Refusal } from "../../base/refusal.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import { withOperator } from "../../platform/db/tenant.ts";
import { onControl } from "../cells/ask_cell.ts";
import { refuse } from "../refusals.ts";
import {
  deleteParkedJob,
  type DueJobOrder,
  endJobOrder,
  findDueOrder,
  selectOrdersOf,
  settleCellJob,
} from "./job_order_store.ts";
import type { JobOrderKey } from "./order_job.ts";

/**
 * Carries out in its cell what an operator asked of a parked job; tried again while the cell does not answer, or while
 * the dossier changes its place. Refuses `job_travels` (409).
 */
export async function carryOutJobOrder(ctx: PersonCtx, { tenantId, orderId }: JobOrderKey): Promise<void> {
  const order = await onControl((tx) => findDueOrder(tx, tenantId, orderId));
  if (order) await carryOut(ctx, order);
}

/** The same for every order that waits for a cell. Those that cannot be carried out yet wait on. */
export async function carryOutOrdersOf(ctx: PersonCtx, cell: string): Promise<void> {
  if (cell === CONTROL) return;
  for (const order of await onControl((tx) => selectOrdersOf(tx, cell))) {
    try {
      await carryOut(ctx, order);
    } catch (error) {
      // The cell does not answer, or its dossier travels; another failure is for whoever reads the log of jobs.
      if (!(error instanceof Refusal)) throw error;
    }
  }
}

async function carryOut(ctx: PersonCtx, order: DueJobOrder): Promise<void> {
  const { cell, ...what } = order, { tenantId } = order;
  const found = await withOperator({ database: cell, role: "ops_mover", tenantId }, (tx) => settleCellJob(tx, what));
  if (found === "held") throw refuse("job_travels");
  await onControl(async (tx) => {
    await endJobOrder(tx, order, { state: found, at: ctx.now });
    await deleteParkedJob(tx, { tenantId, id: order.jobId });
  });
}
