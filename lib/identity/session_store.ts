import { sql } from "drizzle-orm";
import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { instantFromDriver } from "../platform/db/columns.ts";
import { row, rows, type Tx } from "../platform/db/transaction.ts";

/** A session as it is written down: its token only as a hash. */
export interface SessionRecord {
  readonly id: Uuid;
  /** The person, or on the console the operator. */
  readonly ownerId: Uuid;
  readonly tokenHash: Uint8Array;
  readonly userAgent: string;
  readonly at: IsoInstant;
  readonly idleExpiresAt: IsoInstant;
  readonly expiresAt: IsoInstant;
}

/** Who is signed in. */
export interface Session {
  readonly sessionId: Uuid;
  readonly personId: Uuid;
  readonly email: string;
  readonly name: string | null;
  readonly lastSeenAt: IsoInstant;
}

/** Writes a session of a person. */
export async function insertSession(tx: Tx, session: SessionRecord): Promise<void> {
  await rows(
    tx,
    sql`select control.open_session(${session.id}, ${session.ownerId}, ${session.tokenHash}, ${session.userAgent},
      ${session.at}, ${session.idleExpiresAt}, ${session.expiresAt})`,
  );
}

/** The live session of a token's hash, or null. */
export async function loadSession(tx: Tx, tokenHash: Uint8Array, at: IsoInstant): Promise<Session | null> {
  const found = await row<Omit<Session, "lastSeenAt"> & { lastSeenAt: string }>(
    tx,
    sql`select session_id as "sessionId", person_id as "personId", email, name, last_seen_at as "lastSeenAt"
      from control.find_session(${tokenHash}, ${at})`,
  );
  return found && { ...found, lastSeenAt: instantFromDriver(found.lastSeenAt) };
}

/** Moves the idle end of a live session forward. */
export async function extendSession(
  tx: Tx,
  tokenHash: Uint8Array,
  { at, idleExpiresAt }: { at: IsoInstant; idleExpiresAt: IsoInstant },
): Promise<void> {
  await rows(tx, sql`select control.touch_session(${tokenHash}, ${at}, ${idleExpiresAt})`);
}

/** Ends a session; one that has ended already stays so. */
export async function revokeSession(tx: Tx, tokenHash: Uint8Array, at: IsoInstant): Promise<void> {
  await rows(tx, sql`select control.revoke_session(${tokenHash}, ${at})`);
}
