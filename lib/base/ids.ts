import { assert } from "./assert.ts";

/** A UUID in lower case with hyphens. */
export type Uuid = string & { readonly __uuid: unique symbol };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** True when the text is a UUID as we write them; anything else is answered like an unknown id. */
export function isUuid(text: string): text is Uuid {
  return UUID.test(text);
}

/** UUID version 7 (RFC 9562 §5.7) from a moment in milliseconds and ten random bytes: sorts by time of birth. */
export function uuidV7(atMs: number, random: Uint8Array): Uuid {
  assert(random.length >= 10, "a UUID needs ten random bytes");
  assert(atMs >= 0 && atMs < 2 ** 48, "a UUID needs a moment that fits 48 bits");
  const time = Math.floor(atMs).toString(16).padStart(12, "0");
  const bytes = Array.from(random.subarray(0, 10));
  bytes[0] = 0x70 | (bytes[0]! & 0x0f);
  bytes[2] = 0x80 | (bytes[2]! & 0x3f);
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${time.slice(0, 8)}-${time.slice(8)}-${hex.slice(0, 4)}-${hex.slice(4, 8)}-${hex.slice(8)}` as Uuid;
}
