/**
 * Requests to the outside. The address is resolved and checked once and the connection goes to that very address, so
 * that a name cannot answer one thing to the check and another to the connection (DNS rebinding).
 */
import { lookup } from "node:dns/promises";
import { type IncomingMessage, request as httpRequest, type RequestOptions as NodeOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import { BlockList, isIP } from "node:net";
import { Buffer } from "node:buffer";

/** How long an answer may take to come whole, redirects included, unless the caller says less or more. */
export const DEFAULT_TIMEOUT_MS = 10_000;
/** Longest answer that is read, unless the caller says otherwise. */
export const DEFAULT_MAX_BYTES = 5 * 1024 * 1024;
/** Redirects that a GET follows. */
export const MAX_REDIRECTS = 3;

/** Why a request has no answer. A status of 400 or 500 is an answer. */
export type HttpFaultReason =
  /** The address is not one that we may reach: another protocol, a private network, a password in it. */
  | "blocked"
  | "timeout"
  | "too_large"
  | "unreachable"
  | "too_many_redirects"
  | "not_json";

/** A request without an answer; the job that asked decides by its reason whether to try again. */
export class HttpFault extends Error {
  override readonly name = "HttpFault";
  readonly reason: HttpFaultReason;

  constructor(reason: HttpFaultReason, message: string, options?: ErrorOptions) {
    super(`${reason}: ${message}`, options);
    this.reason = reason;
  }
}

/** How to ask. */
export interface RequestOptions {
  readonly method?: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
  /** True lets a request reach this machine and its networks: for what the operator set, never for a customer. */
  readonly allowPrivate?: boolean;
}

/** An answer, read whole. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
  /** Where the answer came from, after redirects. */
  readonly url: string;
}

/** Sends a request and reads its answer. Throws an HttpFault; a body is sent once and its redirect is not followed. */
export async function request(url: string, options: RequestOptions = {}): Promise<HttpAnswer> {
  const signal = AbortSignal.timeout(options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  let target = checkUrl(url, options);
  let headers = options.headers ?? {};
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const answer = await askOnce(target, { ...options, headers }, signal);
    const next = redirectOf(answer, options);
    if (next === null) return answer;
    const redirected = checkUrl(new URL(next, target).href, options);
    if (target.protocol === "https:" && redirected.protocol !== "https:") {
      throw new HttpFault("blocked", `${target.host} redirects out of https`);
    }
    // What opens one host is not shown to another.
    if (redirected.origin !== target.origin) headers = withoutSecrets(headers);
    target = redirected;
  }
  throw new HttpFault("too_many_redirects", url);
}

/** Sends a value as JSON and reads the answer as JSON. Throws an HttpFault `not_json` for another answer. */
export async function requestJson(
  url: string,
  options: Omit<RequestOptions, "body"> & { readonly value?: unknown } = {},
): Promise<{ readonly status: number; readonly headers: Headers; readonly value: unknown }> {
  const { value, ...rest } = options;
  const sent = value === undefined ? {} : { body: JSON.stringify(value) };
  const headers = { accept: "application/json", ...rest.headers };
  const answer = await request(url, {
    ...rest,
    ...sent,
    headers: value === undefined ? headers : { "content-type": "application/json", ...headers },
  });
  const text = new TextDecoder().decode(answer.body);
  try {
    return { status: answer.status, headers: answer.headers, value: text === "" ? null : JSON.parse(text) };
  } catch (cause) {
    throw new HttpFault("not_json", `${url} answered ${answer.status}`, { cause });
  }
}

/** True for an address that everybody on the Internet may reach (IANA special-purpose registries). */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !SPECIAL.check(address, "ipv4");
  return family === 6 && !address.includes("%") && GLOBAL_IPV6.check(address, "ipv6") &&
    !SPECIAL.check(address, "ipv6");
}

const SPECIAL = blockList([
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
  // Teredo and 6to4 carry an IPv4 address that would have to be checked in its turn.
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
]);
const GLOBAL_IPV6 = blockList([["2000::", 3]]);
const SECRET_HEADERS = new Set(["authorization", "cookie", "proxy-authorization", "x-api-key"]);

