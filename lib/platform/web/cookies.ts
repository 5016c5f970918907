/** How a program keeps its session in the browser. */
export interface CookieJar {
  /** Name as the browser knows it. */
  readonly name: string;
  /** The session's token in a request, or null. */
  read(request: Request): string | null;
  /** Value of Set-Cookie that keeps the token as long as the browser runs, or `maxAgeS` seconds. */
  keep(token: string, maxAgeS: number): string;
  /** Value of Set-Cookie that forgets it. */
  forget(): string;
}

/** Longest token that is looked up: anything longer was not made by us. */
const MAX_TOKEN_LENGTH = 128;

/**
 * The session cookie of a program. Over https its name begins with `__Host-`: browsers then take it from this very
 * host only, over TLS, for every path. http://localhost has no TLS, so there the name is plain.
 */
export function cookieJar(name: string, baseUrl: string): CookieJar {
  const isSecure = baseUrl.startsWith("https:");
  const fullName = isSecure ? `__Host-${name}` : name;
  const attributes = `Path=/; HttpOnly; SameSite=Lax${isSecure ? "; Secure" : ""}`;
  const start = `${fullName}=`;
  function read(request: Request): string | null {
    const header = request.headers.get("cookie");
    if (header === null) return null;
    for (const part of header.split(";")) {
      const pair = part.trim();
      if (pair.startsWith(start)) return tokenIn(pair.slice(start.length));
    }
    return null;
  }
  return {
    name: fullName,
    read,
    keep: (token, maxAgeS) => `${start}${token}; Max-Age=${maxAgeS}; ${attributes}`,
    forget: () => `${start}; Max-Age=0; ${attributes}`,
  };
}

function tokenIn(value: string): string | null {
  return value.length <= MAX_TOKEN_LENGTH && /^[\w-]+$/.test(value) ? value : null;
}
