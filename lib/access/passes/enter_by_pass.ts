import type { PersonCtx, Right } from "../../base/ctx.ts";
import { dayOf, type IsoInstant } from "../../base/dates.ts";
import { countLinkMiss } from "../../identity/mod.ts";
import { sha256 } from "../../platform/crypto.ts";
import { withControl } from "../../platform/db/tenant.ts";
import { newId, randomToken } from "../../platform/random.ts";
import { refuse } from "../refusals.ts";
import { type Guest, PASS_SESSION_S, passCodeHash, passLinkHash, type PassSecrets } from "./pass.ts";
import { endPassSession, findPassSession, openPassSession } from "./pass_store.ts";

/** A guest's session, as his browser keeps it. */
export interface PassSession {
  readonly token: string;
  readonly expiresAt: IsoInstant;
}

/** What an inspector may read. Nothing of it writes: the dossier is opened as `app_reader` with it. */
const INSPECTOR_READS: ReadonlySet<Right> = new Set<Right>([
  "company:read",
  "invoices:read",
  "payments:read",
  "sealed_log:read",
  "sealed_log:archive",
]);

/**
 * Opens a guest's session by his link and his code together. Refuses `pass_closed` (404), the same for an unknown link,
 * a wrong code, a link closed by five of them, one that is over, taken back, or whose dossier is closed;
 * `identity.too_many_links` (429) beyond 20 misses a minute from one address.
 */
export async function enterByPass(ctx: PersonCtx, secrets: PassSecrets): Promise<PassSession> {
  const token = randomToken();
  const asked = {
    link: passLinkHash(secrets.link),
    code: passCodeHash(secrets),
    at: ctx.now,
    sessionId: newId(),
    token: sha256(token),
    lifetimeS: PASS_SESSION_S,
  };
  const opened = await withControl({}, (tx) => openPassSession(tx, asked));
  if (opened) return { token, expiresAt: opened.expiresAt };
  await countLinkMiss(ctx);
  throw refuse("pass_closed");
}

/** The guest whose session this is, or null once it is over or his pass was taken back. One statement on control. */
export async function findGuest(ctx: PersonCtx, token: string): Promise<Guest | null> {
  const asked = { token: sha256(token), at: ctx.now };
  const found = await withControl({}, (tx) => findPassSession(tx, asked), { mode: "read" });
  if (!found || found.kind !== "inspector") return null;
  const { tenantId, cell, epoch, label, ...pass } = found;
  const place = { tenantId, cell, epoch, personId: null, actor: label, isReadOnly: true };
  const today = dayOf(ctx.now, pass.timeZone);
  return { ...pass, label, ctx: { ...ctx, ...place, rights: INSPECTOR_READS, today } };
}

/** The guest leaves: his session is forgotten, his pass stays. */
export async function leaveAsGuest(token: string): Promise<void> {
  await withControl({}, (tx) => endPassSession(tx, sha256(token)));
}
