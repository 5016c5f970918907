import { authorize, type Ctx } from "../base/ctx.ts";
import { refuseAll } from "../base/refusal.ts";
import { DEFAULT_PASSWORD_POLICY, type PasswordPolicy, policyIssues } from "../identity/mod.ts";
import { withControl } from "../platform/db/tenant.ts";
import { findPasswordPolicy, writePasswordPolicy } from "./password_policy_store.ts";
import { recordAct } from "./record_act.ts";

/** What the dossier asks of its members' passwords. Right `members:write`. */
export async function getPasswordPolicy(ctx: Ctx): Promise<PasswordPolicy> {
  authorize(ctx, "members:write");
  const { tenantId } = ctx;
  const found = await withControl({ tenantId }, (tx) => findPasswordPolicy(tx, tenantId), { mode: "read" });
  return found ?? DEFAULT_PASSWORD_POLICY;
}

/**
 * Sets what the dossier asks of its members' passwords: at once for the number of tries, at the next change for what a
 * password is made of. A weak policy is shown as such and accepted: the figures of the CNIL are a recommendation.
 * Right `members:write`. Refuses: `identity.policy_length`, `identity.policy_attempts` (422).
 */
export async function setPasswordPolicy(ctx: Ctx, policy: PasswordPolicy): Promise<void> {
  authorize(ctx, "members:write");
  refuseAll(policyIssues(policy));
  const { tenantId, now: at } = ctx;
  await withControl({ tenantId }, async (tx) => {
    await writePasswordPolicy(tx, { tenantId, at, policy });
    const { minLength, needs, maxAttempts } = policy;
    const kinds = `${needs.size} sorte${needs.size > 1 ? "s" : ""} de caractères exigée${needs.size > 1 ? "s" : ""}`;
    await recordAct(tx, ctx, {
      verb: "setPasswordPolicy",
      subject: { kind: "passwords", id: tenantId },
      summary: `Règles de mot de passe : ${minLength} caractères, ${kinds}, blocage après ${maxAttempts} essais`,
    });
  });
}
