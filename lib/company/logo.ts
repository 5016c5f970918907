import type { Uuid } from "../base/ids.ts";

/** The one format that a logo is kept in, once normalised. */
export type LogoMime = "image/png";

/** Heaviest picture that is kept after normalisation. */
export const MAX_LOGO_BYTES = 1024 * 1024;

/** A picture already decoded and encoded anew: no script, no CMYK, bounded size. */
export interface NormalisedLogo {
  readonly bytes: Uint8Array;
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
}

/** A logo as stored: its bytes never change under its id. */
export interface Logo extends NormalisedLogo {
  readonly id: Uuid;
  readonly mime: LogoMime;
  /** SHA-256 of the bytes, in hexadecimal. */
  readonly sha256: string;
}

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** True where the bytes begin like a PNG: what reaches the table went through the normaliser. */
export function isPng(bytes: Uint8Array): boolean {
  return PNG_SIGNATURE.every((byte, at) => bytes[at] === byte);
}
