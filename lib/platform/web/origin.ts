const SAFE_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD"]);

/** True when a request was sent to the very address that the program answers under: host and port alike. */
export function isOurHost(request: Request, baseUrl: string): boolean {
  // The URL of a request is built from its Host header; a header beside it that differs is a trick.
  const host = request.headers.get("host");
  const ours = new URL(baseUrl).host;
  return new URL(request.url).host === ours && (host === null || host === ours);
}

/**
 * True when a request that may change something comes from one of our own pages. The browser tells the page's origin
 * and no script can change that; a request that tells neither origin nor site comes from no browser and is refused.
 */
export function isOurOrigin(request: Request, baseUrl: string): boolean {
  if (SAFE_METHODS.has(request.method)) return true;
  const origin = request.headers.get("origin");
  if (origin !== null) return origin === new URL(baseUrl).origin;
  return request.headers.get("sec-fetch-site") === "same-origin";
}

/**
 * The caller's address. Behind proxies each adds to X-Forwarded-For the address it saw: with `proxyHops` of them,
 * that many entries from the end are believed, and what stands before them was written by the caller himself.
 */
export function callerAddress(request: Request, peer: string, proxyHops: number): string {
  if (proxyHops === 0) return peer;
  const seen = request.headers.get("x-forwarded-for")?.split(",").map((address) => address.trim()) ?? [];
  return seen.at(-proxyHops) ?? peer;
}
