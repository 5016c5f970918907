import { authorize, type Ctx, type Right } from "../../base/ctx.ts";
import { Refusal } from "../../base/refusal.ts";
import { askArchives } from "../ask_archive.ts";
import { listAttestations } from "../attestation/read_attestations.ts";
import { type ControlDays, readDays } from "./control_days.ts";
import { type ControlYear, controlYears } from "./control_years.ts";

/** What the control file of some days would hold at this moment. */
export interface ControlFile extends ControlDays {
  readonly years: readonly ControlYear[];
  readonly hasAttestation: boolean;
  /** True when each year has its archive: nothing more is to be waited for. */
  readonly isReady: boolean;
}

/**
 * Asks for the archives that a control's days lack: of each fiscal year that has none, or one behind which something
 * was sealed. What is there or under way is asked no second time. Right `sealed_log:control`: whoever may hand a
 * control its file hands over the archives in it. Refuses `bad_period` (422), `too_many`.
 */
export async function prepareControl(
  ctx: Ctx,
  typed: { readonly from?: string | undefined; readonly to?: string | undefined },
): Promise<ControlDays> {
  authorize(ctx, "sealed_log:control");
  const { days, faults } = readDays(typed, ctx.today);
  if (!days) throw new Refusal(422, faults);
  const asking = withArchives(ctx);
  const lacking = (await controlYears(asking, days)).filter(({ isCurrent, underWay }) => !isCurrent && !underWay);
  await askArchives(asking, lacking);
  return days;
}

/** How far the control file of some days has come. Right `sealed_log:control`. */
export async function describeControlFile(ctx: Ctx, { from, to }: ControlDays): Promise<ControlFile> {
  authorize(ctx, "sealed_log:control");
  const years = await controlYears(withArchives(ctx), { from, to });
  const hasAttestation = (await listAttestations(ctx)).some(({ isOutdated }) => !isOutdated);
  return { from, to, years, hasAttestation, isReady: years.every(({ isCurrent }) => isCurrent) };
}

/** The same ctx, which may also ask for archives and read them. */
export function withArchives(ctx: Ctx): Ctx {
  return { ...ctx, rights: new Set<Right>([...ctx.rights, "sealed_log:archive"]) };
}
