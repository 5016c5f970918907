import { sql } from "drizzle-orm";
import { present } from "../../base/assert.ts";
import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { instantFromDriver } from "../../platform/db/columns.ts";
import { row, rows, type Tx } from "../../platform/db/transaction.ts";

/** A passkey of the operator whose session asks. */
export interface OperatorPasskey {
  readonly id: Uuid;
  readonly credentialId: Uint8Array;
  readonly name: string;
  readonly createdAt: IsoInstant;
  readonly lastUsedAt: IsoInstant | null;
}

/** The operator's session, by the hash of its token, and now. */
export interface OwnScope {
  readonly sessionHash: Uint8Array;
  readonly at: IsoInstant;
}

/** What a challenge was drawn for. */
export interface OperatorChallenge {
  readonly hash: Uint8Array;
  readonly purpose: "enrol" | "sign_in";
  readonly operatorId: Uuid | null;
  readonly at: IsoInstant;
}

/** The passkeys of the operator whose session asks, oldest first. */
export async function selectOwnPasskeys(tx: Tx, { sessionHash, at }: OwnScope): Promise<OperatorPasskey[]> {
  const found = await rows<OperatorPasskey>(
    tx,
    sql`select id, credential_id as "credentialId", name, created_at as "createdAt", last_used_at as "lastUsedAt"
      from control.own_operator_passkeys(${sessionHash}, ${at})`,
  );
  return found.map((passkey) => ({
    ...passkey,
    createdAt: instantFromDriver(passkey.createdAt),
    lastUsedAt: passkey.lastUsedAt === null ? null : instantFromDriver(passkey.lastUsedAt),
  }));
}

/** Adds a passkey of the operator whose session asks; false when the credential is known, or the session over. */
export async function insertOperatorPasskey(
  tx: Tx,
  { sessionHash, at }: OwnScope,
  passkey: {
    id: Uuid;
    credentialId: Uint8Array;
    publicKey: Uint8Array;
    counter: number;
    /** Words of the standard alone: they go into an array literal. */
    transports: readonly string[];
    name: string;
  },
): Promise<boolean> {
  const ways = `{${passkey.transports.join()}}`;
  return await said(
    tx,
    sql`select control.add_operator_passkey(${sessionHash}, ${passkey.id}, ${passkey.credentialId},
      ${passkey.publicKey}, ${passkey.counter}::bigint, ${ways}::text[], ${passkey.name}, ${at}) as yes`,
  );
}

/** Takes a passkey of the operator whose session asks away; false when it is not his. */
export async function deleteOperatorPasskey(tx: Tx, { sessionHash, at }: OwnScope, passkeyId: Uuid): Promise<boolean> {
  return await said(tx, sql`select control.remove_operator_passkey(${sessionHash}, ${passkeyId}, ${at}) as yes`);
}

/** The key of a credential, or null. */
export async function findOperatorPasskey(
  tx: Tx,
  credentialId: Uint8Array,
): Promise<{ passkeyId: Uuid; operatorId: Uuid; publicKey: Uint8Array<ArrayBuffer>; counter: number } | null> {
  const found = await row<{ passkeyId: Uuid; operatorId: Uuid; publicKey: Uint8Array; counter: string }>(
    tx,
    sql`select passkey_id as "passkeyId", operator_id as "operatorId", public_key as "publicKey",
      counter::text as counter from control.operator_passkey_of(${credentialId})`,
  );
  return found && { ...found, publicKey: new Uint8Array(found.publicKey), counter: Number(found.counter) };
}

/** Notes a use of a passkey; false when its counter has not gone on. */
export async function useOperatorPasskey(
  tx: Tx,
  use: { passkeyId: Uuid; counter: number; at: IsoInstant },
): Promise<boolean> {
  return await said(
    tx,
    sql`select control.use_operator_passkey(${use.passkeyId}, ${use.counter}::bigint, ${use.at}) as yes`,
  );
}

/** Keeps a challenge until it is signed or over. */
export async function insertOperatorChallenge(
  tx: Tx,
  { hash, purpose, operatorId, at, expiresAt }: OperatorChallenge & { expiresAt: IsoInstant },
): Promise<void> {
  await rows(tx, sql`select control.keep_operator_challenge(${hash}, ${purpose}, ${operatorId}, ${expiresAt}, ${at})`);
}

/** Uses a challenge up; false for an unknown, spent or expired one, and for one of another purpose or operator. */
export async function spendOperatorChallenge(
  tx: Tx,
  { hash, purpose, operatorId, at }: OperatorChallenge,
): Promise<boolean> {
  return await said(
    tx,
    sql`select control.spend_operator_challenge(${hash}, ${purpose}, ${operatorId}, ${at}) as yes`,
  );
}

async function said(tx: Tx, question: ReturnType<typeof sql>): Promise<boolean> {
  return present(await row<{ yes: boolean }>(tx, question), "answer of a passkey's function").yes;
}
