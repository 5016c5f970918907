import type { PersonCtx } from "../../base/ctx.ts";
import { refuseAll } from "../../base/refusal.ts";
import { withControl } from "../../platform/db/tenant.ts";
import { hashPassword } from "../../platform/password_hash.ts";
import { hashOf } from "../one_time_token.ts";
import { passwordIssues } from "../password_policy.ts";
import { shapeOf } from "../password_strength.ts";
import { liftBlock } from "../password_tries.ts";
import { notePassword } from "../people_store.ts";
import { loadPolicyOf } from "../tries_store.ts";
import { findLink, type FoundLink, spendReset } from "./account_store.ts";
import { postMail } from "./post_mail.ts";
import { refuse } from "./refusals.ts";

/**
 * Looks at the link of a forgotten password without spending it: mail scanners open links, so a GET changes nothing.
 * Refuses `link` (410), the same for an unknown, spent, expired, foreign or malformed one.
 */
export async function peekReset(ctx: PersonCtx, secret: string): Promise<{ email: string }> {
  const { email } = await aliveLink(ctx, secret);
  return { email };
}

/**
 * Sets a new password by the link of the mail. Every session of the person ends, every other link of his that waits is
 * void, his wrong attempts are forgotten, and a mail says that it was done. A dead link costs no hash.
 * Refuses: `link` (410), `identity.password_*` (422, at the field).
 */
export async function resetPassword(ctx: PersonCtx, input: { secret: string; password: string }): Promise<void> {
  const { email, personId } = await aliveLink(ctx, input.secret);
  // What the strictest of his dossiers asks; a new password also lifts the block of too many wrong ones.
  const policy = await withControl({}, (tx) => loadPolicyOf(tx, personId), { mode: "read" });
  refuseAll(passwordIssues(input.password, { email, companyName: "" }, policy));
  const newHash = await hashPassword(input.password);
  await withControl({}, async (tx) => {
    await liftBlock(tx, personId);
    const person = await spendReset(tx, { tokenHash: hashOf(input.secret), newHash, at: ctx.now });
    if (!person) throw refuse("link");
    await notePassword(tx, person.personId, shapeOf(input.password));
    await postMail(tx, ctx, { kind: "password_reset", email: person.email, language: person.language });
  });
}

async function aliveLink(ctx: PersonCtx, secret: string): Promise<FoundLink> {
  const wanted = { tokenHash: hashOf(secret), purpose: "reset_password", at: ctx.now } as const;
  const found = await withControl({}, (tx) => findLink(tx, wanted), { mode: "read" });
  if (!found) throw refuse("link");
  return found;
}
