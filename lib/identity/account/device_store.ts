import { sql } from "drizzle-orm";
import { present } from "../../base/assert.ts";
import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { instantFromDriver } from "../../platform/db/columns.ts";
import { row, rows, type Tx } from "../../platform/db/transaction.ts";
import type { Addressee } from "./account_store.ts";

/** A session as its owner sees it. */
export interface OwnSession {
  readonly id: Uuid;
  readonly userAgent: string;
  /** Network that it was opened from, `192.0.2.0/24`; empty for one that was opened before networks were noted. */
  readonly network: string;
  readonly createdAt: IsoInstant;
  readonly lastSeenAt: IsoInstant;
  readonly expiresAt: IsoInstant;
}

/** Notes the device of a session; returns whom to tell when it is new to him. */
export async function insertDevice(
  tx: Tx,
  device: { sessionId: Uuid; deviceHash: Uint8Array; network: string; at: IsoInstant },
): Promise<Omit<Addressee, "personId"> | null> {
  return await row<Omit<Addressee, "personId">>(
    tx,
    sql`select email, language
      from control.note_device(${device.sessionId}, ${device.deviceHash}, ${device.network}, ${device.at})`,
  );
}

/** The live sessions of the person in scope, the one used last first. */
export async function loadMySessions(tx: Tx, at: IsoInstant): Promise<OwnSession[]> {
  const found = await rows<Record<keyof OwnSession, string> & { id: Uuid }>(
    tx,
    sql`select id, user_agent as "userAgent", network, created_at as "createdAt", last_seen_at as "lastSeenAt",
      expires_at as "expiresAt" from control.my_sessions(${at})`,
  );
  return found.map((session) => ({
    ...session,
    createdAt: instantFromDriver(session.createdAt),
    lastSeenAt: instantFromDriver(session.lastSeenAt),
    expiresAt: instantFromDriver(session.expiresAt),
  }));
}

/** Ends one session of the person in scope; false when it is none of his that lives. */
export async function revokeMySession(tx: Tx, sessionId: Uuid, at: IsoInstant): Promise<boolean> {
  const answer = await row<{ done: boolean }>(tx, sql`select control.revoke_my_session(${sessionId}, ${at}) as done`);
  return present(answer, "answer of revoke_my_session").done;
}

/** Ends every session of the person in scope but one. */
export async function revokeMyOtherSessions(tx: Tx, keptId: Uuid, at: IsoInstant): Promise<void> {
  await rows(tx, sql`select control.revoke_my_other_sessions(${keptId}, ${at})`);
}
