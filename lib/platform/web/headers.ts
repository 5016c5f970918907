/**
 * What every answer says to the browser. Scripts, styles and pictures come from our own address only and nothing is
 * inline, so a text that slipped through unescaped could not run; `data:` pictures are the logo inside a document's
 * page and the marks of our own stylesheet, and run nothing either. `same-origin` as referrer policy: with
 * `no-referrer` browsers would send `Origin: null` with our own forms, and secret links still do not leave the site.
 */
export const SECURITY_HEADERS: readonly (readonly [name: string, value: string])[] = [
  [
    "content-security-policy",
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  ],
  ["x-content-type-options", "nosniff"],
  ["x-frame-options", "DENY"],
  ["referrer-policy", "same-origin"],
  ["cross-origin-opener-policy", "same-origin"],
  ["cross-origin-resource-policy", "same-origin"],
  ["permissions-policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"],
];

/** Two years of https only, sent where the service is reached by https. */
export const STRICT_TRANSPORT = ["strict-transport-security", "max-age=63072000; includeSubDomains"] as const;

/** Puts the security headers on an answer, leaving those that the answer chose itself. */
export function secure(headers: Headers, baseUrl: string): void {
  for (const [name, value] of SECURITY_HEADERS) if (!headers.has(name)) headers.set(name, value);
  if (baseUrl.startsWith("https:")) headers.set(...STRICT_TRANSPORT);
}
