import { assert } from "../base/assert.ts";
import type { PersonCtx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { withControl } from "../platform/db/tenant.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { verifyPassword } from "../platform/password_hash.ts";
import { randomToken } from "../platform/random.ts";
import { forgetAttempts, noteSecurity, takeAttempt } from "./attempt_store.ts";
import { findMyCredentials } from "./people_store.ts";
import { accountKey, PROOFS_PER_PERSON } from "./rate_limits.ts";
import { refuse } from "./refusals.ts";
import { proveSession } from "./session_store.ts";
import { type OpenedSession, sessionHash } from "./sessions.ts";

/**
 * A signed-in person shows by his password that it is still he who sits there. The session goes on under another token.
 * Refuses: `wrong_proof` (401), `too_many_attempts` (429), `session_over` (401).
 */
export async function proveByPassword(
  ctx: PersonCtx,
  input: { token: string; password: string },
): Promise<OpenedSession> {
  const me = await beginProof(ctx, findMyCredentials);
  if (!me || !await verifyPassword(me.passwordHash, input.password)) {
    await noteWrongProof(ctx);
    throw refuse("wrong_proof");
  }
  return await withControl({ personId: ctx.personId }, (tx) => renewProof(tx, ctx, { ...input, isStrong: false }));
}

/**
 * Counts one proof of the person in scope, in a transaction of its own, before anything is compared; reads what it will
 * be compared with. Refuses `too_many_attempts` (429).
 */
export async function beginProof<T>(ctx: PersonCtx, load: (tx: Tx) => Promise<T>): Promise<T> {
  const { personId, now: at } = ctx;
  assert(personId, "only a signed-in person proves himself");
  const begun = await withControl({ personId }, async (tx) => {
    const mayTry = await takeAttempt(tx, PROOFS_PER_PERSON, { keyHash: accountKey(personId), at });
    if (!mayTry) await noteSecurity(tx, ctx, { event: "proof_limited", personId });
    return { mayTry, known: await load(tx) };
  });
  if (begun.mayTry) return begun.known;
  throw refuse("too_many_attempts", { values: { minutes: String(Math.ceil(PROOFS_PER_PERSON.windowSeconds / 60)) } });
}

/** Writes a wrong proof into the security log. */
export async function noteWrongProof(ctx: PersonCtx): Promise<void> {
  await withControl({}, (tx) => noteSecurity(tx, ctx, { event: "proof_wrong", personId: ctx.personId }));
}

/** Writes a right proof down, in the transaction of what was compared. Refuses `session_over` (401). */
export async function renewProof(
  tx: Tx,
  ctx: PersonCtx,
  { token: old, isStrong }: { token: string; isStrong: boolean },
): Promise<OpenedSession> {
  const personId = ctx.personId as Uuid;
  await forgetAttempts(tx, PROOFS_PER_PERSON, accountKey(personId));
  const token = randomToken();
  const proof = { oldHash: sessionHash(old), newHash: sessionHash(token), at: ctx.now, isStrong };
  const proved = await proveSession(tx, proof);
  if (!proved) throw refuse("session_over");
  return { token, personId: proved.personId, expiresAt: proved.expiresAt };
}
