import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";

/** Where the erasure of a whole dossier stands; `prepared` by the program, it waits for an operator who asks for it. */
export const PURGE_STATES = ["prepared", "asked", "approved", "done", "dropped"] as const;
/** One of them. */
export type PurgeState = typeof PURGE_STATES[number];

/** Which erasure of which dossier; its id is that of the warrant in the cell. */
export interface PurgeKey {
  readonly tenantId: Uuid;
  readonly id: Uuid;
}

/** What was erased, counted when nobody could write any more: no name, no amount. */
export interface PurgeProof {
  readonly tables: number;
  readonly rows: number;
  readonly files: number;
  readonly bytes: number;
  /** Head of the sealed log: its id, the number of its last record, and that record's hash in hexadecimal. */
  /** SHA-256 of the kept archive that was destroyed, in hexadecimal; absent where rows were. */
  readonly archive?: string | null;
  readonly chain: { readonly id: Uuid; readonly seq: string; readonly hash: string } | null;
}

/** An erasure of a whole dossier. */
export interface Purge extends PurgeKey {
  readonly state: PurgeState;
  readonly reason: string;
  /** Null where the program has prepared it. */
  readonly askedBy: Uuid | null;
  readonly askedByName: string;
  readonly askedAt: IsoInstant;
  readonly decidedBy: Uuid | null;
  readonly decidedByName: string | null;
  readonly decidedAt: IsoInstant | null;
  readonly proof: PurgeProof | null;
  readonly endedAt: IsoInstant | null;
}

/** Days for which a warrant stands in the cell: longer than any erasure takes. */
export const WARRANT_DAYS = 30;
