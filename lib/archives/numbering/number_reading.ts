import type { IsoInstant } from "../../base/dates.ts";
import type { NumberFault, RunningSeries, TallyState } from "./numbered_series.ts";

/** Records up to which nothing is kept: so few are read anew at each look. */
export const KEPT_FROM = 1_000;

/** How far the numbering journal has been read, and what was found: kept, so that a look reads only what came since. */
export interface NumberReading {
  /** The last record that was read; 0 before the first. */
  readonly seq: bigint;
  /** Its hash: another one there means that the log was written anew. Empty before the first. */
  readonly hash: Uint8Array;
  readonly tally: TallyState;
  /** The last record that told of erased contents when the reading began: one more, and it begins again. */
  readonly erasure: bigint;
  /** When the first record was read, and the last. */
  readonly begunAt: IsoInstant;
  readonly readAt: IsoInstant;
  /** True while a job goes on with it. */
  readonly isUnderWay: boolean;
  /** The record of an earlier reading that was found changed or gone, and when; told for ever. */
  readonly rewritten: Rewritten | null;
}

/** A record that had been read, and is no longer what it was. */
export interface Rewritten {
  readonly seq: bigint;
  readonly at: IsoInstant;
}

/** A tally as its row keeps it: numbers of records as texts. */
export type StoredTally = Omit<TallyState, "series" | "faults"> & {
  readonly series: readonly (Omit<RunningSeries, "firstSeq" | "lastSeq"> & {
    readonly firstSeq: string;
    readonly lastSeq: string;
  })[];
  readonly faults: readonly (Omit<NumberFault, "seq"> & { readonly seq: string | null })[];
};

/** The tally as it is stored. */
export function tallyToStored({ series, faults, ...rest }: TallyState): StoredTally {
  return {
    ...rest,
    series: series.map((each) => ({ ...each, firstSeq: String(each.firstSeq), lastSeq: String(each.lastSeq) })),
    faults: faults.map((fault) => ({ ...fault, seq: fault.seq === null ? null : String(fault.seq) })),
  };
}

/** The tally as it goes on. */
export function tallyFromStored({ series, faults, ...rest }: StoredTally): TallyState {
  return {
    ...rest,
    series: series.map((each) => ({ ...each, firstSeq: BigInt(each.firstSeq), lastSeq: BigInt(each.lastSeq) })),
    faults: faults.map((fault) => ({ ...fault, seq: fault.seq === null ? null : BigInt(fault.seq) })),
  };
}
