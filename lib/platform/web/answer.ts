import { acceptedEncoding, MIN_COMPRESSED_BYTES, packPage } from "./compression.ts";

/** Media type of our pages. */
export const HTML = "text/html; charset=utf-8";
/** Media type of our JSON. */
export const JSON_TYPE = "application/json; charset=utf-8";

/** True when the caller wants JSON: it names it and does not take HTML. */
export function wantsJson(request: Request): boolean {
  const accept = request.headers.get("accept");
  return accept !== null && accept.includes("application/json") && !accept.includes("text/html");
}

/** True for a request of htmx, which swaps a part of the page. */
export function isHtmx(request: Request): boolean {
  return request.headers.has("hx-request");
}

/** Headers of whatever one person sees. */
export function pageHeaders(type: string): Record<string, string> {
  return {
    "content-type": type,
    // Kept by no cache on the way, and not by the browser once he has signed out.
    "cache-control": "private, no-store",
    vary: "Accept, Accept-Encoding, HX-Request",
  };
}

/** Body and headers of a page or of JSON, packed where the caller unpacks and it is worth it. */
export function packed(
  request: Request,
  text: string,
  type: string,
): { readonly body: string | Uint8Array<ArrayBuffer>; readonly headers: Record<string, string> } {
  const headers = pageHeaders(type);
  const isWorthIt = text.length >= MIN_COMPRESSED_BYTES;
  if (!isWorthIt || !acceptedEncoding(request.headers.get("accept-encoding"))) return { body: text, headers };
  return { body: packPage(text), headers: { ...headers, "content-encoding": "gzip" } };
}
