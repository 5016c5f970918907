import { contentDisposition, readRange } from "../../lib/platform/storage/signed_response.ts";
import type { DossierContext } from "../handler.ts";

/** A ZIP that stands in parts. */
export interface ZipToSend {
  readonly name: string;
  readonly bytes: number;
  /** What makes it this one: a digest. */
  readonly digest: string;
  read(range: { first: number; last: number }): ReadableStream<Uint8Array>;
}

/** Sends a ZIP, part after part; a download that broke goes on from any byte. */
export function zipAnswer(c: DossierContext, { name, bytes, digest, read }: ZipToSend): Response {
  const etag = `"${digest}"`;
  const ifRange = c.req.header("if-range");
  const range = ifRange === undefined || ifRange === etag ? readRange(c.req.header("range") ?? null) : null;
  const headers = {
    "content-type": "application/zip",
    "content-disposition": contentDisposition("attachment", name),
    "accept-ranges": "bytes",
    "cache-control": "private, no-store",
    etag,
  };
  if (range && range.first >= bytes) {
    return c.body(null, 416, { ...headers, "content-range": `bytes */${bytes}` });
  }
  const first = range?.first ?? 0, last = Math.min(range?.last ?? bytes - 1, bytes - 1);
  return c.body(read({ first, last }), range ? 206 : 200, {
    ...headers,
    "content-length": String(last - first + 1),
    ...(range ? { "content-range": `bytes ${first}-${last}/${bytes}` } : {}),
  });
}
