import { type Uuid, uuidV7 } from "../base/ids.ts";
import { nowMs } from "./clock.ts";

/** Cryptographically strong random bytes; the only source of chance in the program. */
export function randomBytes(length: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(length));
}

/** A new id: UUID version 7, so that keys of a table grow in the order of birth. */
export function newId(): Uuid {
  return uuidV7(nowMs(), randomBytes(10));
}

/** Crockford's alphabet in lower case: no i, l, o, u, so that a code can be read aloud. */
const BASE32 = "0123456789abcdefghjkmnpqrstvwxyz";

/** A secret in base 32, five bits a character: 22 characters hold 110 bits. */
export function randomBase32(length: number): string {
  return Array.from(randomBytes(length), (byte) => BASE32[byte & 31]).join("");
}

/** A secret for links and sessions: 256 bits in base64url, 43 characters. */
export function randomToken(): string {
  return btoa(String.fromCharCode(...randomBytes(32))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** A code of decimal digits, each equally likely. */
export function randomDigits(length: number): string {
  let code = "";
  while (code.length < length) {
    // 250 is the largest multiple of ten in a byte: what is above would favour the low digits.
    for (const byte of randomBytes(length)) if (byte < 250 && code.length < length) code += String(byte % 10);
  }
  return code;
}
