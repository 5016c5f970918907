import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { fromHex, toHex } from "../platform/crypto.ts";
import { AGREEMENT_START, type AgreementState } from "./agreement.ts";
import { WALK_START, type WalkState } from "./chain_walk.ts";
import type { ChainFault } from "./faults.ts";
import type { WitnessReport } from "./witness.ts";

/** The part of a verification that is under way. */
export type CheckPart = "chain" | "agreement" | "done";

/** How far a verification has come, as its row keeps it: numbers of records and bytes as texts. */
export interface CheckState {
  readonly walk: {
    readonly seq: string;
    readonly hash: string;
    readonly at: IsoInstant | "";
    readonly keyId: Uuid | null;
    readonly signatures: number;
    readonly erased: number;
  };
  readonly agreement: Omit<AgreementState, "seq"> & { readonly seq: string };
  readonly bad: CheckFault | null;
}

/** The first thing that was found wrong, in one of the two parts. */
export interface CheckFault {
  readonly code: ChainFault | "content_mismatch";
  /** Number of the record; null where rows and records differ in number. */
  readonly seq: string | null;
  readonly reason: string;
}

/** What a verification found. */
export interface CheckOutcome {
  readonly ok: boolean;
  readonly agreementOk: boolean;
  readonly records: string;
  readonly headHash: string;
  readonly signatures: number;
  readonly erased: number;
  readonly compared: number;
  readonly skipped: number;
  /** First fault of the chain. */
  readonly firstBad: CheckFault | null;
  /** First disagreement of the live rows with what was sealed. */
  readonly disagreement: CheckFault | null;
  /** What the published anchors say of the chain; null where nobody was asked, absent from checks made before. */
  readonly witness?: WitnessReport | null;
}

/** A verification of the sealed log: asked for, under way, done. */
export interface LogCheck {
  readonly id: Uuid;
  readonly askedAt: IsoInstant;
  readonly askedBy: Uuid | null;
  readonly headSeq: bigint;
  readonly headHash: Uint8Array;
  readonly part: CheckPart;
  readonly state: CheckState;
  readonly finishedAt: IsoInstant | null;
  readonly outcome: CheckOutcome | null;
  readonly sealSeq: bigint | null;
}

/** Where every verification begins. */
export const CHECK_START: CheckState = {
  walk: walkToStored(WALK_START),
  agreement: agreementToStored(AGREEMENT_START),
  bad: null,
};

/** State of the walk as it is stored. */
export function walkToStored({ seq, hash, ...rest }: WalkState): CheckState["walk"] {
  return { seq: String(seq), hash: toHex(hash), ...rest };
}

/** The walk as it goes on. */
export function walkFromStored({ seq, hash, ...rest }: CheckState["walk"]): WalkState {
  return { seq: BigInt(seq), hash: fromHex(hash)!, ...rest };
}

/** State of the comparison as it is stored. */
export function agreementToStored({ seq, ...rest }: AgreementState): CheckState["agreement"] {
  return { seq: String(seq), ...rest };
}

/** The comparison as it goes on. */
export function agreementFromStored({ seq, ...rest }: CheckState["agreement"]): AgreementState {
  return { seq: BigInt(seq), ...rest };
}

/** How many records were gone through, of how many: each is read twice, for the chain and for the comparison. */
export function progressOf({ state, headSeq }: Pick<LogCheck, "state" | "headSeq">): { done: number; total: number } {
  return { done: Number(BigInt(state.walk.seq) + BigInt(state.agreement.seq)), total: Number(headSeq) * 2 };
}
