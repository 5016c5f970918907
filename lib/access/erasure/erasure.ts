import type { IsoDate, IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import type { InstanceState } from "../../instances/mod.ts";

/** Where an erasure of contents stands. */
export const ERASURE_STATES = ["asked", "approved", "done", "refused", "cancelled"] as const;
/** One of them. */
export type ErasureState = (typeof ERASURE_STATES)[number];

/** Years that contents are kept at least (Code de commerce, art. L123-22; LPF, art. L102 B from 2027 on). */
export const RETENTION_YEARS = 10;

/** Days for which a warrant stands in the cell: longer than any erasure takes. */
export const WARRANT_DAYS = 7;

/** Which erasure of which dossier. Its id is that of the warrant in the cell. */
export interface ErasureKey {
  readonly tenantId: Uuid;
  readonly id: Uuid;
}

/** An erasure of contents past retention, with the name that the directory has for its dossier. */
export interface Erasure extends ErasureKey {
  readonly companyName: string;
  readonly cell: string;
  readonly instanceState: InstanceState;
  readonly state: ErasureState;
  readonly reason: string;
  /** Last day whose contents go, and the instant that follows it. */
  readonly untilOn: IsoDate;
  readonly contentsBefore: IsoInstant;
  /** Contents that it reached when it was asked for; those erased, once done. */
  readonly reaches: bigint;
  readonly erased: bigint | null;
  readonly askedBy: Uuid;
  readonly askedByName: string;
  readonly askedAt: IsoInstant;
  readonly decidedBy: Uuid | null;
  readonly decidedByName: string | null;
  readonly decidedAt: IsoInstant | null;
  readonly endedAt: IsoInstant | null;
  readonly endReason: string | null;
}

/** What is done in a dossier's cell, by the module whose records they are: it stands above this one. */
export interface ErasureHands {
  /** How many contents an erasure up to an instant reaches, and how many of them no archive holds. */
  reach(
    place: { readonly cell: string; readonly tenantId: Uuid },
    before: IsoInstant,
  ): Promise<{ readonly records: bigint; readonly unarchived: bigint }>;
  /** Writes the warrant down, erases what it reaches, and gives how many contents went under it, ever. */
  erase(warrant: ContentsWarrant): Promise<bigint>;
}

/** What two operators let the purger do in one dossier. */
export interface ContentsWarrant {
  readonly cell: string;
  readonly tenantId: Uuid;
  readonly warrantId: Uuid;
  readonly grantedBy: Uuid;
  readonly secondedBy: Uuid;
  readonly contentsBefore: IsoInstant;
  readonly expiresAt: IsoInstant;
}

let known: ErasureHands | null = null;

/** Says who reaches into the cells. Only lib/wiring.ts and tests do. */
export function registerErasureHands(hands: ErasureHands): void {
  known = hands;
}

/** Who reaches into the cells. */
export function erasureHands(): ErasureHands {
  if (!known) throw new Error("nobody was registered who erases contents");
  return known;
}
