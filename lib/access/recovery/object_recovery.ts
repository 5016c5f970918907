import { present } from "../../base/assert.ts";
import type { Ctx, PersonCtx } from "../../base/ctx.ts";
import { countLinkMiss } from "../../identity/mod.ts";
import { withControl } from "../../platform/db/tenant.ts";
import { recordAct } from "../record_act.ts";
import { refuse } from "../refusals.ts";
import { objectionHash, objectionSecret } from "./recovery_link.ts";
import { findObjection, type FoundObjection, loadOwnNotice, objectRecoveryRow } from "./recovery_store.ts";

/** What the page of a member's link shows. */
export type PendingRecovery = Pick<FoundObjection, "companyName" | "email" | "name" | "waitsUntil">;

/**
 * Looks at the recovery that a member may stop, without stopping it: mail scanners open links.
 * Refuses `objection_link` (410), the same for an unknown, spent, expired or malformed link and for one whose holder
 * is a member no more; `identity.too_many_links` (429) beyond 20 misses a minute from one address.
 */
export async function peekObjection(ctx: PersonCtx, secret: string): Promise<PendingRecovery> {
  const { companyName, email, name, waitsUntil } = await aliveObjection(ctx, secret);
  return { companyName, email, name, waitsUntil };
}

/** Stops the recovery, for good; every other link of it is dead from then on. Refuses as above. */
export async function objectToRecovery(ctx: PersonCtx, secret: string): Promise<void> {
  const { tenantId, recoveryId, personId, label } = await aliveObjection(ctx, secret);
  await withControl({ tenantId }, async (tx) => {
    const isStopped = await objectRecoveryRow(tx, { hash: objectionHash(secret), at: ctx.now });
    if (!isStopped) throw refuse("objection_link");
    await recordAct(tx, { tenantId, personId, actor: label, now: ctx.now }, {
      verb: "objectToRecovery",
      subject: { kind: "recovery", id: recoveryId },
      summary: "Opposition à la reprise du dossier : elle est arrêtée",
    });
  });
}

/**
 * Secret of the link that the member in the dossier was sent, for whoever has lost the message.
 * Refuses `objection_link` (410) when no recovery waits or when he was not told of it.
 */
export async function findOwnObjection({ tenantId, personId }: Ctx): Promise<string> {
  const id = await withControl({ tenantId }, (tx) => loadOwnNotice(tx, present(personId, "a member")), {
    mode: "read",
  });
  if (id === null) throw refuse("objection_link");
  return objectionSecret(id);
}

async function aliveObjection(ctx: PersonCtx, secret: string): Promise<FoundObjection> {
  const asked = { hash: objectionHash(secret), at: ctx.now };
  const found = await withControl({}, (tx) => findObjection(tx, asked), { mode: "read" });
  if (found) return found;
  await countLinkMiss(ctx);
  throw refuse("objection_link");
}
