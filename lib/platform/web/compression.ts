import { Buffer } from "node:buffer";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** Ways of packing that browsers ask for, the better first. */
export type Encoding = "br" | "gzip";

/** A shorter text gains nothing: it fits one packet either way. */
export const MIN_COMPRESSED_BYTES = 1_400;

// Pages are packed while their reader waits: level 1 halves the time of level 6 and adds a tenth to the size.
const PAGE_LEVEL = 1;
// Brotli's best, 11, takes twenty times as long as 9 for a twentieth less.
const FILE_QUALITY = 9;
const UTF8 = new TextEncoder();

/** The packing to use for a request, or null. Quality values are ignored: no browser sends one that refuses. */
export function acceptedEncoding(header: string | null | undefined): Encoding | null {
  if (!header) return null;
  return /\bbr\b/.test(header) ? "br" : /\bgzip\b/.test(header) ? "gzip" : null;
}

/** Packs a page; gzip alone, since brotli at the same speed gains little. */
export function packPage(page: string | Uint8Array): Uint8Array<ArrayBuffer> {
  // Encoded first: given a text, the packer copies it piece by piece.
  const bytes = typeof page === "string" ? UTF8.encode(page) : page;
  return gzipSync(bytes, { level: PAGE_LEVEL }) as Uint8Array<ArrayBuffer>;
}

/** Packs a file that will be served many times: better than a page, though the program does not wait for the best. */
export function packFile(bytes: Uint8Array, encoding: Encoding): Uint8Array<ArrayBuffer> {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const packed = encoding === "gzip"
    ? gzipSync(source, { level: 9 })
    : brotliCompressSync(source, { params: { [constants.BROTLI_PARAM_QUALITY]: FILE_QUALITY } });
  return packed as Uint8Array<ArrayBuffer>;
}
