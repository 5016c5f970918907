import type { PersonCtx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { countAbuseReport } from "../../identity/mod.ts";
import { hmacSha256, toHex } from "../../platform/crypto.ts";
import { withControl } from "../../platform/db/tenant.ts";
import { masterKey } from "../../platform/outside.ts";
import { refuse } from "../refusals.ts";
import { insertAbuseReport } from "./abuse_store.ts";
import { ABUSE_KINDS, type AbuseKind } from "./trial_mails.ts";

/**
 * Records that somebody who received a document of a dossier reports it. The same internet address counts once for a
 * dossier, whatever it says later. Refuses: `abuse_kind` (422), `identity.too_many_reports` (429).
 */
export async function reportAbuse(
  ctx: PersonCtx,
  { tenantId, kind }: { tenantId: Uuid; kind: string },
): Promise<void> {
  if (!isKind(kind)) throw refuse("abuse_kind");
  const address = await countAbuseReport(ctx);
  const reporter = hmacSha256(masterKey().subkey("abuse-reporter"), `${tenantId}/${toHex(address)}`);
  await withControl({ tenantId }, (tx) => insertAbuseReport(tx, { tenantId, reporter, kind, at: ctx.now }));
}

function isKind(kind: string): kind is AbuseKind {
  return Object.hasOwn(ABUSE_KINDS, kind);
}