function blockList(subnets: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of subnets) list.addSubnet(network, prefix, network.includes(":") ? "ipv6" : "ipv4");
  return list;
}

function checkUrl(text: string, options: RequestOptions): URL {
  const url = URL.parse(text);
  if (!url) throw new HttpFault("blocked", "not an address");
  const isAllowed = url.protocol === "https:" || (url.protocol === "http:" && options.allowPrivate === true);
  if (!isAllowed) throw new HttpFault("blocked", `${url.protocol} is not https`);
  if (url.username || url.password) throw new HttpFault("blocked", "an address must not hold a password");
  return url;
}

async function askOnce(url: URL, options: RequestOptions, signal: AbortSignal): Promise<HttpAnswer> {
  try {
    const address = await beforeAbort(resolve(url, options), signal);
    const message = await beforeAbort(send(url, { address, options, signal }), signal);
    const body = await beforeAbort(readBody(message, options.maxBytes ?? DEFAULT_MAX_BYTES), signal);
    return { status: message.statusCode!, headers: headersOf(message), body, url: url.href };
  } catch (error) {
    if (error instanceof HttpFault) throw error;
    if (signal.aborted) throw new HttpFault("timeout", url.host, { cause: error });
    throw new HttpFault("unreachable", `${url.host}: ${(error as Error).message}`, { cause: error });
  }
}

async function resolve(url: URL, options: RequestOptions): Promise<string> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const found = isIP(host) ? [{ address: host }] : await lookup(host, { all: true });
  const forbidden = options.allowPrivate ? undefined : found.find(({ address }) => !isPublicAddress(address));
  if (forbidden) throw new HttpFault("blocked", `${url.host} leads to ${forbidden.address}`);
  const first = found[0];
  if (!first) throw new HttpFault("unreachable", `${url.host} has no address`);
  return first.address;
}

// The resolver cannot be interrupted, and Deno 2.5 does not heed the signal of a request: neither is waited for.
async function beforeAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return await new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    work.then(resolve, reject);
  });
}

/** The checked address, and what stands in the request. */
interface Sending {
  readonly address: string;
  readonly options: RequestOptions;
  readonly signal: AbortSignal;
}

async function send(url: URL, { address, options, signal }: Sending): Promise<IncomingMessage> {
  const body = options.body === undefined ? null : Buffer.from(options.body);
  const nodeOptions: NodeOptions & { servername?: string } = {
    host: address,
    port: url.port || (url.protocol === "https:" ? 443 : 80),
    path: url.pathname + url.search,
    method: options.method ?? (body ? "POST" : "GET"),
    headers: {
      "accept-encoding": "identity",
      ...options.headers,
      host: url.host,
      ...(body ? { "content-length": String(body.length) } : {}),
    },
    // The certificate is checked against the name, not against the address that we connect to.
    servername: isIP(url.hostname) ? "" : url.hostname,
    agent: false,
  };
  return await new Promise((resolve, reject) => {
    const outgoing = url.protocol === "https:" ? httpsRequest(nodeOptions, resolve) : httpRequest(nodeOptions, resolve);
    outgoing.on("error", reject);
    signal.addEventListener("abort", () => outgoing.destroy(), { once: true });
    outgoing.end(body ?? undefined);
  });
}

async function readBody(message: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      message.destroy();
      throw new HttpFault("too_large", `more than ${maxBytes} bytes`);
    }
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

function headersOf(message: IncomingMessage): Headers {
  const headers = new Headers();
  for (let at = 0; at < message.rawHeaders.length; at += 2) {
    headers.append(message.rawHeaders[at]!, message.rawHeaders[at + 1]!);
  }
  return headers;
}

function redirectOf(answer: HttpAnswer, options: RequestOptions): string | null {
  const isFollowed = options.body === undefined && (options.method ?? "GET") === "GET";
  const isRedirect = [301, 302, 303, 307, 308].includes(answer.status);
  return isFollowed && isRedirect ? answer.headers.get("location") : null;
}

function withoutSecrets(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !SECRET_HEADERS.has(name.toLowerCase())));
}
