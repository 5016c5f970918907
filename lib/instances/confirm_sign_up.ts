import type { PersonCtx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { confirmAddress, type OpenedSession, peekSignUp } from "../identity/mod.ts";
import { withControl } from "../platform/db/tenant.ts";
import { startOpening } from "./open_dossier.ts";
import type { ProcedureKey } from "./procedure_store.ts";

/** What a confirmed sign-up gives: a session, and a dossier on its way. */
export interface StartedSignUp {
  readonly session: OpenedSession;
  readonly tenantId: Uuid;
  readonly procedure: ProcedureKey;
}

/**
 * Confirms the address of a sign-up and begins its dossier, in one transaction: the link is spent, the person made and
 * signed in, the procedure and its job written, or none of it. The dossier bears the id of the sign-up, so that one
 * sign-up never opens two. Call `hurryProcedure` next.
 * Refuses `identity.link` (410), the same for an unknown, spent, expired or malformed link.
 */
export async function confirmSignUp(ctx: PersonCtx, secret: string): Promise<StartedSignUp> {
  const { requestId: tenantId } = await peekSignUp(ctx, secret);
  return await withControl({ tenantId }, async (tx) => {
    const { session, personId: ownerId, label: ownerLabel, email, companyName, plan } = await confirmAddress(
      tx,
      ctx,
      secret,
    );
    const procedure = await startOpening(tx, ctx, { tenantId, companyName, email, ownerId, ownerLabel, plan });
    return { session, tenantId, procedure };
  });
}
