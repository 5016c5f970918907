import type { PersonCtx } from "../base/ctx.ts";
import { addSeconds, type IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { refuseAll } from "../base/refusal.ts";
import { emailKey } from "../base/text.ts";
import { unwrapSecret, type WrapContext, wrapSecret } from "../platform/crypto.ts";
import { CONTROL } from "../platform/db/pools.ts";
import { withOperator } from "../platform/db/tenant.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { masterKey } from "../platform/outside.ts";
import { hashPassword, verifyNobody, verifyPassword } from "../platform/password_hash.ts";
import { newId } from "../platform/random.ts";
import { keyOfTyped, readAddress } from "./_typed_address.ts";
import { forgetAttempts, noteSecurity, takeAttempt } from "./attempt_store.ts";
import {
  findOperatorCredentials,
  insertOperator,
  insertOperatorSession,
  loadOperatorSession,
  type OperatorCredentials,
  type OperatorSession,
  revokeOperatorSession,
  spendStep,
} from "./operator_store.ts";
import type { OperatorRole } from "./operator_roles.ts";
import { passwordIssues } from "./password_policy.ts";
import { accountKey, addressKey, OPERATOR_SIGN_INS_PER_ACCOUNT, OPERATOR_SIGN_INS_PER_ADDRESS } from "./rate_limits.ts";
import { issue, refuse } from "./refusals.ts";
import { personName } from "./rename.ts";
import { newSession, sessionHash } from "./sessions.ts";
import { newTotpSecret, totpStep, totpUri } from "./totp.ts";

/** A console session ends this long after it was last used. */
export const OPERATOR_SESSION_IDLE_S = 1_800;
/** A console session ends this long after its sign-in, used or not. */
export const OPERATOR_SESSION_LIFETIME_S = 10 * 3_600;

/** A new operator's means of signing in, shown once. */
export interface EnrolledOperator {
  readonly operatorId: Uuid;
  /** Address for an authenticator app, as text and QR code. */
  readonly totpUri: string;
  /** The same secret in raw bytes, for the demo's printed help. */
  readonly totpSecret: Uint8Array;
}

/**
 * Makes an operator who may sign in at once: the program's start calls it. In the console, an administrator hands over
 * a link instead (`inviteOperator`).
 * Refuses: `email`, `name`, `password_*` (422), `operator_exists` (409).
 */
export async function enrolOperator(
  ctx: PersonCtx,
  input: { email: string; name: string; password: string; role?: OperatorRole; totpSecret?: Uint8Array },
): Promise<EnrolledOperator> {
  const email = readAddress(input.email), name = personName(input.name);
  refuseAll([
    ...(email === null ? [issue("email")] : []),
    ...(name === null ? [issue("name")] : []),
    ...passwordIssues(input.password, { email: email ?? "", companyName: "" }),
  ]);
  const operatorId = newId(), secret = input.totpSecret ?? newTotpSecret();
  const passwordHash = await hashPassword(input.password);
  const totpSecret = wrapSecret(masterKey(), secret, totpContext(operatorId));
  const { role = "support" } = input;
  const record = { id: operatorId, email: email!, emailKey: emailKey(email!), name: name!, role };
  const made = await onOperators((tx) => insertOperator(tx, { ...record, passwordHash, totpSecret, at: ctx.now }));
  if (!made) throw refuse("operator_exists");
  return { operatorId, totpUri: totpUri(secret, email!), totpSecret: secret };
}

/**
 * Signs an operator in with address, password and six-digit code, all three at once: which of them was wrong is not
 * told. A code works once. Refuses: `wrong_operator_credentials` (401), `too_many_attempts` (429).
 */
export async function signInOperator(
  ctx: PersonCtx,
  input: { email: string; password: string; code: string },
): Promise<{ token: string; expiresAt: IsoInstant }> {
  const key = keyOfTyped(input.email);
  const known = await begin(ctx, key);
  const isRight = known ? await verifyPassword(known.passwordHash, input.password) : await verifyNobody(input.password);
  const step = known && isRight ? stepOf(ctx, known, input.code) : null;
  const token = known && step !== null ? await finish(ctx, { known, step, key }) : null;
  if (token) return token;
  const event = { event: "operator_sign_in_wrong", operatorId: known ? known.operatorId : null } as const;
  await onOperators((tx) => noteSecurity(tx, ctx, event));
  throw refuse("wrong_operator_credentials");
}

/** Who is signed in on the console with a token, or null. */
export async function findOperatorSession(ctx: PersonCtx, token: string): Promise<OperatorSession | null> {
  const idleExpiresAt = addSeconds(ctx.now, OPERATOR_SESSION_IDLE_S);
  return await onOperators((tx) => loadOperatorSession(tx, sessionHash(token), { at: ctx.now, idleExpiresAt }));
}

/** Ends a console session; unknown and ended ones are no error. */
export async function signOutOperator(ctx: PersonCtx, token: string): Promise<void> {
  await onOperators((tx) => revokeOperatorSession(tx, sessionHash(token), ctx.now));
}

async function begin(ctx: PersonCtx, key: string): Promise<OperatorCredentials | null> {
  const at = ctx.now;
  const begun = await onOperators(async (tx) => {
    const mayTry = await takeAttempt(tx, OPERATOR_SIGN_INS_PER_ADDRESS, { keyHash: addressKey(ctx.request.ip), at }) &&
      await takeAttempt(tx, OPERATOR_SIGN_INS_PER_ACCOUNT, { keyHash: accountKey(key), at });
    const known = await findOperatorCredentials(tx, key);
    const operatorId = known ? known.operatorId : null;
    if (!mayTry) await noteSecurity(tx, ctx, { event: "operator_sign_in_limited", operatorId });
    return { mayTry, known };
  });
  if (!begun.mayTry) {
    const minutes = String(Math.ceil(OPERATOR_SIGN_INS_PER_ACCOUNT.windowSeconds / 60));
    throw refuse("too_many_attempts", { values: { minutes } });
  }
  return begun.known;
}

function stepOf(ctx: PersonCtx, known: OperatorCredentials, code: string): bigint | null {
  const secret = unwrapSecret(masterKey(), known.totpSecret, totpContext(known.operatorId));
  return totpStep(secret, { code, at: ctx.now });
}

async function finish(
  ctx: PersonCtx,
  { known, step, key }: { known: OperatorCredentials; step: bigint; key: string },
): Promise<{ token: string; expiresAt: IsoInstant } | null> {
  return await onOperators(async (tx) => {
    if (!await spendStep(tx, known.operatorId, step)) return null;
    await forgetAttempts(tx, OPERATOR_SIGN_INS_PER_ACCOUNT, accountKey(key));
    return await openOperatorSession(tx, ctx, known.operatorId);
  });
}

/** Opens a session on the console, in the transaction of what proved the operator. */
export async function openOperatorSession(
  tx: Tx,
  ctx: PersonCtx,
  operatorId: Uuid,
): Promise<{ token: string; expiresAt: IsoInstant }> {
  const lengths = { idleS: OPERATOR_SESSION_IDLE_S, lifetimeS: OPERATOR_SESSION_LIFETIME_S };
  const { token, record } = newSession(ctx, operatorId, lengths);
  await insertOperatorSession(tx, record);
  return { token, expiresAt: record.expiresAt };
}

/** What the secret of an operator's codes is wrapped for. */
export function totpContext(operatorId: Uuid): WrapContext {
  return { purpose: "totp", tenant: CONTROL, keyId: operatorId };
}

/** One transaction of the console on control. */
export function onOperators<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return withOperator({ database: CONTROL, role: "ops_control" }, work);
}
