import type { PersonCtx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { withControl } from "../platform/db/tenant.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { keyOfTyped } from "./_typed_address.ts";
import { takeAttempt } from "./attempt_store.ts";
import { findCredentials } from "./people_store.ts";
import { addressKey, COMPANY_SIGN_INS_PER_ADDRESS } from "./rate_limits.ts";
import { refuse } from "./refusals.ts";
import { insertCompanySession, revokeCompanySessions } from "./session_store.ts";
import { companyTokenPrefix } from "./_company_token.ts";
import { newSession, type OpenedSession } from "./sessions.ts";

/** A session that a company's provider opened ends this long after: who has left the company is out by the evening. */
export const COMPANY_SESSION_S = 12 * 3_600;

/**
 * Opens a session for one dossier only, in the transaction that believed its provider; `isStrong` where the provider
 * says that it asked for a second factor.
 */
export async function openCompanySession(
  tx: Tx,
  ctx: PersonCtx,
  { personId, tenantId, isStrong }: { personId: Uuid; tenantId: Uuid; isStrong: boolean },
): Promise<OpenedSession> {
  const lengths = { idleS: COMPANY_SESSION_S, lifetimeS: COMPANY_SESSION_S };
  const { token, record } = newSession(ctx, personId, { ...lengths, prefix: companyTokenPrefix(tenantId) });
  await insertCompanySession(tx, { ...record, isStrong, tenantId });
  return { token, personId, expiresAt: record.expiresAt };
}

/**
 * Ends at once every session that the provider of the dossier in scope has opened, in the transaction that takes its
 * word away; how many lived.
 */
export async function endCompanySessions(tx: Tx, ctx: Pick<PersonCtx, "now">): Promise<number> {
  return await revokeCompanySessions(tx, ctx.now);
}

/** Counts a sign-in that leaves for a provider. Refuses: `too_many_attempts` (429). */
export async function countCompanySignIn(ctx: PersonCtx): Promise<void> {
  const limit = COMPANY_SIGN_INS_PER_ADDRESS;
  const mayTry = await withControl(
    {},
    (tx) => takeAttempt(tx, limit, { keyHash: addressKey(ctx.request.ip), at: ctx.now }),
  );
  const minutes = String(Math.ceil(limit.windowSeconds / 60));
  if (!mayTry) throw refuse("too_many_attempts", { values: { minutes } });
}

/** The person who confirmed an address, or null. */
export async function personOfAddress(tx: Tx, email: string): Promise<Uuid | null> {
  return (await findCredentials(tx, keyOfTyped(email)))?.personId ?? null;
}
