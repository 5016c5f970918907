import type { PersonCtx } from "../base/ctx.ts";
import { getIdentityData, type IdentityData } from "../identity/mod.ts";
import { withControl } from "../platform/db/tenant.ts";
import { type DossierChoice, loadMyDossiers } from "./membership_store.ts";
import { type AccessTrace, loadAccessTraces } from "./trace_store.ts";

/** The personal data of a person, as he takes them away (GDPR art. 15 and 20). */
export interface PersonalData extends IdentityData {
  readonly memberships: readonly DossierChoice[];
  readonly inDossiers: readonly AccessTrace[];
}

/** Gathers the personal data of the signed-in person: never a password, a token or a secret. */
export async function exportAccount(ctx: PersonCtx): Promise<PersonalData> {
  const identity = await getIdentityData(ctx);
  return await withControl({ personId: ctx.personId }, async (tx) => ({
    ...identity,
    memberships: await loadMyDossiers(tx),
    inDossiers: await loadAccessTraces(tx),
  }), { mode: "read" });
}
