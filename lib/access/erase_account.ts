import { assert } from "../base/assert.ts";
import type { PersonCtx } from "../base/ctx.ts";
import { defineRefusals } from "../base/refusal.ts";
import { emailKey } from "../base/text.ts";
import { getAccount, postMail } from "../identity/mod.ts";
import { withControl } from "../platform/db/tenant.ts";
import { eraseMe, type LastPost, loadLastPosts } from "./erasure_store.ts";
import { loadMyDossiers } from "./membership_store.ts";
import { OWNER_PROFILE } from "./profiles.ts";
import { askRelabelling } from "./relabel.ts";

const { refuse } = defineRefusals("erasure", {
  confirmation: {
    status: 422,
    say: "Recopiez l’adresse de votre compte pour confirmer.",
    field: "confirmation",
  },
  last_post: {
    status: 409,
    say: (values) =>
      `Vous êtes la dernière personne à pouvoir s’occuper de : ${values.dossiers}. Confiez d’abord chaque dossier à ` +
      "quelqu’un d’autre, ou écrivez-nous pour le fermer.",
  },
});

/** The dossiers that keep the signed-in person from leaving, by name; none when he may leave. */
export async function listLastPosts(ctx: PersonCtx): Promise<readonly LastPost[]> {
  const { personId } = ctx;
  return await withControl({ personId }, (tx) => loadLastPosts(tx, OWNER_PROFILE), { mode: "read" });
}

/**
 * Erases the signed-in person at once: sessions, links, second factors and memberships go with his row; his name
 * in each dossier is replaced by job; a last mail says so. What is sealed stays in its dossiers, without his name.
 * Refuses: `erasure.confirmation` (422, unless his address was typed), `erasure.last_post` (409, naming the dossiers).
 */
export async function eraseAccount(ctx: PersonCtx, input: { confirmation: string }): Promise<void> {
  const { personId } = ctx;
  assert(personId, "only a signed-in person leaves");
  const { email, language } = await getAccount(ctx);
  if (emailKey(input.confirmation.trim()) !== emailKey(email)) throw refuse("confirmation");
  await withControl({ personId }, async (tx) => {
    const dossiers = await loadMyDossiers(tx);
    if (!await eraseMe(tx, OWNER_PROFILE)) throw await lastPosts(ctx);
    await askRelabelling(tx, ctx, { personId, tenantIds: dossiers.map(({ tenantId }) => tenantId) });
    await postMail(tx, ctx, { kind: "account_deleted", email, language });
  });
}

async function lastPosts(ctx: PersonCtx): Promise<Error> {
  const names = (await listLastPosts(ctx)).map(({ companyName }) => companyName);
  return refuse("last_post", { values: { dossiers: names.join(", ") } });
}
