import type { Ctx } from "../base/ctx.ts";
import { loadCompany, mayIssue } from "../company/mod.ts";
import { withTenant } from "../platform/db/tenant.ts";
import type { DashboardRow } from "./dashboard_query.ts";

/** A step on the way to the first invoice, and whether it is behind. */
export interface FirstStep {
  readonly name: "company" | "customer" | "document" | "issue";
  readonly isDone: boolean;
}

/** The steps of a new dossier in their order, or null once an invoice was issued. */
export async function firstStepsOf(
  ctx: Ctx,
  { hasCustomer, hasDocument, hasIssued }: Pick<DashboardRow, "hasCustomer" | "hasDocument" | "hasIssued">,
): Promise<FirstStep[] | null> {
  if (hasIssued) return null;
  const company = await withTenant(ctx, (tx) => loadCompany(tx, ctx), { mode: "read", oneStatement: true });
  return [
    { name: "company", isDone: mayIssue(company) },
    { name: "customer", isDone: hasCustomer },
    { name: "document", isDone: hasDocument },
    { name: "issue", isDone: false },
  ];
}
