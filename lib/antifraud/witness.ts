import type { Ctx } from "../base/ctx.ts";

/** What witnesses outside of the dossier say of its chain. */
export interface WitnessReport {
  /** How many states the chain was held against; 0 where none was ever published. */
  readonly compared: number;
  /** The first state that the chain does not contain; null where it contains all. */
  readonly firstBad: {
    /** Number of the record that the witness saw; null for what names none. */
    readonly seq: string | null;
    /** Day on which it was seen. */
    readonly day: string | null;
    /** French sentence. */
    readonly reason: string;
  } | null;
}

/** Asks them. */
export type Witness = (ctx: Ctx) => Promise<WitnessReport>;

let witness: Witness | null = null;

/** Names who is asked at the end of each verification. Only lib/wiring.ts and tests do. */
export function registerWitness(asked: Witness | null): void {
  witness = asked;
}

/** What the witnesses say now; null where a program has none. */
export async function askWitness(ctx: Ctx): Promise<WitnessReport | null> {
  return await witness?.(ctx) ?? null;
}
