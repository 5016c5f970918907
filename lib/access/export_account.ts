import type { PersonCtx } from "../base/ctx.ts";
import { getIdentityData, type IdentityData } from "../identity/mod.ts";
import { listDossiers } from "./list_dossiers.ts";
import type { DossierChoice } from "./membership_store.ts";

/** The personal data of a person, as he takes them away (GDPR art. 15 and 20). */
export interface PersonalData extends IdentityData {
  readonly memberships: readonly DossierChoice[];
}

/** Gathers the personal data of the signed-in person: never a password, a token or a secret. */
export async function exportAccount(ctx: PersonCtx): Promise<PersonalData> {
  return { ...await getIdentityData(ctx), memberships: await listDossiers(ctx) };
}
