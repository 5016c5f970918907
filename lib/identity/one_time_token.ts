import { type Uuid } from "../base/ids.ts";
import { hmacSha256, sha256, toBase64Url } from "../platform/crypto.ts";
import { masterKey } from "../platform/outside.ts";

/** How long the link of a sign-up works. */
export const SIGN_UP_LINK_HOURS = 48;

/**
 * The secret of a one-time link: an HMAC of its id under a subkey of the master key. The database holds the id and the
 * hash of the secret, never the secret; the job that writes the mail derives it, so that each retry sends one link.
 */
export function secretOf(tokenId: Uuid): string {
  return toBase64Url(hmacSha256(masterKey().subkey("one-time-link"), tokenId));
}

/** What the database keeps of a secret: its SHA-256. Any text has one, so that malformed secrets are simply unknown. */
export function hashOf(secret: string): Uint8Array {
  return sha256(secret);
}
