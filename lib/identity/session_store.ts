import { sql } from "drizzle-orm";
import { present } from "../base/assert.ts";
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
  /** When he last proved who he is: at sign-in, or since. */
  readonly provedAt: IsoInstant;
  /** True once a second factor proved it. */
  readonly isStrong: boolean;
}

/** The driver's spelling of a session. */
type RawSession = Omit<Session, "lastSeenAt" | "provedAt"> & { lastSeenAt: string; provedAt: string };

/** Writes a session of a person; `isStrong` where a second factor opened it. */
export async function insertSession(tx: Tx, session: SessionRecord & { readonly isStrong: boolean }): Promise<void> {
  await rows(
    tx,
    sql`select control.open_session(${session.id}, ${session.ownerId}, ${session.tokenHash}, ${session.userAgent},
      ${session.at}, ${session.idleExpiresAt}, ${session.expiresAt}, ${session.isStrong})`,
  );
}

/** Writes a session that a dossier's own provider opened, and that opens that dossier alone. */
export async function insertCompanySession(
  tx: Tx,
  session: SessionRecord & { readonly isStrong: boolean; readonly tenantId: Uuid },
): Promise<void> {
  await rows(
    tx,
    sql`select control.open_company_session(${session.id}, ${session.ownerId}, ${session.tenantId},
      ${session.tokenHash}, ${session.userAgent}, ${session.at}, ${session.expiresAt}, ${session.isStrong})`,
  );
}

/** Ends the sessions that the provider of the dossier in scope has opened; how many lived. */
export async function revokeCompanySessions(tx: Tx, at: IsoInstant): Promise<number> {
  const answer = await row<{ ended: number }>(tx, sql`select control.end_company_sessions(${at}) as ended`);
  return present(answer, "answer of end_company_sessions").ended;
}

/** The live session of a token's hash, or null. */
export async function loadSession(tx: Tx, tokenHash: Uint8Array, at: IsoInstant): Promise<Session | null> {
  const found = await row<RawSession>(
    tx,
    sql`select session_id as "sessionId", person_id as "personId", email, name, last_seen_at as "lastSeenAt",
      proved_at as "provedAt", is_strong as "isStrong" from control.find_session(${tokenHash}, ${at})`,
  );
  if (!found) return null;
  return {
    ...found,
    lastSeenAt: instantFromDriver(found.lastSeenAt),
    provedAt: instantFromDriver(found.provedAt),
  };
}

/** Writes a proof of the person in scope down and gives the session another token; null when it has ended. */
export async function proveSession(
  tx: Tx,
  proof: { oldHash: Uint8Array; newHash: Uint8Array; at: IsoInstant; isStrong: boolean },
): Promise<{ personId: Uuid; expiresAt: IsoInstant } | null> {
  const proved = await row<{ personId: Uuid; expiresAt: string }>(
    tx,
    sql`select person_id as "personId", expires_at as "expiresAt"
      from control.prove_session(${proof.oldHash}, ${proof.newHash}, ${proof.at}, ${proof.isStrong})`,
  );
  return proved && { personId: proved.personId, expiresAt: instantFromDriver(proved.expiresAt) };
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
