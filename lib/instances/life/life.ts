import type { IsoDate, IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import type { InstanceState } from "../states.ts";
import type { Asker, LifeAct } from "./transitions.ts";

/** Days within which a closed dossier may be opened again; those after which `erase` takes effect are the same. */
export const COOLING_OFF_DAYS = 30;
/** Days that the export of a trial never activated stays open after its end. */
export const UNUSED_TRIAL_DAYS = 90;

/** What becomes of a closed dossier: everything goes, or it is kept, closed, for ten years. */
export const ENDINGS = ["erase", "keep"] as const;
/** One of them. */
export type Ending = typeof ENDINGS[number];

/** Where a dossier stands in its life, as the subscriber's area and the console show it. */
export interface Life {
  readonly tenantId: Uuid;
  readonly companyName: string;
  readonly slug: string;
  readonly cell: string;
  readonly epoch: number;
  readonly state: InstanceState;
  /** Null: since it was opened. */
  readonly since: IsoInstant | null;
  readonly createdAt: IsoInstant;
  readonly trialEndsOn: IsoDate | null;
  readonly timeZone: string;
  readonly plan: string | null;
  readonly closedBy: Asker | null;
  readonly ending: Ending | null;
  readonly reopenUntil: IsoInstant | null;
  readonly eraseAfter: IsoInstant | null;
}

/** A move to another cell that is asked for and not over. */
export interface PlannedMove {
  readonly procedureId: Uuid;
  /** It begins then, or has begun. */
  readonly from: IsoInstant;
}

/** A change of state, as it happened. */
export interface StateChange {
  readonly id: Uuid;
  readonly at: IsoInstant;
  readonly act: LifeAct;
  readonly from: InstanceState;
  readonly to: InstanceState;
  readonly askedBy: Asker;
  readonly asker: string;
  readonly reason: string;
}

/** The same, as subscribers and jobs are told: no name, no reason. */
export interface ChangedState extends Pick<StateChange, "id" | "act" | "from" | "to" | "askedBy"> {
  readonly tenantId: Uuid;
}
