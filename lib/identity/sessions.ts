import type { PersonCtx } from "../base/ctx.ts";
import { addSeconds, type IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { shorten } from "../base/text.ts";
import { instantMs } from "../platform/clock.ts";
import { sha256 } from "../platform/crypto.ts";
import { withControl } from "../platform/db/tenant.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { newId, randomToken } from "../platform/random.ts";
import { onlyDossierOf } from "./_company_token.ts";
import { noteDevice } from "./account/note_device.ts";
import {
  extendSession,
  insertSession,
  loadSession,
  revokeSession,
  type Session,
  type SessionRecord,
} from "./session_store.ts";

/** A session ends this long after it was last used. */
export const SESSION_IDLE_S = 14 * 86_400;
/** A session ends this long after its sign-in, used or not. */
export const SESSION_LIFETIME_S = 60 * 86_400;
/** The last use of a session is written down at most this often. */
export const SESSION_TOUCH_S = 300;
/** Longest description of a browser that is kept. */
const MAX_USER_AGENT = 300;

/** A session just opened: the only moment when its token is known to the program. */
export interface OpenedSession {
  /** Goes into the cookie and nowhere else. */
  readonly token: string;
  readonly personId: Uuid;
  readonly expiresAt: IsoInstant;
}

/**
 * Who is signed in with a token, or null for an unknown, ended or malformed one, and for one that opens a single
 * dossier: a company's provider vouches for its people inside it, not for their accounts.
 */
export async function findSession(ctx: PersonCtx, token: string): Promise<Session | null> {
  if (onlyDossierOf(token) !== null) return null;
  const tokenHash = sessionHash(token);
  const session = await withControl({}, (tx) => loadSession(tx, tokenHash, ctx.now), { mode: "read" });
  if (session) await touchSession(ctx, { token, lastSeenAt: session.lastSeenAt });
  return session;
}

/** Writes down that a session was used, where the last note is old enough. */
export async function touchSession(
  ctx: PersonCtx,
  session: { token: string; lastSeenAt: IsoInstant },
): Promise<void> {
  if (instantMs(ctx.now) - instantMs(session.lastSeenAt) < SESSION_TOUCH_S * 1_000) return;
  const idleExpiresAt = addSeconds(ctx.now, SESSION_IDLE_S);
  await withControl({}, (tx) => extendSession(tx, sessionHash(session.token), { at: ctx.now, idleExpiresAt }));
}

/** Ends the session of a token; unknown and ended ones are no error. */
export async function signOut(ctx: PersonCtx, token: string): Promise<void> {
  await withControl({}, (tx) => revokeSession(tx, sessionHash(token), ctx.now));
}

/** Opens a session of a person, in the transaction of what proved him; `isStrong` where a second factor did. */
export async function openSession(
  tx: Tx,
  ctx: PersonCtx,
  personId: Uuid,
  { isStrong }: { isStrong: boolean } = { isStrong: false },
): Promise<OpenedSession> {
  const { token, record } = newSession(ctx, personId, { idleS: SESSION_IDLE_S, lifetimeS: SESSION_LIFETIME_S });
  await insertSession(tx, { ...record, isStrong });
  await noteDevice(tx, ctx, record);
  return { token, personId, expiresAt: record.expiresAt };
}

/** Draws a token, behind a prefix where the session is of a special kind, and makes the record of its session. */
export function newSession(
  ctx: PersonCtx,
  ownerId: Uuid,
  { idleS, lifetimeS, prefix = "" }: { idleS: number; lifetimeS: number; prefix?: string },
): { token: string; record: SessionRecord } {
  const token = prefix + randomToken();
  const record: SessionRecord = {
    id: newId(),
    ownerId,
    tokenHash: sessionHash(token),
    userAgent: shorten(ctx.request.userAgent ?? "", MAX_USER_AGENT),
    at: ctx.now,
    idleExpiresAt: addSeconds(ctx.now, idleS),
    expiresAt: addSeconds(ctx.now, lifetimeS),
  };
  return { token, record };
}

/** What the database knows of a session's token. */
export function sessionHash(token: string): Uint8Array {
  return sha256(token);
}
