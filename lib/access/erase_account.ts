import { assert } from "../base/assert.ts";
import type { PersonCtx } from "../base/ctx.ts";
import { dayOf } from "../base/dates.ts";
import { defineRefusals } from "../base/refusal.ts";
import { emailKey } from "../base/text.ts";
import { getAccount, postMail } from "../identity/mod.ts";
import { opennessOf } from "../instances/mod.ts";
import { withControl } from "../platform/db/tenant.ts";
import { eraseMe, type HeldPost, loadEnteredDossiers, loadLastPosts } from "./erasure_store.ts";
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
      `Vous ne pouvez pas encore partir : ${values.dossiers}. Désignez d’abord un autre titulaire dans chacun de ces ` +
      "dossiers, ou écrivez-nous pour le fermer.",
  },
});

/** A dossier that keeps somebody from leaving, why, and whether he can settle it there himself. */
export interface LastPost {
  readonly slug: string;
  readonly companyName: string;
  /** `seul titulaire et seul administrateur`, or one of the two. */
  readonly why: string;
  /** False for an owner of another profile, who does not see the members. */
  readonly isAdministrator: boolean;
  readonly isOnlyOwner: boolean;
  /** Members besides the person. */
  readonly others: number;
  /** False for a trial that is over and a suspended dossier: their members cannot be changed. */
  readonly isOpen: boolean;
}

/** The dossiers that keep the signed-in person from leaving, by name; none when he may leave. */
export async function listLastPosts(ctx: PersonCtx): Promise<readonly LastPost[]> {
  const { personId } = ctx;
  const posts = await withControl({ personId }, (tx) => loadLastPosts(tx, OWNER_PROFILE), { mode: "read" });
  return posts.map((post) => lastPost(post, ctx));
}

/**
 * Erases the signed-in person at once: sessions, links, second factors and memberships go with his row; his name is
 * replaced by job in each dossier that he ever entered, left ones too; a last mail says so. What is sealed stays in its
 * dossiers, without his name.
 * Refuses: `erasure.confirmation` (422, unless his address was typed), `erasure.last_post` (409, naming the dossiers).
 */
export async function eraseAccount(ctx: PersonCtx, input: { confirmation: string }): Promise<void> {
  const { personId } = ctx;
  assert(personId, "only a signed-in person leaves");
  const { email, language } = await getAccount(ctx);
  if (emailKey(input.confirmation.trim()) !== emailKey(email)) throw refuse("confirmation");
  await withControl({ personId }, async (tx) => {
    // Read before his row goes, and this memory with it: from then on the jobs alone know where to go.
    const tenantIds = await loadEnteredDossiers(tx);
    if (!await eraseMe(tx, OWNER_PROFILE)) throw await lastPosts(ctx);
    await askRelabelling(tx, ctx, { personId, tenantIds });
    await postMail(tx, ctx, { kind: "account_deleted", email, language });
  });
}

async function lastPosts(ctx: PersonCtx): Promise<Error> {
  const names = (await listLastPosts(ctx)).map(({ companyName, why }) => `${companyName} (vous y êtes ${why})`);
  return refuse("last_post", { values: { dossiers: names.join(", ") } });
}

function lastPost(post: HeldPost, ctx: PersonCtx): LastPost {
  const { slug, companyName, isAdministrator, isOnlyOwner, isOnlyAdministrator, others, timeZone } = post;
  const why = [
    ...(isOnlyOwner ? ["seul titulaire"] : []),
    ...(isOnlyAdministrator ? ["seul administrateur"] : []),
  ].join(" et ");
  const isOpen = opennessOf(post, dayOf(ctx.now, timeZone)) === "open";
  return { slug, companyName, why, isAdministrator, isOnlyOwner, others, isOpen };
}
