import { randomBytes } from "../../lib/platform/random.ts";
import type { Connection } from "../../lib/platform/web/server.ts";

/** An answer, read whole. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Where a redirect leads. */
  readonly location: string | null;
  /** The body of a JSON answer. */
  json<T = Record<string, unknown>>(): T;
}

/** What a test sends otherwise than a browser would. */
export interface AskOptions {
  readonly headers?: Readonly<Record<string, string>>;
}

/** Fields of a form. */
export type FormFields = Readonly<Record<string, string>> | FormData;

/** A person at a browser of his own: cookies are kept, forms come from our own page. */
export interface Client {
  get(path: string, options?: AskOptions): Promise<Reply>;
  post(path: string, fields?: FormFields, options?: AskOptions): Promise<Reply>;
  getJson(path: string, options?: AskOptions): Promise<Reply>;
  postJson(path: string, body?: unknown, options?: AskOptions): Promise<Reply>;
  /** Opens the page that a redirect leads to. */
  follow(reply: Reply): Promise<Reply>;
  /** Cookies as the browser would send them, or empty. */
  cookies(): string;
  /** The internet address that it asks from. */
  readonly ip: string;
}

/** What browsers accept for a page. */
const ACCEPT_PAGE = "text/html,application/xhtml+xml,*/*;q=0.8";

/** One of the two programs, without a network. */
export interface Reachable {
  readonly app: { fetch(request: Request, connection: Connection): Response | Promise<Response> };
  readonly baseUrl: string;
}

/** What a browser was left with: its cookies, and the address it asked from. */
export interface KeptClient {
  readonly cookies: string;
  readonly ip: string;
}

/** Opens a browser that talks to a program without a network, from an internet address of its own, or a kept one. */
export function openClient({ app, baseUrl }: Reachable, kept?: KeptClient): Client {
  const jar = new Map<string, string>();
  for (const [, name = "", value = ""] of kept?.cookies.matchAll(/([^=; ]+)=([^;]*)/g) ?? []) jar.set(name, value);
  const ip = kept?.ip ?? newAddress();
  function cookies(): string {
    return [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
  }
  async function ask(path: string, init: RequestInit, options: AskOptions = {}): Promise<Reply> {
    const headers = new Headers(init.headers);
    if (jar.size > 0) headers.set("cookie", cookies());
    for (const [name, value] of Object.entries(options.headers ?? {})) headers.set(name, value);
    const request = new Request(new URL(path, baseUrl), { ...init, headers });
    const response = await app.fetch(request, { remoteAddr: { hostname: ip } });
    keepCookies(jar, response.headers);
    return await replyOf(response);
  }
  const fromOurPage = { origin: baseUrl, "sec-fetch-site": "same-origin" };
  return {
    cookies,
    ip,
    get: (path, options) => ask(path, { headers: { accept: ACCEPT_PAGE } }, options),
    getJson: (path, options) => ask(path, { headers: { accept: "application/json" } }, options),
    post(path, fields, options) {
      const body = fields instanceof FormData ? fields : new URLSearchParams(fields);
      return ask(path, { method: "POST", body, headers: { accept: ACCEPT_PAGE, ...fromOurPage } }, options);
    },
    postJson(path, body, options) {
      const headers = { accept: "application/json", "content-type": "application/json", ...fromOurPage };
      return ask(path, { method: "POST", body: JSON.stringify(body ?? {}), headers }, options);
    },
    follow(reply) {
      if (reply.location === null) {
        throw new Error(`no redirect to follow: ${reply.status} ${reply.text.slice(0, 300)}`);
      }
      return ask(reply.location, { headers: { accept: ACCEPT_PAGE } });
    },
  };
}

/** An address in a network of its own: tries are counted by the first 64 bits. */
function newAddress(): string {
  const [a, b] = new Uint16Array(randomBytes(4).buffer);
  return `2001:db8:${a!.toString(16)}:${b!.toString(16)}::1`;
}

function keepCookies(jar: Map<string, string>, headers: Headers): void {
  for (const cookie of headers.getSetCookie()) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    if (name === undefined || value === undefined) continue;
    if (/;\s*Max-Age=0\b/i.test(cookie)) jar.delete(name);
    else jar.set(name, value);
  }
}

async function replyOf(response: Response): Promise<Reply> {
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    location: response.headers.get("location"),
    json: () => JSON.parse(text),
  };
}
