import { assert } from "../base/assert.ts";
import type { PersonCtx } from "../base/ctx.ts";
import { describePerson, type ProfileInput } from "../identity/mod.ts";
import { withControl } from "../platform/db/tenant.ts";
import { loadMyDossiers } from "./membership_store.ts";
import { askRelabelling } from "./relabel.ts";

/**
 * Changes the name and the language of the signed-in person; « Qui a fait quoi » of his dossiers follows by job.
 * Refuses `identity.name`, `account.language` (422).
 */
export async function editProfile(ctx: PersonCtx, input: ProfileInput): Promise<void> {
  const { personId } = ctx;
  assert(personId, "only a signed-in person has a profile");
  await withControl({ personId }, async (tx) => {
    const dossiers = await loadMyDossiers(tx);
    await describePerson(tx, ctx, input);
    await askRelabelling(tx, ctx, { personId, tenantIds: dossiers.map(({ tenantId }) => tenantId) });
  });
}
