import type { Ctx } from "../base/ctx.ts";
import { addSeconds, type IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { hmacSha256, sha256 } from "../platform/crypto.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { masterKey } from "../platform/outside.ts";
import { base32Text, newId } from "../platform/random.ts";
import { insertLink } from "./link_store.ts";

/** How long a link to a document opens it. */
export const LINK_LIFETIME_DAYS = 365;
/** Characters of a link's secret: 26 × 5 bits = 130 bits. */
export const SECRET_LENGTH = 26;

/**
 * The secret of a link, derived from the master key and the link's id: the mail that carries it can be written again
 * after a crash, and the database holds only its digest.
 */
export function linkSecret(linkId: Uuid): string {
  const bytes = hmacSha256(masterKey().subkey("document-link"), linkId);
  return base32Text(bytes.subarray(0, SECRET_LENGTH));
}

/** What the database keeps of a secret. */
export function secretDigest(secret: string): Uint8Array {
  return sha256(`document-link/${secret}`);
}

/** Path of the page that a link opens: `<public id of the dossier>.<secret>` survives a move of the dossier. */
export function linkPath(publicId: string, secret: string): string {
  return `/document/${publicId}.${secret}`;
}

/** Path of the page that tells whether a document is genuine: it survives a move of the dossier too. */
export function verificationPath(publicId: string, code: string): string {
  return `/v/${publicId}.${code}`;
}

/** Makes a link to a document, in the transaction that sends it. */
export async function makeLink(tx: Tx, ctx: Ctx, documentId: Uuid): Promise<{ id: Uuid; expiresAt: IsoInstant }> {
  const id = newId();
  const expiresAt = addSeconds(ctx.now, LINK_LIFETIME_DAYS * 86_400);
  await insertLink(tx, {
    tenantId: ctx.tenantId,
    id,
    documentId,
    secretDigest: secretDigest(linkSecret(id)),
    createdAt: ctx.now,
    expiresAt,
  });
  return { id, expiresAt };
}
