import { Secret, TOTP } from "otpauth";
import type { IsoInstant } from "../base/dates.ts";
import { instantMs } from "../platform/clock.ts";
import { randomBytes } from "../platform/random.ts";

/** Length of a shared secret, in bytes (RFC 4226 §4: 160 bits recommended). */
const SECRET_BYTES = 20;
/** Length of one step, in seconds. */
const STEP_S = 30;
/** Steps before and after the present one that are accepted: clocks drift (RFC 6238 §5.2). */
const WINDOW = 1;
/** Who issues the codes, as authenticator apps show it. */
const ISSUER = "Paraphe";

/** Draws a shared secret. */
export function newTotpSecret(): Uint8Array<ArrayBuffer> {
  return randomBytes(SECRET_BYTES);
}

/** Address that an authenticator app reads from a QR code, `otpauth://totp/…`. */
export function totpUri(secret: Uint8Array, label: string): string {
  return generator(secret, label).toString();
}

/** The secret as text, in groups of four, for who types it into his application (RFC 4648 §6). */
export function base32Secret(secret: Uint8Array): string {
  return generator(secret).secret.base32.replace(/(.{4})(?=.)/g, "$1 ");
}

/** The six digits of a moment, for tests and for the demo's one-line sign-in help. */
export function totpCode(secret: Uint8Array, at: IsoInstant): string {
  return generator(secret).generate({ timestamp: instantMs(at) });
}

/** The step of a code, or null when it is none of this moment; whether it was used before is the caller's to know. */
export function totpStep(secret: Uint8Array, { code, at }: { code: string; at: IsoInstant }): bigint | null {
  const digits = code.replace(/\s/g, "");
  if (!/^\d{6}$/.test(digits)) return null;
  const timestamp = instantMs(at);
  const delta = generator(secret).validate({ token: digits, timestamp, window: WINDOW });
  return delta === null ? null : BigInt(TOTP.counter({ period: STEP_S, timestamp }) + delta);
}

function generator(secret: Uint8Array, label = ""): TOTP {
  const buffer = Uint8Array.from(secret).buffer;
  return new TOTP({ issuer: ISSUER, label, digits: 6, period: STEP_S, secret: new Secret({ buffer }) });
}
