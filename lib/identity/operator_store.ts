import { sql } from "drizzle-orm";
import { present } from "../base/assert.ts";
import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { row, rows, type Tx } from "../platform/db/transaction.ts";
import type { OperatorRole } from "./operator_roles.ts";
import type { SessionRecord } from "./session_store.ts";

/** An operator as written down. */
export interface OperatorRecord {
  readonly id: Uuid;
  readonly email: string;
  readonly emailKey: string;
  readonly name: string;
  readonly role: OperatorRole;
  readonly passwordHash: string;
  /** Wrapped under the master key. */
  readonly totpSecret: Uint8Array;
  readonly at: IsoInstant;
}

/** An operator, with what a password and a code are compared with. */
export interface OperatorCredentials {
  readonly operatorId: Uuid;
  readonly passwordHash: string;
  readonly totpSecret: Uint8Array;
}

/** Who is signed in on the console. */
export interface OperatorSession {
  readonly sessionId: Uuid;
  readonly operatorId: Uuid;
  readonly name: string;
  readonly role: OperatorRole;
}

/** Writes an operator; false when the address is taken. */
export async function insertOperator(tx: Tx, operator: OperatorRecord): Promise<boolean> {
  const answer = await row<{ made: boolean }>(
    tx,
    sql`select control.create_operator(${operator.id}, ${operator.email}, ${operator.emailKey}, ${operator.name},
      ${operator.role}, ${operator.passwordHash}, ${operator.totpSecret}, ${operator.at}) as made`,
  );
  return present(answer, "answer of create_operator").made;
}

/** The operator of an address, or null. */
export async function findOperatorCredentials(tx: Tx, emailKey: string): Promise<OperatorCredentials | null> {
  return await row<OperatorCredentials>(
    tx,
    sql`select operator_id as "operatorId", password_hash as "passwordHash", totp_secret as "totpSecret"
      from control.operator_credentials(${emailKey})`,
  );
}

/** Uses up a code's step; false when it, or a later one, was used already. */
export async function spendStep(tx: Tx, operatorId: Uuid, step: bigint): Promise<boolean> {
  const answer = await row<{ spent: boolean }>(
    tx,
    sql`select control.spend_operator_step(${operatorId}, ${step.toString()}::bigint) as spent`,
  );
  return present(answer, "answer of spend_operator_step").spent;
}

/** Writes a session on the console. */
export async function insertOperatorSession(tx: Tx, session: SessionRecord): Promise<void> {
  await rows(
    tx,
    sql`select control.open_operator_session(${session.id}, ${session.ownerId}, ${session.tokenHash},
      ${session.userAgent}, ${session.at}, ${session.idleExpiresAt}, ${session.expiresAt})`,
  );
}

/** The live console session of a token's hash, its idle end moved forward, or null. */
export async function loadOperatorSession(
  tx: Tx,
  tokenHash: Uint8Array,
  { at, idleExpiresAt }: { at: IsoInstant; idleExpiresAt: IsoInstant },
): Promise<OperatorSession | null> {
  return await row<OperatorSession>(
    tx,
    sql`select session_id as "sessionId", operator_id as "operatorId", name, role
      from control.find_operator_session(${tokenHash}, ${at}, ${idleExpiresAt})`,
  );
}

/** Ends a console session. */
export async function revokeOperatorSession(tx: Tx, tokenHash: Uint8Array, at: IsoInstant): Promise<void> {
  await rows(tx, sql`select control.revoke_operator_session(${tokenHash}, ${at})`);
}
