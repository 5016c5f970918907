import { inflateSync } from "node:zlib";

/** A CMYK JPEG of 48 × 24 pixels, all of one red (204, 34, 51), as print shops send. */
export const CMYK_JPEG = Uint8Array.from(
  atob(
    "/9j/7gAOQWRvYmUAZAAAAAAC/9sAQwADAgIDAgIDAwMDBAMDBAUIBQUEBAUKBwcGCAwKDAwLCgsLDQ4SEA0OEQ4LCxAWEBETFBUVFQwPFxgWFBgSFBUU/9sAQwEDBAQFBAUJBQUJFA0LDRQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQU/8AAFAgAGAAwBAERAAIRAQMRAQQRAP/EABYAAQEBAAAAAAAAAAAAAAAAAAAGCP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/xAAWAQEBAQAAAAAAAAAAAAAAAAAABwn/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oADgQBAAIRAxEEAAA/ALNQ2c7ZYAAAAAAAAAAAAAAAAAAAAAAP/9k=",
  ),
  (character) => character.charCodeAt(0),
);

/** Where a PDF shows text: from its text matrices, in the order of the pages. */
export function textOrigins(pdf: Uint8Array): { x: number; y: number }[] {
  const origins: { x: number; y: number }[] = [];
  for (const content of pageContents(pdf)) {
    for (const [, x, y] of content.matchAll(/1 0 0 -1 (-?[\d.]+) (-?[\d.]+) Tm/g)) {
      origins.push({ x: Number(x), y: Number(y) });
    }
  }
  return origins;
}

/** Uncompressed content streams of the pages. */
export function pageContents(pdf: Uint8Array): string[] {
  return streams(pdf).filter((content) => content.includes(" Tm\n"));
}

/** A PDF's bytes as characters, for looking at its objects. */
export function latin1(pdf: Uint8Array): string {
  return new TextDecoder("latin1").decode(pdf);
}

/** The XMP packet. */
export function xmpOf(pdf: Uint8Array): string {
  const text = new TextDecoder().decode(pdf);
  return text.slice(text.indexOf("<?xpacket begin"), text.indexOf('<?xpacket end="w"?>'));
}

function streams(pdf: Uint8Array): string[] {
  const text = latin1(pdf);
  const found: string[] = [];
  for (const match of text.matchAll(/\/Filter \/FlateDecode\n>>\nstream\n/g)) {
    const start = match.index + match[0].length;
    const end = text.indexOf("\nendstream", start);
    try {
      found.push(latin1(inflateSync(pdf.subarray(start, end))));
    } catch {
      // Not a stream of ours: fonts and pictures carry other filters' parameters.
    }
  }
  return found;
}
