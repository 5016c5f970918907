import type { WitnessReport } from "../antifraud/mod.ts";
import type { Ctx } from "../base/ctx.ts";
import { verifyAnchors } from "./verify_anchors.ts";

/** What each verification of the log asks: whether the chain contains every head that was anchored. */
export async function anchorsWitness(ctx: Ctx): Promise<WitnessReport> {
  const { ours, firstBad } = await verifyAnchors(ctx);
  if (!firstBad) return { compared: ours, firstBad: null };
  const { day, seq, reason } = firstBad;
  return { compared: ours, firstBad: { day, seq: seq === null ? null : String(seq), reason } };
}
