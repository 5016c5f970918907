import type { PersonCtx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { labelOf } from "../identity/mod.ts";
import { findPlace } from "../instances/mod.ts";
import { withTenant } from "../platform/db/tenant.ts";
import { replaceLabel } from "./activity_store.ts";
import { cleanLabel, ERASED_LABEL } from "./label_person.ts";

/**
 * Shows a person in one dossier as he is called now, or as an erased one once he is gone; nothing where the dossier
 * never knew him. Run again, it writes the same.
 */
export async function relabelPersonJob(
  _ctx: PersonCtx,
  { tenantId, personId }: { tenantId: Uuid; personId: Uuid },
): Promise<void> {
  const place = await findPlace(tenantId);
  if (!place) return;
  const label = cleanLabel(await labelOf(personId) ?? ERASED_LABEL);
  await withTenant(
    { tenantId, ...place, personId: null },
    (tx) => replaceLabel(tx, { tenantId, personId, label }),
  );
}
