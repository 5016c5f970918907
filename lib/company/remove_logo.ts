import { authorize, type Ctx } from "../base/ctx.ts";
import { withTenant } from "../platform/db/tenant.ts";
import type { Company } from "./company.ts";
import { lockCompany, writeCompany } from "./company_store.ts";
import { recordActivity } from "./record_activity.ts";
import { refuse } from "./refusals.ts";

/**
 * Takes the logo off the documents to come; does nothing where there is none.
 * Right `company:write`. Refuses: `not_found`.
 */
export async function removeLogo(ctx: Ctx): Promise<Company> {
  authorize(ctx, "company:write");
  return await withTenant(ctx, async (tx) => {
    const current = await lockCompany(tx, ctx);
    if (!current) throw refuse("not_found");
    if (current.logoId === null) return current;
    const saved = await writeCompany(tx, ctx, { logoId: null });
    const subject = { kind: "company", id: ctx.tenantId };
    await recordActivity(tx, ctx, { verb: "removeLogo", subject, summary: "Logo retiré" });
    return saved;
  });
}
