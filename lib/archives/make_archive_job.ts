import { Refusal } from "../base/refusal.ts";
import type { Ctx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { sqlState } from "../platform/db/transaction.ts";
import { GiveUp, type JobInfo } from "../platform/jobs.ts";
import { advanceArchive } from "./advance_archive.ts";
import { failArchive } from "./fail_archive.ts";
import { STEP_TRIES } from "./jobs.ts";

/** One step of an archive. The last try that fails ends the archive, so that another can be asked for. */
export async function makeArchiveJob(
  ctx: Ctx,
  { archiveId, step }: { archiveId: Uuid; step: number },
  { attempt }: JobInfo,
): Promise<void> {
  try {
    await advanceArchive(ctx, { id: archiveId, step });
  } catch (error) {
    if (attempt < STEP_TRIES) throw error;
    const reason = error instanceof Refusal
      ? error.code
      : sqlState(error) ?? (error instanceof Error ? error.name : "unknown");
    await failArchive(ctx, { id: archiveId, step, reason });
    throw new GiveUp(`archive ${archiveId} failed at step ${step}: ${reason}`, { cause: error });
  }
}
