import type { Ctx } from "../../base/ctx.ts";
import { withTenant } from "../../platform/db/tenant.ts";
import { enqueue, type JobInfo } from "../../platform/jobs.ts";
import { closeDue } from "./close_due.ts";
import { CLOSE_DUE } from "./jobs.ts";

/** Closes what is over in a dossier, a step of some seconds at a time: what is closed is where the next one begins. */
export async function closeDueJob(ctx: Ctx, _: unknown, { dedupeKey }: Pick<JobInfo, "dedupeKey">): Promise<void> {
  const { closures, isMoreDue } = await closeDue(ctx);
  if (!isMoreDue) return;
  const [day] = dedupeKey.split(" ");
  const next = { tenantId: ctx.tenantId, payload: {}, dedupeKey: `${day} after ${closures.at(-1)!.id}` };
  await withTenant(ctx, (tx) => enqueue(tx, CLOSE_DUE, next));
}
