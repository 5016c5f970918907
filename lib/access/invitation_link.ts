import { addSeconds, type IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { hmacSha256, sha256, toBase64Url } from "../platform/crypto.ts";
import { baseUrl, masterKey } from "../platform/outside.ts";
import { newId } from "../platform/random.ts";
import type { SendingRecord } from "./invitation_store.ts";

/** How long the link of an invitation works. */
export const INVITATION_DAYS = 7;

/** Page of an invitation; the secret of its link follows. routes/paths.ts takes it from here. */
export const INVITATION_PATH = "/invitation";

/**
 * The secret of an invitation's link: an HMAC of the sending's id under a subkey of the master key. The database holds
 * the id and the hash, never the secret; the job that writes the mail derives it, so that each retry sends one link.
 */
export function invitationSecret(tokenId: Uuid): string {
  return toBase64Url(hmacSha256(masterKey().subkey("invitation-link"), tokenId));
}

/** What the database keeps of a secret. Any text has one, so that malformed secrets are simply unknown. */
export function invitationHash(secret: string): Uint8Array {
  return sha256(secret);
}

/** The full address that a mail carries. */
export function invitationLink(tokenId: Uuid): string {
  return `${baseUrl()}${INVITATION_PATH}/${invitationSecret(tokenId)}`;
}

/** A link of its own for one sending of an invitation. */
export function newSending({ now: sentAt }: { readonly now: IsoInstant }): SendingRecord {
  const tokenId = newId();
  const expiresAt = addSeconds(sentAt, INVITATION_DAYS * 86_400);
  return { tokenId, tokenHash: invitationHash(invitationSecret(tokenId)), sentAt, expiresAt };
}
