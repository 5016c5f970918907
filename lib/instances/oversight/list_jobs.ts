import type { PersonCtx } from "../../base/ctx.ts";
import { onControl } from "../cells/ask_cell.ts";
import {
  type CellJobs,
  type JobFilter,
  JOBS_PER_PAGE,
  type ParkedJob,
  selectCellJobs,
  selectParkedJobs,
} from "./job_query.ts";
import { firstPage } from "../../platform/keyset_query.ts";

/** One page of parked jobs. */
export interface JobPage {
  readonly rows: readonly ParkedJob[];
  /** Give it back as `after` for the next page; null on the last. */
  readonly next: string | null;
}

/** Jobs of control that failed for good and wait for somebody, the oldest first unless told otherwise. */
export async function listParkedJobs(_ctx: PersonCtx, filter: JobFilter = {}): Promise<JobPage> {
  const found = await onControl((tx) => selectParkedJobs(tx, filter));
  return firstPage(found, JOBS_PER_PAGE, ({ id }) => id);
}

/** Jobs of each cell counted per dossier, as they were when its queue was last looked at. */
export async function listCellJobs(_ctx: PersonCtx): Promise<readonly CellJobs[]> {
  return await onControl(selectCellJobs);
}
