import type { Uuid } from "../../base/ids.ts";
import { hmacSha256, sha256, toBase64Url, unwrapSecret, type WrapContext, wrapSecret } from "../../platform/crypto.ts";
import { masterKey } from "../../platform/outside.ts";
import type { Binding, Client } from "./provider_client.ts";
import type { StoredConnection } from "./sso_store.ts";

/** A sign-in must be back from the provider within this time. */
export const ATTEMPT_LIFETIME_S = 600;
/** How long the ends of sign-ins are kept, for the administrator who looks for what went wrong. */
export const ATTEMPT_KEPT_S = 30 * 86_400;

/** Wraps the secret that the provider gave for the dossier. */
export function wrapClientSecret(tenantId: Uuid, secret: string): Uint8Array {
  return wrapSecret(masterKey(), new TextEncoder().encode(secret), contextOf(tenantId));
}

/** What is needed to speak with the provider of a dossier, its secret unwrapped for the length of one request. */
export function clientOf(connection: StoredConnection): Client {
  const { tenantId, issuer, clientId } = connection;
  const secret = unwrapSecret(masterKey(), connection.clientSecret, contextOf(tenantId));
  return { issuer, clientId, clientSecret: new TextDecoder().decode(secret) };
}

/**
 * What a sign-in is bound to: nonce and verifier follow from its two secrets (one travels through the provider, one
 * stays in the browser) under subkeys of the master key, so that the database holds neither.
 */
export function bindingOf(travelling: string, staying: string, returnTo: string): Binding {
  const both = `${travelling}.${staying}`;
  return {
    returnTo,
    state: travelling,
    nonce: toBase64Url(hmacSha256(masterKey().subkey("sso-nonce"), both)),
    verifier: toBase64Url(hmacSha256(masterKey().subkey("sso-verifier"), both)),
  };
}

/** What the database keeps of the two secrets of a sign-in. */
export function stateHash(travelling: string, staying: string): Uint8Array {
  return sha256(`${travelling}.${staying}`);
}

/** What the database keeps of a provider's own name for somebody. */
export function subjectHash(issuer: string, subject: string): Uint8Array {
  return sha256(JSON.stringify([issuer, subject]));
}

function contextOf(tenantId: Uuid): WrapContext {
  return { purpose: "sso-client-secret", tenant: tenantId, keyId: tenantId };
}
