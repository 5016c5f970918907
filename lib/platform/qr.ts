import { encodeQR } from "qr";

/** Light modules that a reader needs around a code (ISO/IEC 18004 §9.1). */
export const QUIET_ZONE = 4;

/** Dark modules that touch in one row, in modules: a rectangle one module high. */
export type QrBar = readonly [x: number, y: number, width: number];

/** A QR code as dark bars on a light square. */
export interface QrCode {
  /** Modules on a side, quiet zone included. */
  readonly size: number;
  readonly bars: readonly QrBar[];
}

/**
 * Draws a QR code (ISO/IEC 18004), error correction level M: what payment codes ask for (EPC069-12).
 * Throws where the payload is longer than the largest code can hold.
 */
export function qrCode(payload: string): QrCode {
  const rows = encodeQR(payload, "raw", { ecc: "medium", border: QUIET_ZONE });
  return { size: rows.length, bars: rows.flatMap(rowBars) };
}

/** The dark bars as the `d` of an SVG path, in modules. */
export function qrPath(bars: readonly QrBar[]): string {
  return bars.map(([x, y, width]) => `M${x} ${y}h${width}v1h-${width}z`).join("");
}

/** Neighbours are one bar, so that no hairline shows between them. */
function rowBars(row: readonly boolean[], y: number): QrBar[] {
  const bars: QrBar[] = [];
  for (let x = 0; x < row.length; x++) {
    if (!row[x]) continue;
    const start = x;
    while (row[x + 1]) x++;
    bars.push([start, y, x - start + 1]);
  }
  return bars;
}
