import type { PersonCtx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { unwrapSecret, type WrapContext, wrapSecret } from "../../platform/crypto.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import { withControl } from "../../platform/db/tenant.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { masterKey } from "../../platform/outside.ts";
import { beginProof, noteWrongProof, renewProof } from "../prove_self.ts";
import { refuse } from "../refusals.ts";
import type { OpenedSession } from "../sessions.ts";
import { base32Secret, newTotpSecret, totpStep, totpUri } from "../totp.ts";
import { announceFactor } from "./announce_factor.ts";
import { confirmTotpDraft, draftTotp, dropTotp, loadFactors, spendTotpStep } from "./factor_store.ts";
import { takeFactorOff } from "./last_factor.ts";
import { me } from "./list_factors.ts";

/** What the enrolment page shows until a code was typed. */
export interface TotpDraft {
  /** Address that an application reads from the QR code. */
  readonly uri: string;
  /** The same secret in letters and digits, for who cannot read the picture. */
  readonly secret: string;
}

/** Draws the secret of an application's codes; nothing changes at sign-in before a code of it was typed. */
export async function beginTotp(ctx: PersonCtx): Promise<void> {
  const personId = me(ctx);
  const wrapped = wrapSecret(masterKey(), newTotpSecret(), secretContext(personId));
  await withControl({ personId }, (tx) => draftTotp(tx, wrapped));
}

/** The secret drawn last and not yet confirmed, or null. */
export async function peekTotpDraft(ctx: PersonCtx, label: string): Promise<TotpDraft | null> {
  const personId = me(ctx);
  const { totpDraft } = await withControl({ personId }, loadFactors, { mode: "read" });
  if (!totpDraft) return null;
  const secret = unwrapSecret(masterKey(), totpDraft, secretContext(personId));
  return { uri: totpUri(secret, label), secret: base32Secret(secret) };
}

/**
 * Turns the application's codes on by a first code, which also counts as a proof: the session goes on, strong, under
 * another token. Refuses: `wrong_code` (401), `too_many_attempts` (429), `session_over` (401).
 */
export async function confirmTotp(ctx: PersonCtx, input: { code: string; token: string }): Promise<OpenedSession> {
  const personId = me(ctx);
  const { totpDraft } = await beginProof(ctx, loadFactors);
  const step = totpDraft ? stepOf(personId, totpDraft, { code: input.code, ctx }) : null;
  if (!totpDraft || step === null) {
    await noteWrongProof(ctx);
    throw refuse("wrong_code");
  }
  return await withControl({ personId }, async (tx) => {
    if (!await confirmTotpDraft(tx, { wrapped: totpDraft, step, at: ctx.now })) throw refuse("wrong_code");
    await announceFactor(tx, ctx, "totp_added");
    return await renewProof(tx, ctx, { token: input.token, isStrong: true });
  });
}

/** Takes the application's codes away; nothing happens where there were none. Refuses `last_factor_wanted` (409). */
export async function removeTotp(ctx: PersonCtx): Promise<void> {
  await withControl({ personId: me(ctx) }, async (tx) => {
    if (!await takeFactorOff(tx, ctx, () => dropTotp(tx))) return;
    await announceFactor(tx, ctx, "totp_removed");
  });
}

/** Uses a code of the person in scope up: true at its first showing, one step early or late at most. */
export async function spendTotp(
  tx: Tx,
  ctx: PersonCtx,
  { personId, code }: { personId: Uuid; code: string },
): Promise<boolean> {
  const { totpSecret } = await loadFactors(tx);
  const step = totpSecret ? stepOf(personId, totpSecret, { code, ctx }) : null;
  return step !== null && await spendTotpStep(tx, step);
}

function stepOf(personId: Uuid, wrapped: Uint8Array, { code, ctx }: { code: string; ctx: PersonCtx }): bigint | null {
  return totpStep(unwrapSecret(masterKey(), wrapped, secretContext(personId)), { code, at: ctx.now });
}

function secretContext(personId: Uuid): WrapContext {
  return { purpose: "totp", tenant: CONTROL, keyId: personId };
}
