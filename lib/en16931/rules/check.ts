import type { InvoiceDraft } from "../draft.ts";
import { CALCULATION_RULES } from "./calculation.ts";
import { CODE_RULES } from "./codes.ts";
import { FRENCH_RULES } from "./french.ts";
import { FRENCH_LINK_RULES } from "./french_links.ts";
import { FRENCH_PLATFORM_RULES } from "./french_platform.ts";
import { BLIND_SPOT_RULES } from "./identity.ts";
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
  /** The French rules too (BR-FR): for what a French seller issues. */
  readonly french: boolean;
  /**
   * False for an invoice that does not travel between platforms (consumer, customer abroad): then no address,
   * SIREN of the customer or mention between professionals is asked for. True where absent.
   */
  readonly viaPlatform?: boolean;
}

/** What is wrong with an invoice, by our table of rules; nothing when it may be sent. */
export function checkInvoice(invoice: InvoiceDraft, options: CheckOptions): Violation[] {
  const found: Violation[] = [];
  for (const rule of rulesFor(options)) found.push(...applyRule(rule, invoice));
  return found;
}

const BEFORE_PLATFORM: readonly Rule[] = [...EN_RULES, ...FRENCH_RULES, ...FRENCH_LINK_RULES];
const JUDGED_BY = {
  everywhere: [...EN_RULES, ...BLIND_SPOT_RULES],
  french: [...BEFORE_PLATFORM, ...BLIND_SPOT_RULES],
  frenchPlatform: [...BEFORE_PLATFORM, ...FRENCH_PLATFORM_RULES, ...BLIND_SPOT_RULES],
};

/** The rules that an invoice is judged by under these options. */
export function rulesFor({ french, viaPlatform = true }: CheckOptions): readonly Rule[] {
  return JUDGED_BY[french ? viaPlatform ? "frenchPlatform" : "french" : "everywhere"];
}
