import type { PersonCtx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { Refusal } from "../../base/refusal.ts";
import { withControl } from "../../platform/db/tenant.ts";
import { hashPassword, verifyPassword } from "../../platform/password_hash.ts";
import { forgetAttempts } from "../attempt_store.ts";
import { passwordIssues } from "../password_policy.ts";
import { shapeOf } from "../password_strength.ts";
import { findMyCredentials, notePassword } from "../people_store.ts";
import { loadPolicyOf } from "../tries_store.ts";
import { beginProof, noteWrongProof } from "../prove_self.ts";
import { accountKey, PROOFS_PER_PERSON } from "../rate_limits.ts";
import { revokeMyOtherSessions } from "./device_store.ts";
import { postMail } from "./post_mail.ts";
import { changeMyPassword } from "./profile_store.ts";
import { issue, refuse } from "./refusals.ts";

/** The form, as typed, and the session that it comes from. */
export interface PasswordChange {
  readonly sessionId: Uuid;
  readonly current: string;
  readonly password: string;
}

/**
 * The signed-in person changes his password, showing the one that he has. His other sessions end, and a mail says so.
 * Refuses: `wrong_password` (422, at the field), `same_password` and `identity.password_*` (422),
 * `identity.too_many_attempts` (429).
 */
export async function changePassword(ctx: PersonCtx, input: PasswordChange): Promise<void> {
  const me = await beginProof(ctx, findMyCredentials);
  if (!me || !await verifyPassword(me.passwordHash, input.current)) {
    await noteWrongProof(ctx);
    throw refuse("wrong_password");
  }
  const issues = input.password.normalize("NFC") === input.current.normalize("NFC")
    ? [issue("same_password")]
    : passwordIssues(input.password, { email: me.email, companyName: "" }, await policyOf(me.personId));
  if (issues.length > 0) throw new Refusal(422, issues);
  const newHash = await hashPassword(input.password);
  const { personId, now: at } = ctx;
  await withControl({ personId }, async (tx) => {
    const told = await changeMyPassword(tx, { knownHash: me.passwordHash, newHash, at });
    if (!told) throw refuse("wrong_password");
    await notePassword(tx, me.personId, shapeOf(input.password));
    await forgetAttempts(tx, PROOFS_PER_PERSON, accountKey(personId!));
    await revokeMyOtherSessions(tx, input.sessionId, at);
    await postMail(tx, ctx, { kind: "password_reset", ...told });
  });
}

/** What the strictest of his dossiers asks of a password. */
function policyOf(personId: Uuid): ReturnType<typeof loadPolicyOf> {
  return withControl({}, (tx) => loadPolicyOf(tx, personId), { mode: "read" });
}
