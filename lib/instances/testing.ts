import type { PersonCtx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { withControl } from "../platform/db/tenant.ts";
import { newId } from "../platform/random.ts";
import { advanceProcedure } from "./advance_procedure.ts";
import { startOpening } from "./open_dossier.ts";

/** Opens a dossier of a person through the real procedure, without sign-up and mail. Returns its id. */
export async function aDossier(
  ctx: PersonCtx,
  owner: { ownerId: Uuid; email: string; ownerLabel?: string; companyName: string },
): Promise<Uuid> {
  const tenantId = newId();
  const wish = { ownerLabel: owner.email, ...owner, tenantId };
  await advanceProcedure(ctx, await withControl({ tenantId }, (tx) => startOpening(tx, ctx, wish)));
  return tenantId;
}
