import type { Ctx, Right } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { newId } from "../platform/random.ts";
import type { SalesDocument } from "./document.ts";
import { createDraft } from "./draft_document.ts";
import type { DraftForm, LineForm } from "./draft_form.ts";
import { issueDocument } from "./issue_document.ts";

/** The rights of somebody who sells: everything in this module. */
export const SALES_RIGHTS: readonly Right[] = [
  "quotes:read",
  "quotes:write",
  "quotes:send",
  "invoices:read",
  "invoices:write",
  "invoices:issue",
  "invoices:send",
  "payments:read",
  "payments:write",
];

/** A line as typed: one hour at 100 € and 20 % unless said otherwise. */
export function aLine(over: LineForm = {}): LineForm {
  return { label: "Pose d’un évier inox", quantity: "1", unit: "HUR", price: "100", vat: "20", ...over };
}

/** A draft as typed, of one line, for a customer. */
export function aDraftForm(customerId: Uuid, over: DraftForm = {}): DraftForm {
  return { customerId, subject: "Rénovation de la cuisine", lines: [aLine()], ...over };
}

/** A draft invoice made through the verb. */
export function aDraftInvoice(ctx: Ctx, customerId: Uuid, over: DraftForm = {}): Promise<SalesDocument> {
  return createDraft(ctx, { id: newId(), kind: "invoice", form: aDraftForm(customerId, over) });
}

/** An issued invoice, made through the verbs. */
export async function anIssuedInvoice(ctx: Ctx, customerId: Uuid, over: DraftForm = {}): Promise<SalesDocument> {
  const draft = await aDraftInvoice(ctx, customerId, over);
  return await issueDocument(ctx, draft.id);
}
