import type { PersonCtx } from "../base/ctx.ts";
import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { Refusal } from "../base/refusal.ts";
import { dossierPlace } from "../company/mod.ts";
import { withTenant } from "../platform/db/tenant.ts";
import { lockHead } from "./chain_store.ts";
import { recordsBefore } from "./log_query.ts";
import { seal } from "./seal.ts";

/** Erasures looked through: more than any dossier has. */
const LOOKED_THROUGH = 100;

/**
 * Seals that contents past retention were erased: under which warrant, up to when, how many. Once, however often it is
 * run; a dossier that cannot be written any more gets none, its warrant stays.
 */
export async function sealErasureJob(
  job: PersonCtx,
  { tenantId, warrantId, contentsBefore, contents }: {
    readonly tenantId: Uuid;
    readonly warrantId: Uuid;
    readonly contentsBefore: IsoInstant;
    readonly contents: number;
  },
): Promise<void> {
  const place = await dossierPlace(tenantId);
  if (!place) return;
  try {
    await withTenant({ tenantId, ...place, personId: null }, async (tx) => {
      if (!await lockHead(tx, tenantId)) return;
      const slice = { tenantId, type: "contents_erased", before: null, limit: LOOKED_THROUGH };
      const known = await recordsBefore(tx, slice);
      if (known.some(({ payload }) => warrantIn(payload) === warrantId)) return;
      const payload = { warrant: warrantId, before: contentsBefore, contents };
      await seal(tx, { tenantId, now: job.now }, [{ type: "contents_erased", subjectId: null, payload }]);
    });
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 423) throw error;
  }
}

function warrantIn(payload: Uint8Array | null): string | null {
  return payload === null ? null : JSON.parse(new TextDecoder().decode(payload))["warrant"];
}
