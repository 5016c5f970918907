import { authorize, type Ctx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { findSession } from "../identity/mod.ts";
import { withControl } from "../platform/db/tenant.ts";
import { actingAdministrator, labelOfMember } from "./member.ts";
import { loadMembers, lockMembers } from "./member_store.ts";
import { recordAct } from "./record_act.ts";
import { refuse } from "./refusals.ts";
import { findSecondFactorRule, loadMembersWithFactor, writeSecondFactorRule } from "./second_factor_store.ts";

/** Whether the dossier wants a second factor, and which of its members have one: yes or no, never which one. */
export interface SecondFactorRule {
  readonly isRequired: boolean;
  readonly members: readonly { readonly personId: Uuid; readonly label: string; readonly hasFactor: boolean }[];
}

/** What the dossier asks beyond a password, and how far its members are, by name. Right `members:write`. */
export async function getSecondFactorRule(ctx: Ctx): Promise<SecondFactorRule> {
  authorize(ctx, "members:write");
  const { tenantId } = ctx;
  return await withControl({ tenantId }, async (tx) => {
    const isRequired = await findSecondFactorRule(tx, tenantId);
    const withFactor = await loadMembersWithFactor(tx);
    const members = (await loadMembers(tx)).map((member) => ({
      personId: member.personId,
      label: labelOfMember(member),
      hasFactor: withFactor.has(member.personId),
    }));
    return { isRequired, members };
  }, { mode: "read" });
}

/**
 * Wants a second factor of everybody who enters the dossier, from his next page on, or no longer wants one; what stands
 * already is no act. Whoever turns it on has proved one himself in the session of `token`, or he would be the first to
 * stand outside. Right `members:write`. Refuses: `no_longer_administrator` (403), `own_factor_first` (409).
 */
export async function setSecondFactorRule(ctx: Ctx, wish: { isRequired: boolean; token: string }): Promise<void> {
  authorize(ctx, "members:write");
  const { tenantId, now: at } = ctx;
  const { isRequired, token } = wish;
  if (isRequired && !await isProvenStrongly(ctx, token)) throw refuse("own_factor_first");
  await withControl({ tenantId }, async (tx) => {
    actingAdministrator(await lockMembers(tx, tenantId), ctx);
    if (await findSecondFactorRule(tx, tenantId) === isRequired) return;
    await writeSecondFactorRule(tx, { tenantId, at, isRequired });
    await recordAct(tx, ctx, {
      verb: "setSecondFactorRule",
      subject: { kind: "security", id: tenantId },
      summary: isRequired
        ? "Deuxième étape à la connexion : exigée de tous les membres"
        : "Deuxième étape à la connexion : laissée au choix de chacun",
    });
  });
}

/** A session that a company's provider opened is nobody's own proof. */
async function isProvenStrongly(ctx: Ctx, token: string): Promise<boolean> {
  const session = await findSession(ctx, token);
  return session !== null && session.isStrong && session.personId === ctx.personId;
}
