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
  return base32Text(randomBytes(length));
}

/** One character in base 32 for each byte, from its five low bits. */
export function base32Text(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => BASE32[byte & 31]).join("");
}

/** A secret for links and sessions: 256 bits in base64url, 43 characters. */
export function randomToken(): string {
  return btoa(String.fromCharCode(...randomBytes(32))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
