import { present } from "../../base/assert.ts";
import type { PersonCtx } from "../../base/ctx.ts";
import { addSeconds } from "../../base/dates.ts";
import { countCompanySignIn } from "../../identity/mod.ts";
import { withControl } from "../../platform/db/tenant.ts";
import { newId, randomToken } from "../../platform/random.ts";
import { ATTEMPT_KEPT_S, ATTEMPT_LIFETIME_S, bindingOf, clientOf, stateHash } from "./connection.ts";
import { departure, describeProvider } from "./provider_client.ts";
import { refuse } from "./refusals.ts";
import { findSsoDossier, insertAttempt, loadConnection, type StoredConnection } from "./sso_store.ts";

/** A sign-in that leaves for the company's provider. */
export interface Departure {
  /** Where the browser goes. */
  readonly url: string;
  /** Stays in the browser that leaves, in a cookie of its own: nobody else can come back for it. */
  readonly staying: string;
}

/**
 * Sends somebody to the identity provider of a dossier. The provider describes itself before anything is written.
 * Refuses: `too_many_attempts` (429), `unavailable` (404: no such dossier, or none with a company sign-in),
 * `unreachable` (503), `configuration` (503).
 */
export async function beginCompanySignIn(
  ctx: PersonCtx,
  { slug, returnTo }: { slug: string; returnTo: string },
): Promise<Departure> {
  await countCompanySignIn(ctx);
  const connection = await connectionOf(slug);
  const provider = await describeProvider(clientOf(connection));
  const travelling = randomToken(), staying = randomToken();
  const { tenantId } = connection;
  await withControl({ tenantId }, (tx) =>
    insertAttempt(tx, {
      tenantId,
      id: newId(),
      stateHash: stateHash(travelling, staying),
      startedAt: ctx.now,
      expiresAt: addSeconds(ctx.now, ATTEMPT_LIFETIME_S),
    }, addSeconds(ctx.now, -ATTEMPT_KEPT_S)));
  return { url: await departure(provider, bindingOf(travelling, staying, returnTo)), staying };
}

/** What a slug looks like; anything else is unknown without asking. */
const SLUG = /^[a-z0-9-]{1,40}$/;

/** The company sign-in of an address. Refuses: `unavailable` (404). */
export async function connectionOf(slug: string): Promise<StoredConnection> {
  if (!SLUG.test(slug)) throw refuse("unavailable");
  const tenantId = await withControl({}, (tx) => findSsoDossier(tx, slug), { mode: "read" });
  if (tenantId === null) throw refuse("unavailable");
  const found = await withControl({ tenantId }, (tx) => loadConnection(tx, tenantId), { mode: "read" });
  return present(found, "connection of a dossier that has one");
}
