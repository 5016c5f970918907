import type { PersonCtx } from "../base/ctx.ts";
import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { Refusal } from "../base/refusal.ts";
import { dossierPlace } from "../company/mod.ts";
import { withTenant } from "../platform/db/tenant.ts";
import { lockHead } from "./chain_store.ts";
import { recordsBefore } from "./log_query.ts";
import { seal } from "./seal.ts";

/** Changes looked through: more than any dossier has. */
const LOOKED_THROUGH = 100;

/** What is sealed of a change of a dossier's state: no name, no reason. */
export interface SealedChange {
  readonly tenantId: Uuid;
  readonly id: Uuid;
  readonly act: string;
  readonly from: string;
  readonly to: string;
  readonly askedBy: string;
  readonly at: IsoInstant;
}

/**
 * Seals that the state of a dossier has changed: what was done, by whose word, when. Once, however often it is run; a
 * dossier that cannot be written any more gets none, control keeps its line.
 */
export async function sealStateJob(job: PersonCtx, { tenantId, id, ...change }: SealedChange): Promise<void> {
  const place = await dossierPlace(tenantId);
  if (!place) return;
  try {
    await withTenant({ tenantId, ...place, personId: null }, async (tx) => {
      if (!await lockHead(tx, tenantId)) return;
      const slice = { tenantId, type: "dossier_state_changed", before: null, limit: LOOKED_THROUGH };
      const known = await recordsBefore(tx, slice);
      if (known.some(({ payload }) => changeIn(payload) === id)) return;
      const { act, from, to, askedBy, at } = change;
      const payload = { change: id, act, from, to, askedBy, at };
      await seal(tx, { tenantId, now: job.now }, [{ type: "dossier_state_changed", subjectId: null, payload }]);
    });
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 423) throw error;
  }
}

function changeIn(payload: Uint8Array | null): string | null {
  return payload === null ? null : JSON.parse(new TextDecoder().decode(payload))["change"];
}
