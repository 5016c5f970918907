import { Buffer } from "node:buffer";
import { inflateSync } from "node:zlib";

/** Longest attachment that is unpacked, in bytes: an electronic invoice is a thousand times shorter. */
const MAX_ATTACHED_BYTES = 32 * 1024 * 1024;

/** The one file that a PDF of our engine carries, as it was attached; null where there is none. */
export function attachedFile(pdf: Uint8Array): Uint8Array | null {
  const file = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString("latin1");
  const [, id] = /\/EF <<\s*\/F (\d+) 0 R/.exec(file) ?? [];
  const start = id ? file.indexOf(`\n${id} 0 obj\n`) : -1;
  if (start < 0) return null;
  const stream = file.indexOf("stream\n", start) + "stream\n".length;
  const [, length] = /\/Length (\d+)/.exec(file.slice(start, stream)) ?? [];
  if (!length) return null;
  const packed = pdf.subarray(stream, stream + Number(length));
  return new Uint8Array(inflateSync(packed, { maxOutputLength: MAX_ATTACHED_BYTES }));
}
