import type { Uuid } from "../../base/ids.ts";
import { hmacSha256, sha256, toBase64Url } from "../../platform/crypto.ts";
import { baseUrl, masterKey } from "../../platform/outside.ts";

/** Page where a member objects to a recovery; the secret of his link follows. routes/paths.ts takes it from here. */
export const OBJECTION_PATH = "/reprise";

/** The secret of a member's link: an HMAC of his notice's id under a subkey of the master key. */
export function objectionSecret(noticeId: Uuid): string {
  return toBase64Url(hmacSha256(masterKey().subkey("recovery-objection"), noticeId));
}

/** What the database keeps of a secret. Any text has one, so that malformed secrets are simply unknown. */
export function objectionHash(secret: string): Uint8Array {
  return sha256(secret);
}

/** The full address that a mail carries. */
export function objectionLink(noticeId: Uuid): string {
  return `${baseUrl()}${OBJECTION_PATH}/${objectionSecret(noticeId)}`;
}
