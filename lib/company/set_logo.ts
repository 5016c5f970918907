import { authorize, type Ctx } from "../base/ctx.ts";
import { withTenant } from "../platform/db/tenant.ts";
import type { Company } from "./company.ts";
import { insertLogo, lockCompany, writeCompany } from "./company_store.ts";
import { isPng, MAX_LOGO_BYTES, type NormalisedLogo } from "./logo.ts";
import { recordActivity } from "./record_activity.ts";
import { refuse } from "./refusals.ts";

/**
 * Puts a logo, normalised by `normaliseLogo` before any transaction opens, on the documents to come; those already
 * frozen keep theirs. Right `company:write`.
 * Refuses: `logo_unreadable`, `logo_too_heavy`, `not_found`.
 */
export async function setLogo(ctx: Ctx, logo: NormalisedLogo): Promise<Company> {
  authorize(ctx, "company:write");
  if (!isPng(logo.bytes)) throw refuse("logo_unreadable");
  if (logo.bytes.length > MAX_LOGO_BYTES) throw refuse("logo_too_heavy");
  return await withTenant(ctx, async (tx) => {
    if (!await lockCompany(tx, ctx)) throw refuse("not_found");
    const logoId = await insertLogo(tx, ctx, logo);
    const saved = await writeCompany(tx, ctx, { logoId });
    const subject = { kind: "company", id: ctx.tenantId };
    await recordActivity(tx, ctx, { verb: "setLogo", subject, summary: "Logo modifié" });
    return saved;
  });
}
