import type { PersonCtx } from "../../base/ctx.ts";
import { refuseAll } from "../../base/refusal.ts";
import { unwrapSecret } from "../../platform/crypto.ts";
import { masterKey } from "../../platform/outside.ts";
import { hashPassword } from "../../platform/password_hash.ts";
import { takeAttempt } from "../attempt_store.ts";
import { onOperators, totpContext } from "../operator_access.ts";
import { passwordIssues } from "../password_policy.ts";
import { addressKey, OPERATOR_SIGN_INS_PER_ADDRESS } from "../rate_limits.ts";
import { issue, refuse } from "../refusals.ts";
import { sessionHash } from "../sessions.ts";
import { base32Secret, totpStep, totpUri } from "../totp.ts";
import { findOperatorOfLink, settleOperatorRow } from "./staff_store.ts";

/** Who follows a link, and the secret that his application is to take. */
export interface AwaitedOperator {
  readonly name: string;
  readonly email: string;
  readonly totpUri: string;
  /** The same secret as text, for who cannot scan. */
  readonly totpText: string;
}

/** Whom a link awaits. Refuses `operator_link` (404), `too_many_attempts` (429). */
export async function peekOperatorLink(ctx: PersonCtx, token: string): Promise<AwaitedOperator> {
  const { name, email, secret } = await awaited(ctx, token);
  return { name, email, totpUri: totpUri(secret, email), totpText: base32Secret(secret) };
}

/**
 * The operator chooses his password and shows that his application gives the codes: the link is spent, he may sign in.
 * Refuses: `password_*`, `operator_code` (422), `operator_link` (404), `too_many_attempts` (429).
 */
export async function settleOperator(
  ctx: PersonCtx,
  input: { readonly token: string; readonly password: string; readonly code: string },
): Promise<void> {
  const { email, secret } = await awaited(ctx, input.token);
  const step = totpStep(secret, { code: input.code, at: ctx.now });
  refuseAll([
    ...passwordIssues(input.password, { email, companyName: "" }),
    ...(step === null ? [issue("operator_code")] : []),
  ]);
  const settled = { hash: sessionHash(input.token), passwordHash: await hashPassword(input.password), step: step! };
  if (!await onOperators((tx) => settleOperatorRow(tx, { ...settled, at: ctx.now }))) throw refuse("operator_link");
}

async function awaited(ctx: PersonCtx, token: string) {
  const attempt = { keyHash: addressKey(ctx.request.ip), at: ctx.now };
  const { mayTry, found } = await onOperators(async (tx) => ({
    mayTry: await takeAttempt(tx, OPERATOR_SIGN_INS_PER_ADDRESS, attempt),
    found: await findOperatorOfLink(tx, sessionHash(token), ctx.now),
  }));
  if (!mayTry) {
    const minutes = String(Math.ceil(OPERATOR_SIGN_INS_PER_ADDRESS.windowSeconds / 60));
    throw refuse("too_many_attempts", { values: { minutes } });
  }
  if (!found) throw refuse("operator_link");
  const secret = unwrapSecret(masterKey(), new Uint8Array(found.totpDraft), totpContext(found.id));
  return { ...found, secret };
}
