import type { PersonCtx } from "../../base/ctx.ts";
import { enqueueAll } from "../../platform/jobs.ts";
import { withQueue } from "../../platform/db/tenant.ts";
import { dossiersToClose } from "./due_query.ts";
import { CLOSE_DUE } from "./jobs.ts";

/**
 * Asks for the closing of the dossiers of one cell that have something over and open; a quiet one costs a look at an
 * index. Looked for each hour, because days end at different hours overseas; asked for once a day and dossier.
 */
export async function findDueClosures(ctx: PersonCtx, { cell }: { cell: string }): Promise<void> {
  await withQueue({ database: cell, runner: "product" }, async (tx) => {
    const due = await dossiersToClose(tx, ctx.now);
    const dedupeKey = ctx.now.slice(0, "2026-11-21".length);
    await enqueueAll(tx, CLOSE_DUE, due.map((tenantId) => ({ tenantId, payload: {}, dedupeKey })));
  });
}
