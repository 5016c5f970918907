import { emailKey, hasForbiddenCharacters, parseEmail } from "../base/text.ts";
import { sha256Hex } from "../platform/crypto.ts";

/** Reads a mail address as typed into a form; null where it cannot be one. */
export function readAddress(text: string): string | null {
  const email = parseEmail(text);
  return email === null || hasForbiddenCharacters(email) ? null : email;
}

/** Key under which an account is looked for and counted; what is no address is known by its digest, as nobody is. */
export function keyOfTyped(text: string): string {
  const email = readAddress(text);
  return email === null ? sha256Hex(text) : emailKey(email);
}
