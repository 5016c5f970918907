import type { Ctx } from "../base/ctx.ts";
import { loadCompany, mayIssue } from "../company/mod.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { readBeginning } from "./dashboard_query.ts";

/** A step on the way to the first invoice, and whether it is behind. */
export interface FirstStep {
  readonly name: "company" | "customer" | "document" | "issue";
  readonly isDone: boolean;
}

/** The steps of a new dossier in their order, or null once an invoice was issued. */
export async function readFirstSteps(tx: Tx, ctx: Ctx): Promise<FirstStep[] | null> {
  const { hasCustomer, hasDocument, hasIssued } = await readBeginning(tx, ctx.tenantId);
  if (hasIssued) return null;
  return [
    { name: "company", isDone: mayIssue(await loadCompany(tx, ctx)) },
    { name: "customer", isDone: hasCustomer },
    { name: "document", isDone: hasDocument },
    { name: "issue", isDone: false },
  ];
}
