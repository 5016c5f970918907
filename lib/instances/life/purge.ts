import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";

/** Where the erasure of a whole dossier stands. */
export const PURGE_STATES = ["asked", "approved", "done", "dropped"] as const;
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
  readonly chain: { readonly id: Uuid; readonly seq: string; readonly hash: string } | null;
}

/** An erasure of a whole dossier. */
export interface Purge extends PurgeKey {
  readonly state: PurgeState;
  readonly reason: string;
  readonly askedBy: Uuid;
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
