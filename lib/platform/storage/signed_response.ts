import type { DiskStore, SignedAccess } from "./disk_store.ts";
import type { ByteRange, StoredFile } from "./store.ts";

// What a browser may show by itself; anything else, HTML and SVG first of all, is saved and never run on our address.
const SHOWN = new Set(["application/pdf", "image/png", "image/jpeg", "image/webp", "text/plain"]);

/**
 * Answers a signed address of a disk store: 200, 206 for a range, 416 beyond the end, and one 404 for an address that
 * is forged, expired or leads to nothing.
 */
export async function answerSigned(store: DiskStore, request: Request): Promise<Response> {
  const access = store.readSignedUrl(new URL(request.url));
  const range = access && readRange(request.headers.get("range"));
  const file = access && await store.get(access.key, range ?? undefined);
  if (!access || !file) return new Response("Adresse inconnue ou expirée.", { status: 404, headers: PLAIN });
  if (range && range.first >= file.bytes) {
    await file.body.cancel();
    return new Response(null, { status: 416, headers: { "content-range": `bytes */${file.bytes}` } });
  }
  const last = Math.min(range?.last ?? file.bytes - 1, file.bytes - 1);
  const headers = headersOf(access, file, range ? last - range.first + 1 : file.bytes);
  if (range) headers.set("content-range", `bytes ${range.first}-${last}/${file.bytes}`);
  return new Response(file.body, { status: range ? 206 : 200, headers });
}

/** Value of Content-Disposition (RFC 6266): a plain name for old readers, the true one in UTF-8 for the others. */
export function contentDisposition(kind: "attachment" | "inline", name: string | null): string {
  if (name === null) return kind;
  const plain = name.normalize("NFD").replace(/[^\x20-\x7e]/g, "").replace(/["\\%;/]/g, "_") || "fichier";
  const exact = encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  return `${kind}; filename="${plain}"; filename*=UTF-8''${exact}`;
}

const PLAIN = { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" };

function headersOf(access: SignedAccess, file: StoredFile, length: number): Headers {
  const type = file.contentType;
  const isShown = access.downloadName === null && SHOWN.has(type.split(";")[0]!);
  const headers = new Headers({
    "content-type": type,
    "content-length": String(length),
    "content-disposition": contentDisposition(isShown ? "inline" : "attachment", access.downloadName),
    "accept-ranges": "bytes",
    "cache-control": "private, no-store",
    "x-content-type-options": "nosniff",
  });
  // Chromium's PDF viewer does not open a sandboxed answer.
  if (type !== "application/pdf") headers.set("content-security-policy", "default-src 'none'; sandbox");
  return headers;
}

/**
 * The range that a header asks for, null to answer whole: one range only, as browsers and PDF viewers ask; a list of
 * ranges or a suffix is answered whole, as RFC 9110 allows.
 */
export function readRange(header: string | null): ByteRange | null {
  const match = /^bytes=(\d{1,15})-(\d{1,15})?$/.exec(header ?? "");
  if (!match) return null;
  const first = Number(match[1]);
  const last = match[2] === undefined ? undefined : Number(match[2]);
  return last !== undefined && last < first ? null : { first, last };
}
