import type { PersonCtx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { Refusal } from "../base/refusal.ts";
import { dossierChanges, dossierPlace } from "../company/mod.ts";
import { withTenant } from "../platform/db/tenant.ts";
import { lockHead } from "./chain_store.ts";
import { recordsBefore } from "./log_query.ts";
import { seal } from "./seal.ts";

/** Changes looked through: more than any dossier has. */
const LOOKED_THROUGH = 100;

/**
 * Seals the changes of a dossier's state that are not sealed yet, in the order in which they were made: what was done,
 * by whose word, when; no name, no reason. Each once, however often it is run; a dossier that cannot be written any
 * more gets none, control keeps its lines.
 */
export async function sealStateJob(job: PersonCtx, { tenantId }: { readonly tenantId: Uuid }): Promise<void> {
  const place = await dossierPlace(tenantId);
  if (!place) return;
  const changes = await dossierChanges(tenantId);
  try {
    await withTenant({ tenantId, ...place, personId: null }, async (tx) => {
      if (!await lockHead(tx, tenantId)) return;
      const slice = { tenantId, type: "dossier_state_changed", before: null, limit: LOOKED_THROUGH };
      const sealed = new Set((await recordsBefore(tx, slice)).map(({ payload }) => changeIn(payload)));
      const missing = changes.filter(({ id }) => !sealed.has(id)).map(({ id, act, from, to, askedBy, at }) => {
        const payload = { change: id, act, from, to, askedBy, at };
        return { type: "dossier_state_changed", subjectId: null, payload };
      });
      if (missing.length > 0) await seal(tx, { tenantId, now: job.now }, missing);
    });
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 423) throw error;
  }
}

function changeIn(payload: Uint8Array | null): string | null {
  return payload === null ? null : JSON.parse(new TextDecoder().decode(payload))["change"];
}
