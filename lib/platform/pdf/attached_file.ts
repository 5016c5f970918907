import { Buffer } from "node:buffer";
import { inflateSync } from "node:zlib";

/** Longest attachment that is unpacked, in bytes: an electronic invoice is a thousand times shorter. */
const MAX_ATTACHED_BYTES = 32 * 1024 * 1024;
/** How far behind a mark its number stands, in bytes. */
const MARK_REACH = 64;

/**
 * The one file that a PDF of our engine carries, as it was attached; null where there is none. The bytes are searched
 * as they are: a text of the whole file would cost its length once more.
 */
export function attachedFile(pdf: Uint8Array): Uint8Array | null {
  const file = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
  const [, id] = /\/EF <<\s*\/F (\d+) 0 R/.exec(textAround(file, "/EF <<")) ?? [];
  const start = id ? file.indexOf(`\n${id} 0 obj\n`, 0, "latin1") : -1;
  if (start < 0) return null;
  const stream = file.indexOf("stream\n", start, "latin1") + "stream\n".length;
  const [, length] = /\/Length (\d+)/.exec(file.toString("latin1", start, stream)) ?? [];
  if (!length) return null;
  const packed = pdf.subarray(stream, stream + Number(length));
  return new Uint8Array(inflateSync(packed, { maxOutputLength: MAX_ATTACHED_BYTES }));
}

/** A few characters of a file from where a mark stands; empty without the mark. */
function textAround(file: Buffer, mark: string): string {
  const at = file.indexOf(mark, 0, "latin1");
  return at < 0 ? "" : file.toString("latin1", at, at + MARK_REACH);
}
