import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";

/** What may be asked of a parked job: to be tried again, or never again. */
export const JOB_ORDER_ACTS = ["retry", "drop"] as const;
/** One of them. */
export type JobOrderAct = (typeof JOB_ORDER_ACTS)[number];

/** Parked jobs of one cell that are sampled at most, the oldest first; their count is always whole. */
export const PARKED_SAMPLED = 1_000;

/** Which parked job: of control (`control`) or of a cell. */
export interface ParkedJobKey {
  readonly place: string;
  readonly tenantId: Uuid;
  readonly id: Uuid;
}

/** What an operator asked of a job. `gone`: it was no longer parked when its cell was reached. */
export interface JobOrder {
  readonly id: Uuid;
  readonly act: JobOrderAct;
  readonly state: "asked" | "done" | "gone";
  readonly askedByName: string;
  readonly askedAt: IsoInstant;
  readonly endedAt: IsoInstant | null;
}
