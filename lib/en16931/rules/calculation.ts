import { type Cents, percentOf } from "../../base/money.ts";
import { EU_COUNTRIES } from "../../base/identifiers.ts";
import { COUNTRIES } from "../_codes.ts";
import { CREDIT_NOTE_CODES } from "../code_lists.ts";
import type { Draft, InvoiceDraft } from "../draft.ts";
import type { VatBreakdown } from "../invoice.ts";
import { each, type Rule, values, when } from "./rule.ts";

/** How far the VAT of one rate may stand from base × rate in EN 16931, in cents: less than one unit of currency. */
export const VAT_TOLERANCE: Cents = 99n;

/** BR-CO: what must agree with what. */
export const CALCULATION_RULES: readonly Rule[] = [
  {
    id: "BR-CO-03",
    fix: "invoice.tax_point",
    sentence: "La date d’exigibilité de la TVA est donnée de deux façons à la fois.",
    check: when((invoice) => !!invoice.taxPointOn && !!invoice.taxPointCode),
  },
  {
    id: "BR-CO-09",
    fix: "company.vat_number",
    sentence: "Le numéro de TVA du vendeur ({value}) doit commencer par le code du pays, par exemple FR.",
    check: values(({ seller, taxRepresentative }) => [seller?.vatId, taxRepresentative?.vatId], hasNoPrefix),
  },
  {
    id: "BR-CO-09",
    fix: "customer.vat_number",
    sentence: "Le numéro de TVA du client ({value}) doit commencer par le code du pays, par exemple FR.",
    check: values(({ buyer }) => [buyer?.vatId], hasNoPrefix),
  },
  {
    id: "BR-CO-10",
    fix: "invoice.totals",
    sentence: "Le total des lignes n’est pas la somme des lignes.",
    check: when(({ totals, lines }) =>
      totals?.linesCents !== undefined && totals.linesCents !== sum(lines.map((line) => line.netCents))
    ),
  },
  {
    id: "BR-CO-11",
    fix: "invoice.totals",
    sentence: "Le total des remises n’est pas la somme des remises sur la facture.",
    check: when(({ totals, allowances }) => isOtherSum(totals, totals?.allowancesCents, allowances)),
  },
  {
    id: "BR-CO-12",
    fix: "invoice.totals",
    sentence: "Le total des suppléments n’est pas la somme des suppléments sur la facture.",
    check: when(({ totals, charges }) => isOtherSum(totals, totals?.chargesCents, charges)),
  },
  {
    id: "BR-CO-13",
    fix: "invoice.totals",
    sentence: "Le total hors taxe n’est pas : lignes, moins remises, plus suppléments.",
    check: when(({ totals }) =>
      totals?.netCents !== undefined && totals.linesCents !== undefined &&
      totals.netCents !== totals.linesCents - orNothing(totals.allowancesCents) + orNothing(totals.chargesCents)
    ),
  },
  {
    id: "BR-CO-14",
    fix: "invoice.vat",
    sentence: "Le total de la TVA n’est pas la somme du détail par taux.",
    check: when(({ totals, vatBreakdown }) =>
      totals?.vatCents !== undefined && vatBreakdown.length > 0 &&
      totals.vatCents !== sum(vatBreakdown.map((row) => row.taxCents))
    ),
  },
  {
    id: "BR-CO-15",
    fix: "invoice.totals",
    sentence: "Le total TTC n’est pas le total hors taxe plus la TVA.",
    check: when(({ totals }) =>
      totals?.grossCents !== undefined && totals.netCents !== undefined &&
      totals.grossCents !== totals.netCents + orNothing(totals.vatCents)
    ),
  },
  {
    id: "BR-CO-16",
    fix: "invoice.totals",
    sentence: "Le montant à payer n’est pas le total TTC, moins ce qui est déjà payé, plus l’arrondi.",
    check: when(({ totals }) =>
      totals?.dueCents !== undefined && totals.grossCents !== undefined &&
      totals.dueCents !== totals.grossCents - orNothing(totals.prepaidCents) + orNothing(totals.roundingCents)
    ),
  },
  {
    id: "BR-CO-17",
    fix: "invoice.vat",
    sentence: "Dans le détail de la TVA, ligne {n}, le montant n’est pas la base multipliée par le taux.",
    check: each((invoice) => invoice.vatBreakdown, (row) => isVatFartherThan(VAT_TOLERANCE, row)),
  },
  {
    id: "BR-CO-18",
    fix: "invoice.vat",
    sentence: "Le détail de la TVA par taux manque.",
    check: when((invoice) => invoice.vatBreakdown.length === 0),
  },
  {
    id: "BR-CO-19",
    fix: "invoice.period",
    sentence: "La période facturée n’a ni début ni fin.",
    check: when(({ period }) => !!period && !period.startOn && !period.endOn),
  },
  {
    id: "BR-CO-25",
    fix: "invoice.due_date",
    sentence: "Il reste une somme à payer : dites pour quand (échéance ou conditions de paiement).",
    check: when((invoice) =>
      invoice.totals?.dueCents !== undefined && invoice.totals.dueCents > 0n && !invoice.dueOn &&
      !invoice.paymentTerms && !CREDIT_NOTE_CODES.has(invoice.typeCode ?? "")
    ),
  },
  {
    id: "BR-CO-26",
    fix: "company.siren",
    sentence: "Le vendeur n’a ni SIREN, ni numéro de TVA, ni autre identifiant.",
    check: when(({ seller }) => !seller?.ids.some((id) => id.id) && !seller?.legalId?.id && !seller?.vatId),
  },
];

/** Sum of amounts; one that is missing is judged by a rule of its own. */
export function sum(amounts: readonly (Cents | undefined)[]): Cents {
  return amounts.reduce((total: Cents, amount) => total + orNothing(amount), 0n);
}

/** True when the VAT of a row stands farther from base × rate than the tolerance, in cents, allows. */
export function isVatFartherThan(tolerance: Cents, row: Draft<VatBreakdown>): boolean {
  if (row.baseCents === undefined || row.taxCents === undefined) return false;
  const gap = row.taxCents - (row.rateBp === undefined ? 0n : percentOf(row.baseCents, row.rateBp));
  return (gap < 0n ? -gap : gap) > tolerance;
}

// EN 16931 makes these amounts optional and counts an absent one as nothing.
function orNothing(amount: Cents | undefined): Cents {
  return amount === undefined ? 0n : amount;
}

function isOtherSum(
  totals: InvoiceDraft["totals"],
  total: Cents | undefined,
  items: InvoiceDraft["allowances"],
): boolean {
  if (!totals) return false;
  return total === undefined ? items.length > 0 : total !== sum(items.map((item) => item.amountCents));
}

function hasNoPrefix(vatId: string): boolean {
  const prefix = vatId.slice(0, 2);
  return !COUNTRIES.has(prefix) && !EU_COUNTRIES.has(prefix) && prefix !== "EL";
}
