import { authorize, type Ctx } from "../base/ctx.ts";
import { withTenant } from "../platform/db/tenant.ts";
import type { Tx } from "../platform/db/transaction.ts";
import type { Company } from "./company.ts";
import { findCompany } from "./company_store.ts";
import { refuse } from "./refusals.ts";

/** The dossier's company. Right `company:read`. Refuses: `not_found` before the dossier is open. */
export async function getCompany(ctx: Ctx): Promise<Company> {
  authorize(ctx, "company:read");
  return await withTenant(ctx, (tx) => loadCompany(tx, ctx), { mode: "read" });
}

/** The same inside another module's transaction, which has authorised its own act. */
export async function loadCompany(tx: Tx, ctx: Ctx): Promise<Company> {
  const company = await findCompany(tx, ctx);
  if (!company) throw refuse("not_found");
  return company;
}
