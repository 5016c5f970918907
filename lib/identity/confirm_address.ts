import type { PersonCtx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { instantMs } from "../platform/clock.ts";
import { withControl } from "../platform/db/tenant.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { enqueue, NO_TENANT } from "../platform/jobs.ts";
import { newId } from "../platform/random.ts";
import { WELCOME_MAIL } from "./jobs.ts";
import { takeChoices } from "./consent_store.ts";
import { hashOf } from "./one_time_token.ts";
import { type ConfirmedSignUp, findSignUp, spendSignUp } from "./people_store.ts";
import { refuse } from "./refusals.ts";
import { type OpenedSession, openSession } from "./sessions.ts";

/** What the page behind the mail's link shows before its button is pressed. */
export interface PendingSignUp {
  readonly requestId: Uuid;
  readonly email: string;
  readonly companyName: string;
  /** True for a person who opens a further dossier. */
  readonly isSecondDossier: boolean;
}

/**
 * Looks at a sign-up's link without spending it: mail scanners open links, so a GET changes nothing.
 * Refuses `link` (410), the same for an unknown, spent, expired or malformed one.
 */
export async function peekSignUp(ctx: PersonCtx, secret: string): Promise<PendingSignUp> {
  const found = await withControl({}, (tx) => findSignUp(tx, hashOf(secret)), { mode: "read" });
  const isAlive = found && !found.isSpent && instantMs(found.expiresAt) > instantMs(ctx.now);
  if (!isAlive || found.purpose === "refused_signup") throw refuse("link");
  const { requestId, email, companyName } = found;
  return { requestId, email, companyName, isSecondDossier: found.purpose === "open_second_dossier" };
}

/**
 * Spends the link in the transaction that goes on to open the dossier: makes the person, signs him in, welcomes him.
 * Refuses `link` (410).
 */
export async function confirmAddress(
  tx: Tx,
  ctx: PersonCtx,
  secret: string,
): Promise<ConfirmedSignUp & { plan: string | null; session: OpenedSession }> {
  const tokenHash = hashOf(secret);
  const confirmed = await spendSignUp(tx, { tokenHash, at: ctx.now, newPersonId: newId() });
  if (!confirmed) throw refuse("link");
  const choices = await takeChoices(tx, { requestId: confirmed.requestId, consentId: newId() });
  const session = await openSession(tx, ctx, confirmed.personId);
  if (confirmed.isNewPerson) {
    const { tokenId } = confirmed;
    await enqueue(tx, WELCOME_MAIL, { tenantId: NO_TENANT, payload: { tokenId }, dedupeKey: tokenId });
  }
  return { ...confirmed, label: choices?.label ?? confirmed.label, plan: choices?.plan ?? null, session };
}
