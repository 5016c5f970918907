import type { Uuid } from "../../base/ids.ts";
import { hmacSha256 } from "../../platform/crypto.ts";
import { masterKey } from "../../platform/outside.ts";

/** How long a code may be answered, in seconds. */
export const CAPTCHA_LIFETIME_S = 300;
/** Signs of a code. */
export const CAPTCHA_LENGTH = 6;
/** Signs that are not taken for one another, whatever the hand: no B/8, O/0/Q/D, I/1/L, S/5, Z/2, G/6, V/U. */
export const CAPTCHA_SIGNS = "ACEFHJKMNPRTWXY3479";

/**
 * The code of an id: an HMAC under a subkey of the master key, as letters and digits. Nothing holds it: the picture and
 * the mail each work it out again.
 */
export function codeOf(id: Uuid): string {
  const bytes = hmacSha256(masterKey().subkey("captcha-code"), id).subarray(0, CAPTCHA_LENGTH);
  return Array.from(bytes, (byte) => CAPTCHA_SIGNS[byte % CAPTCHA_SIGNS.length]).join("");
}

/** What the database keeps of a code; an answer in small letters or with spaces is the same code. */
export function captchaHash(id: Uuid, code: string): Uint8Array {
  const read = code.normalize("NFKC").replace(/[\s-]/gu, "").toUpperCase();
  return hmacSha256(masterKey().subkey("captcha-answer"), `${id}:${read}`);
}
