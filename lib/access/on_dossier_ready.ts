import { assert } from "../base/assert.ts";
import type { Ctx } from "../base/ctx.ts";
import type { Opening } from "../instances/mod.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { inviteOwner } from "./invite_owner.ts";
import { insertMembership } from "./membership_store.ts";
import { OWNER_PROFILE } from "./profiles.ts";

/** Makes the person who opened a dossier its owner, in the transaction that opens it; or invites him. */
export async function addOwner(tx: Tx, ctx: Ctx, opening: Opening): Promise<void> {
  if (opening.ownerId === null) return await inviteOwner(tx, ctx, opening.email);
  assert(ctx.personId === opening.ownerId, "a dossier is opened by its owner");
  await insertMembership(tx, {
    tenantId: ctx.tenantId,
    personId: opening.ownerId,
    profile: OWNER_PROFILE,
    isOwner: true,
    createdAt: ctx.now,
  });
}
