import type { PersonCtx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { Refusal } from "../../base/refusal.ts";
import { parseEmail } from "../../base/text.ts";
import { openCompanySession, type OpenedSession, personOfAddress } from "../../identity/mod.ts";
import { withControl } from "../../platform/db/tenant.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { insertMembership } from "../membership_store.ts";
import { connectionOf } from "./begin_company_sign_in.ts";
import { bindingOf, clientOf, stateHash, subjectHash } from "./connection.ts";
import { arrival, describeProvider, type Identity } from "./provider_client.ts";
import { refuse } from "./refusals.ts";
import { isOfDomains } from "./settings.ts";
import {
  endAttempt,
  findSubject,
  holdConnection,
  isMember,
  linkSubject,
  spendAttempt,
  type StoredConnection,
} from "./sso_store.ts";

/** What the provider sent somebody back with. */
export interface Return {
  /** The dossier's address, from the path: each dossier has a return address of its own (RFC 9700 §4.4.2.2). */
  readonly slug: string;
  readonly returnTo: string;
  /** What follows the `?`, as it came. */
  readonly query: string;
  /** The secret that stayed in the browser. */
  readonly staying: string;
}

/**
 * Signs in whoever comes back from the provider, into that dossier and nowhere else. The sign-in is spent in a
 * transaction of its own before the provider is asked anything: what came back once never works again.
 * Refuses: `state` (410), `unavailable` (404), `denied`, `token` (410), `unreachable`, `configuration`, `client` (503),
 * `email_unverified`, `domain`, `not_member`, `subject` (403).
 */
export async function finishCompanySignIn(ctx: PersonCtx, back: Return): Promise<OpenedSession> {
  const travelling = new URLSearchParams(back.query).get("state") ?? "";
  const connection = await connectionOf(back.slug);
  const { tenantId } = connection;
  const spent = { tenantId, stateHash: stateHash(travelling, back.staying), at: ctx.now };
  const id = await withControl({ tenantId }, (tx) => spendAttempt(tx, spent));
  if (id === null) throw refuse("state");
  try {
    const provider = await describeProvider(clientOf(connection));
    const identity = await arrival(provider, bindingOf(travelling, back.staying, back.returnTo), back.query);
    return await withControl({ tenantId }, async (tx) => {
      const held = await holdConnection(tx, tenantId);
      // Switched off or changed while the provider was asked: nobody comes in on its word any more.
      if (!held?.isOn || held.version !== connection.version) throw refuse("unavailable");
      const personId = await personOf(tx, { ctx, connection, identity });
      const session = await openCompanySession(tx, ctx, { personId, tenantId, isStrong: identity.isStrong });
      await endAttempt(tx, tenantId, { id, outcome: "opened" });
      return session;
    });
  } catch (error) {
    await noteEnd(tenantId, { id, error });
    throw error;
  }
}

/** Who of ours the provider speaks of, with a place in the dossier. */
async function personOf(
  tx: Tx,
  { ctx, connection, identity }: { ctx: PersonCtx; connection: StoredConnection; identity: Identity },
): Promise<Uuid> {
  const { tenantId, domains, defaultProfile } = connection;
  const email = parseEmail(identity.email);
  if (email === null || !identity.isEmailVerified) throw refuse("email_unverified");
  if (!isOfDomains(email, domains)) throw refuse("domain");
  const personId = await personOfAddress(tx, email);
  if (personId === null) throw refuse("not_member");
  await tie(tx, { tenantId, personId, identity, at: ctx.now });
  if (await isMember(tx, tenantId, personId)) return personId;
  if (defaultProfile === null) throw refuse("not_member");
  await insertMembership(tx, { tenantId, personId, profile: defaultProfile, isOwner: false, createdAt: ctx.now });
  return personId;
}

/** The provider's own name for somebody stands for one person, from his first sign-in on. */
async function tie(
  tx: Tx,
  { tenantId, personId, identity, at }: {
    tenantId: Uuid;
    personId: Uuid;
    identity: Identity;
    at: PersonCtx["now"];
  },
): Promise<void> {
  const hash = subjectHash(identity.issuer, identity.subject);
  const known = await findSubject(tx, tenantId, hash);
  if (known === personId) return;
  const isTied = known === null && await linkSubject(tx, { tenantId, subjectHash: hash, personId, linkedAt: at });
  if (!isTied) throw refuse("subject");
}

/** What stood in the way is written down by its code; a fault of ours as such. */
async function noteEnd(tenantId: Uuid, { id, error }: { id: Uuid; error: unknown }): Promise<void> {
  const outcome = error instanceof Refusal ? error.code.replace(/^\w+\./, "") : "fault";
  await withControl({ tenantId }, (tx) => endAttempt(tx, tenantId, { id, outcome }));
}
