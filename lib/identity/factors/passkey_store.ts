import { sql } from "drizzle-orm";
import { present } from "../../base/assert.ts";
import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { instantFromDriver } from "../../platform/db/columns.ts";
import { row, rows, type Tx } from "../../platform/db/transaction.ts";

/** What a challenge was drawn for: a signature for one purpose is worth nothing for another. */
export type ChallengePurpose = "enrol" | "sign_in" | "second_step" | "proof" | "act";

/** A passkey of the person in scope. */
export interface Passkey {
  readonly id: Uuid;
  readonly credentialId: Uint8Array;
  readonly transports: readonly string[];
  readonly name: string;
  readonly createdAt: IsoInstant;
  readonly lastUsedAt: IsoInstant | null;
}

/** What a signature is judged by. */
export interface PasskeyKey {
  readonly passkeyId: Uuid;
  readonly personId: Uuid;
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly counter: bigint;
}

/** A challenge as it is kept: by its hash, for one purpose and, once he is known, one person. */
export interface ChallengeRecord {
  readonly hash: Uint8Array;
  readonly purpose: ChallengePurpose;
  readonly personId: Uuid | null;
  readonly at: IsoInstant;
}

/** The passkeys of the person in scope, oldest first. */
export async function loadPasskeys(tx: Tx): Promise<Passkey[]> {
  const found = await rows<
    Omit<Passkey, "createdAt" | "lastUsedAt"> & { createdAt: string; lastUsedAt: string | null }
  >(
    tx,
    sql`select id, credential_id as "credentialId", transports, name, created_at as "createdAt",
      last_used_at as "lastUsedAt" from control.my_passkeys()`,
  );
  return found.map((passkey) => ({
    ...passkey,
    createdAt: instantFromDriver(passkey.createdAt),
    lastUsedAt: passkey.lastUsedAt === null ? null : instantFromDriver(passkey.lastUsedAt),
  }));
}

/** Writes a passkey of the person in scope; false when the credential is known already. */
export async function insertPasskey(
  tx: Tx,
  passkey: {
    id: Uuid;
    credentialId: Uint8Array;
    publicKey: Uint8Array;
    counter: number;
    /** Words of the standard alone: they go into an array literal. */
    transports: readonly string[];
    name: string;
    at: IsoInstant;
  },
): Promise<boolean> {
  const ways = `{${passkey.transports.join()}}`;
  return await said(
    tx,
    sql`select control.add_passkey(${passkey.id}, ${passkey.credentialId}, ${passkey.publicKey},
      ${passkey.counter}::bigint, ${ways}::text[], ${passkey.name}, ${passkey.at}) as yes`,
  );
}

/** Gives a passkey of the person in scope another name; false when it is not his. */
export async function updatePasskeyName(tx: Tx, passkeyId: Uuid, name: string): Promise<boolean> {
  return await said(tx, sql`select control.rename_passkey(${passkeyId}, ${name}) as yes`);
}

/** Takes a passkey of the person in scope away; false when it is not his. */
export async function deletePasskey(tx: Tx, passkeyId: Uuid): Promise<boolean> {
  return await said(tx, sql`select control.remove_passkey(${passkeyId}) as yes`);
}

/** The key of a credential, or null. */
export async function findPasskey(tx: Tx, credentialId: Uint8Array): Promise<PasskeyKey | null> {
  const found = await row<Omit<PasskeyKey, "counter"> & { counter: string }>(
    tx,
    sql`select passkey_id as "passkeyId", person_id as "personId", public_key as "publicKey", counter::text as counter
      from control.passkey_of(${credentialId})`,
  );
  return found && { ...found, publicKey: new Uint8Array(found.publicKey), counter: BigInt(found.counter) };
}

/** Notes a use of a passkey of the person in scope; false when its counter has not gone on. */
export async function usePasskey(
  tx: Tx,
  use: { passkeyId: Uuid; counter: number; at: IsoInstant },
): Promise<boolean> {
  return await said(tx, sql`select control.use_passkey(${use.passkeyId}, ${use.counter}::bigint, ${use.at}) as yes`);
}

/** Keeps a challenge until it is signed or over. */
export async function insertChallenge(tx: Tx, challenge: ChallengeRecord & { expiresAt: IsoInstant }): Promise<void> {
  const { hash, purpose, personId, at, expiresAt } = challenge;
  await rows(tx, sql`select control.keep_challenge(${hash}, ${purpose}, ${personId}, ${at}, ${expiresAt})`);
}

/** Uses a challenge up; false for an unknown, spent or expired one, and for one of another purpose or person. */
export async function spendChallenge(tx: Tx, { hash, purpose, personId, at }: ChallengeRecord): Promise<boolean> {
  return await said(tx, sql`select control.spend_challenge(${hash}, ${purpose}, ${personId}, ${at}) as yes`);
}

async function said(tx: Tx, question: ReturnType<typeof sql>): Promise<boolean> {
  return present(await row<{ yes: boolean }>(tx, question), "answer of a passkey's function").yes;
}
