import { encode } from "uqr";

/** Light modules that a reader needs around a code (ISO/IEC 18004 §9.1). */
export const QUIET_ZONE = 4;

/** A QR code as one filled path. */
export interface QrCode {
  /** Modules on a side, quiet zone included: the path's own units. */
  readonly size: number;
  /** SVG path of the dark modules: commands M, h, v and z only. */
  readonly path: string;
}

/**
 * Draws a QR code (ISO/IEC 18004), error correction level M: what payment codes ask for (EPC069-12).
 * Throws where the payload is longer than the largest code can hold.
 */
export function qrCode(payload: string): QrCode {
  const { size, data } = encode(payload, { ecc: "M", border: QUIET_ZONE });
  return { size, path: data.map((row, y) => rowPath(row, y)).join("") };
}

/** Neighbouring dark modules of a row as one rectangle, so that no hairline shows between them. */
function rowPath(row: readonly boolean[], y: number): string {
  let path = "";
  for (let x = 0; x < row.length; x++) {
    if (!row[x]) continue;
    let end = x;
    while (row[end + 1]) end++;
    path += `M${x} ${y}h${end - x + 1}v1h-${end - x + 1}z`;
    x = end;
  }
  return path;
}
