import type { InvoiceDraft } from "../draft.ts";
import { CALCULATION_RULES } from "./calculation.ts";
import { CODE_RULES } from "./codes.ts";
import { LINE_RULES } from "./lines.ts";
import { PRESENCE_RULES } from "./presence.ts";
import { applyRule, type Rule } from "./rule.ts";
import { VAT_CATEGORY_RULES } from "./vat_category.ts";
import type { Violation } from "./violation.ts";

/** The rules of EN 16931-1, in the order in which a person would mend an invoice. */
export const EN_RULES: readonly Rule[] = [
  ...PRESENCE_RULES,
  ...LINE_RULES,
  ...CALCULATION_RULES,
  ...VAT_CATEGORY_RULES,
  ...CODE_RULES,
];

/** Which rules an invoice is judged by. */
export interface CheckOptions {
  /** The French rules too (BR-FR). */
  readonly french: boolean;
}

/** What is wrong with an invoice, by our table of rules; nothing when it may be sent. */
export function checkInvoice(invoice: InvoiceDraft, _options: CheckOptions): Violation[] {
  return EN_RULES.flatMap((rule) => applyRule(rule, invoice));
}
