import * as oidc from "openid-client";
import type { RequestOptions } from "../../platform/http.ts";
import { HttpFault, request } from "../../platform/http.ts";
import { baseUrl } from "../../platform/outside.ts";
import type { Refusal } from "../../base/refusal.ts";
import { refuse } from "./refusals.ts";
import { isLoopback, isReachable } from "./settings.ts";

/** How long a provider may take for each answer. */
const PROVIDER_TIMEOUT_MS = 8_000;
/** Longest answer of a provider: a description, its keys, a token. */
const PROVIDER_MAX_BYTES = 256 * 1024;
/** How a provider may sign who somebody is: never `none`, never with the secret that both sides hold. */
export const SIGNATURES: readonly string[] = ["RS256", "ES256"];
/** Words for « by more than a password » (RFC 8176). */
const STRONG_METHODS: ReadonlySet<string> = new Set(["mfa", "hwk", "otp", "swk"]);

/** What is needed to speak with a provider. */
export interface Client {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A provider that was asked to describe itself, and that can do what we need. */
export interface Provider {
  readonly config: oidc.Configuration;
}

/** What a sign-in is bound to, from its departure to its return. */
export interface Binding {
  /** Our own page that the provider sends people back to. */
  readonly returnTo: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Who came back, as the provider says and signs. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
  readonly email: string;
  readonly isEmailVerified: boolean;
  /** True when the provider says that it asked for more than a password. */
  readonly isStrong: boolean;
}

/**
 * Reads a provider's description (OpenID Connect Discovery 1.0 §4).
 * Refuses: `unreachable` (503), `configuration` (503): not an https address, another issuer, no code flow, no PKCE with
 * S256, no signature that we take.
 */
export async function describeProvider(client: Client): Promise<Provider> {
  try {
    const found = await oidc.discovery(new URL(client.issuer), client.clientId, undefined, undefined, {
      [oidc.customFetch]: askProvider,
      execute: allowsLoopback() ? [oidc.allowInsecureRequests] : [],
    });
    return { config: configure(client, found.serverMetadata()) };
  } catch (error) {
    throw refusalOf(error, "configuration");
  }
}

/** The address that a browser goes to, to sign in at the provider (RFC 6749 §4.1, RFC 7636). */
export async function departure(provider: Provider, binding: Binding): Promise<string> {
  return oidc.buildAuthorizationUrl(provider.config, {
    response_type: "code",
    scope: "openid email",
    redirect_uri: binding.returnTo,
    state: binding.state,
    nonce: binding.nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(binding.verifier),
    code_challenge_method: "S256",
  }).href;
}

/**
 * Exchanges what came back for who it is, every check of OpenID Connect Core 1.0 §3.1.3.7 made: issuer, audience,
 * authorized party, signature by a key of the provider's, expiry, nonce.
 * Refuses: `denied` (410), `token` (410), `client` (503), `unreachable` (503).
 */
export async function arrival(provider: Provider, binding: Binding, query: string): Promise<Identity> {
  try {
    const tokens = await oidc.authorizationCodeGrant(provider.config, new URL(`${binding.returnTo}?${query}`), {
      pkceCodeVerifier: binding.verifier,
      expectedState: binding.state,
      expectedNonce: binding.nonce,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (!claims) throw refuse("token");
    return {
      issuer: claims.iss,
      subject: claims.sub,
      email: typeof claims["email"] === "string" ? claims["email"] : "",
      isEmailVerified: claims["email_verified"] === true,
      isStrong: Array.isArray(claims.amr) && claims.amr.some((word) => STRONG_METHODS.has(String(word))),
    };
  } catch (error) {
    throw refusalOf(error, "token");
  }
}

/**
 * Tries the client's id and secret with a code that nobody was given: a provider that knows the client refuses the
 * code, one that does not refuses the client. Refuses: `client` (503), `unreachable` (503), `configuration` (503).
 */
export async function tryClient(provider: Provider, binding: Binding): Promise<void> {
  const issuer = provider.config.serverMetadata().issuer;
  const query = new URLSearchParams({ code: "essai", state: binding.state, iss: issuer });
  const refusal = await oidc.authorizationCodeGrant(provider.config, new URL(`${binding.returnTo}?${query}`), {
    pkceCodeVerifier: binding.verifier,
    expectedState: binding.state,
    expectedNonce: binding.nonce,
  }).then(() => refuse("configuration"), (error: unknown) => isInvalidCode(error) ? null : error);
  if (refusal !== null) throw refusalOf(refusal, "configuration");
}

/** True where the product itself is a demo without TLS: then a provider on this machine may be one too. */
export function allowsLoopback(): boolean {
  return baseUrl().startsWith("http://localhost");
}

function configure(client: Client, metadata: oidc.ServerMetadata): oidc.Configuration {
  const signatures = (metadata.id_token_signing_alg_values_supported ?? ["RS256"]).filter((name) =>
    SIGNATURES.includes(name)
  );
  const endpoints = [metadata.authorization_endpoint, metadata.token_endpoint, metadata.jwks_uri];
  const isUsable = endpoints.every((url) => url !== undefined && isReachable(url, allowsLoopback())) &&
    signatures.length > 0 && (metadata.response_types_supported ?? ["code"]).includes("code") &&
    // A provider that does not list its challenges may still check them; one that lists others does not know ours.
    (metadata.code_challenge_methods_supported ?? ["S256"]).includes("S256");
  if (!isUsable) throw refuse("configuration");
  // The library holds each token to this list: an algorithm that we did not leave in it is refused.
  const server = { ...metadata, id_token_signing_alg_values_supported: signatures };
  const methods = metadata.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
  const authentication = methods.includes("client_secret_basic")
    ? oidc.ClientSecretBasic(client.clientSecret)
    : oidc.ClientSecretPost(client.clientSecret);
  const config = new oidc.Configuration(server, client.clientId, undefined, authentication);
  config[oidc.customFetch] = askProvider;
  if (allowsLoopback()) oidc.allowInsecureRequests(config);
  // Signatures are checked against the provider's keys, although the token comes by TLS from the provider itself.
  oidc.enableNonRepudiationChecks(config);
  return config;
}

/** What the library asks, through our own door to the outside: addresses checked, time and size bounded. */
async function askProvider(url: string, options: oidc.CustomFetchOptions): Promise<Response> {
  const target = URL.parse(url);
  const answer = await request(url, {
    method: options.method as NonNullable<RequestOptions["method"]>,
    headers: options.headers,
    ...bodyOf(options.body),
    timeoutMs: PROVIDER_TIMEOUT_MS,
    maxBytes: PROVIDER_MAX_BYTES,
    allowPrivate: allowsLoopback() && target !== null && isLoopback(target),
  });
  const isEmpty = answer.status === 204 || answer.status === 304;
  return new Response(isEmpty ? null : new Uint8Array(answer.body), { status: answer.status, headers: answer.headers });
}

function bodyOf(body: oidc.FetchBody): { body?: string } {
  return body instanceof URLSearchParams || typeof body === "string" ? { body: String(body) } : {};
}

function isInvalidCode(error: unknown): boolean {
  return error instanceof oidc.ResponseBodyError && error.error === "invalid_grant";
}

/** Turns what went wrong into what the person is told; a mistake of ours stays one. */
function refusalOf(error: unknown, otherwise: "configuration" | "token"): Refusal | unknown {
  if (error instanceof oidc.AuthorizationResponseError) return refuse("denied");
  if (error instanceof oidc.WWWAuthenticateChallengeError) return refuse("client");
  if (error instanceof oidc.ResponseBodyError) {
    const isAboutUs = ["invalid_client", "unauthorized_client"].includes(error.error);
    return refuse(isAboutUs ? "client" : "token");
  }
  const fault = faultIn(error);
  if (fault) return refuse(["unreachable", "timeout"].includes(fault.reason) ? "unreachable" : "configuration");
  return error instanceof oidc.ClientError ? refuse(otherwise) : error;
}

function faultIn(error: unknown): HttpFault | null {
  if (error instanceof HttpFault) return error;
  return error instanceof Error && error.cause !== undefined ? faultIn(error.cause) : null;
}
