import { sql } from "drizzle-orm";
import { present } from "../../base/assert.ts";
import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { toHex } from "../../platform/crypto.ts";
import { row, rows, type Tx } from "../../platform/db/transaction.ts";

/** What the person in scope has set up, secrets still wrapped. */
export interface StoredFactors {
  readonly hasTotp: boolean;
  readonly hasMailCode: boolean;
  readonly totpDraft: Uint8Array | null;
  readonly totpSecret: Uint8Array | null;
  readonly recoveryLeft: number;
}

/** A sign-in whose password was right. */
export interface PendingSignIn {
  readonly pendingId: Uuid;
  readonly personId: Uuid;
}

/** What the person in scope has set up. */
export async function loadFactors(tx: Tx): Promise<StoredFactors> {
  const found = await row<StoredFactors>(
    tx,
    sql`select has_totp as "hasTotp", has_mail_code as "hasMailCode", totp_draft as "totpDraft",
      totp_secret as "totpSecret", recovery_left as "recoveryLeft" from control.my_factors()`,
  );
  return present(found, "answer of my_factors");
}

/** Keeps a wrapped secret until a code of it is typed; an earlier draft is dropped. */
export async function draftTotp(tx: Tx, wrapped: Uint8Array): Promise<void> {
  await rows(tx, sql`select control.draft_totp(${wrapped})`);
}

/** Makes the draft the secret, its first step spent; false when the draft is another one by now. */
export async function confirmTotpDraft(
  tx: Tx,
  { wrapped, step, at }: { wrapped: Uint8Array; step: bigint; at: IsoInstant },
): Promise<boolean> {
  return await said(tx, sql`select control.confirm_totp(${wrapped}, ${step.toString()}::bigint, ${at}) as yes`);
}

/** Takes the application's codes away; false when there were none. */
export async function dropTotp(tx: Tx): Promise<boolean> {
  return await said(tx, sql`select control.remove_totp() as yes`);
}

/** Uses up a code's step; false when it, or a later one, was used already. */
export async function spendTotpStep(tx: Tx, step: bigint): Promise<boolean> {
  return await said(tx, sql`select control.spend_totp_step(${step.toString()}::bigint) as yes`);
}

/** Turns codes by mail on or off; false when they were so already. */
export async function switchMailCode(tx: Tx, isOn: boolean, at: IsoInstant): Promise<boolean> {
  return await said(tx, sql`select control.switch_mail_code(${isOn}, ${at}) as yes`);
}

/** Writes a new set of recovery codes; the old set is gone. */
export async function replaceRecoveryCodes(tx: Tx, hashes: readonly Uint8Array[], at: IsoInstant): Promise<void> {
  const list = `{${hashes.map((hash) => `"\\\\x${toHex(hash)}"`).join()}}`;
  await rows(tx, sql`select control.replace_recovery_codes(${list}::bytea[], ${at})`);
}

/** Uses a recovery code up; false for a wrong or spent one. */
export async function spendRecoveryCode(tx: Tx, hash: Uint8Array, at: IsoInstant): Promise<boolean> {
  return await said(tx, sql`select control.spend_recovery_code(${hash}, ${at}) as yes`);
}

/** Writes a code by mail down; the one drawn before for the same sign-in or session is dead. */
export async function insertMailCode(
  tx: Tx,
  code: { id: Uuid; subjectId: Uuid; at: IsoInstant; expiresAt: IsoInstant },
): Promise<void> {
  await rows(tx, sql`select control.draw_mail_code(${code.id}, ${code.subjectId}, ${code.at}, ${code.expiresAt})`);
}

/** The one living code by mail of a sign-in or session, or null. */
export async function findMailCode(tx: Tx, subjectId: Uuid, at: IsoInstant): Promise<Uuid | null> {
  const found = await row<{ id: Uuid }>(tx, sql`select code_id as id from control.live_mail_code(${subjectId}, ${at})`);
  return found && found.id;
}

/** Uses a code by mail up; true for one caller only. */
export async function spendMailCode(tx: Tx, codeId: Uuid, at: IsoInstant): Promise<boolean> {
  return await said(tx, sql`select control.spend_mail_code(${codeId}, ${at}) as yes`);
}

/** Writes a sign-in of the person in scope that waits for its second step. */
export async function insertPendingSignIn(
  tx: Tx,
  pending: { id: Uuid; tokenHash: Uint8Array; tries: number; at: IsoInstant; expiresAt: IsoInstant },
): Promise<void> {
  await rows(
    tx,
    sql`select control.open_pending_sign_in(${pending.id}, ${pending.tokenHash}, ${pending.tries}::integer,
      ${pending.at}, ${pending.expiresAt})`,
  );
}

/** The living pending sign-in of a token's hash, or null. */
export async function findPendingSignIn(
  tx: Tx,
  tokenHash: Uint8Array,
  at: IsoInstant,
): Promise<PendingSignIn & { readonly email: string } | null> {
  return await row<PendingSignIn & { email: string }>(
    tx,
    sql`select pending_id as "pendingId", person_id as "personId", email
      from control.find_pending_sign_in(${tokenHash}, ${at})`,
  );
}

/** Takes one of its tries; null when none is left, or it is over. */
export async function takeSecondStepTry(tx: Tx, tokenHash: Uint8Array, at: IsoInstant): Promise<PendingSignIn | null> {
  return await row<PendingSignIn>(
    tx,
    sql`select pending_id as "pendingId", person_id as "personId"
      from control.take_second_step_try(${tokenHash}, ${at})`,
  );
}

/** Ends a pending sign-in; true for one caller only. */
export async function spendPendingSignIn(tx: Tx, tokenHash: Uint8Array, at: IsoInstant): Promise<boolean> {
  return await said(tx, sql`select control.spend_pending_sign_in(${tokenHash}, ${at}) as yes`);
}

/**
 * Takes the turn of the person in scope at taking factors off, until the transaction ends; true when one of his
 * dossiers wants that he keeps one.
 */
export async function holdFactors(tx: Tx): Promise<boolean> {
  return await said(tx, sql`select control.hold_my_factors() as yes`);
}

/** The sessions of the person in scope are strong no more. */
export async function weakenSessions(tx: Tx): Promise<void> {
  await rows(tx, sql`select control.weaken_my_sessions()`);
}

/** Drops challenges, codes by mail and pending sign-ins that are over. */
export async function sweepFactors(tx: Tx, at: IsoInstant): Promise<void> {
  await rows(tx, sql`select control.sweep_factors(${at})`);
}

async function said(tx: Tx, question: ReturnType<typeof sql>): Promise<boolean> {
  return present(await row<{ yes: boolean }>(tx, question), "answer of a factor's function").yes;
}
