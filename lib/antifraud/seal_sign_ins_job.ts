import type { PersonCtx } from "../base/ctx.ts";
import type { IsoDate } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { Refusal } from "../base/refusal.ts";
import { dossierPlace } from "../company/mod.ts";
import { withTenant } from "../platform/db/tenant.ts";
import { lockHead } from "./chain_store.ts";
import { recordsBefore } from "./log_query.ts";
import { seal } from "./seal.ts";

/** Records looked through for the day: more than the days that are looked back on. */
const LOOKED_THROUGH = 30;

/**
 * Seals one day's refused sign-ins of a dossier: how many, and a digest of the entries of the security log, which is
 * dropped after a year. Once a day, however often it is run; a dossier that cannot be written any more gets none.
 */
export async function sealSignInsJob(
  job: PersonCtx,
  { tenantId, day, count, digest }: { tenantId: Uuid; day: IsoDate; count: number; digest: string },
): Promise<void> {
  const place = await dossierPlace(tenantId);
  if (!place) return;
  try {
    await withTenant({ tenantId, ...place, personId: null }, async (tx) => {
      if (!await lockHead(tx, tenantId)) return;
      const slice = { tenantId, type: "sign_in_failures", before: null, limit: LOOKED_THROUGH };
      const known = await recordsBefore(tx, slice);
      if (known.some(({ payload }) => dayIn(payload) === day)) return;
      const event = { type: "sign_in_failures", subjectId: null, payload: { day, count, digest } };
      await seal(tx, { tenantId, now: job.now }, [event]);
    });
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 423) throw error;
  }
}

function dayIn(payload: Uint8Array | null): string | null {
  return payload === null ? null : JSON.parse(new TextDecoder().decode(payload))["day"];
}
