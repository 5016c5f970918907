import type { Decimal } from "../../base/decimal.ts";
import type { Draft, InvoiceDraft } from "../draft.ts";
import type { Adjustment, Line } from "../invoice_line.ts";
import { hasNoReason, isBackwards } from "./presence.ts";
import { type Check, each, type Rule } from "./rule.ts";

/** The rules of BG-25: each line by itself. */
export const LINE_RULES: readonly Rule[] = [
  {
    id: "BR-21",
    fix: "line.{n}",
    sentence: "La ligne {n} n’a pas de numéro.",
    check: lines((line) => !line.id),
  },
  {
    id: "BR-22",
    fix: "line.{n}.quantity",
    sentence: "La ligne {n} n’a pas de quantité.",
    check: lines((line) => line.quantity === undefined),
  },
  {
    id: "BR-23",
    fix: "line.{n}.unit",
    sentence: "La ligne {n} n’a pas d’unité.",
    check: lines((line) => !line.unit),
  },
  {
    id: "BR-24",
    fix: "line.{n}.amount",
    sentence: "La ligne {n} n’a pas de montant.",
    check: lines((line) => line.netCents === undefined),
  },
  {
    id: "BR-25",
    fix: "line.{n}.name",
    sentence: "La ligne {n} n’a pas de désignation.",
    check: lines((line) => !line.item?.name),
  },
  {
    id: "BR-26",
    fix: "line.{n}.price",
    sentence: "La ligne {n} n’a pas de prix unitaire.",
    check: lines((line) => line.price?.net === undefined),
  },
  {
    id: "BR-27",
    fix: "line.{n}.price",
    sentence: "Le prix de la ligne {n} est négatif : mettez plutôt une quantité négative.",
    check: lines((line) => isNegative(line.price?.net)),
  },
  {
    id: "BR-28",
    fix: "line.{n}.price",
    sentence: "Le prix de la ligne {n} avant remise est négatif.",
    check: lines((line) => isNegative(line.price?.gross)),
  },
  {
    id: "BR-30",
    fix: "line.{n}.period",
    sentence: "La période de la ligne {n} finit avant d’avoir commencé.",
    check: lines((line) => isBackwards(line.period)),
  },
  {
    id: "BR-41",
    fix: "line.{n}.allowance",
    sentence: "À la ligne {n}, une remise n’a pas de montant.",
    check: lines((line) => line.allowances.some(hasNoAmount)),
  },
  {
    id: "BR-42",
    fix: "line.{n}.allowance",
    sentence: "À la ligne {n}, une remise n’a pas de motif.",
    check: lines((line) => line.allowances.some(hasNoReason)),
  },
  {
    id: "BR-43",
    fix: "line.{n}.charge",
    sentence: "À la ligne {n}, un supplément n’a pas de montant.",
    check: lines((line) => line.charges.some(hasNoAmount)),
  },
  {
    id: "BR-44",
    fix: "line.{n}.charge",
    sentence: "À la ligne {n}, un supplément n’a pas de motif.",
    check: lines((line) => line.charges.some(hasNoReason)),
  },
  {
    id: "BR-54",
    fix: "line.{n}.attributes",
    sentence: "À la ligne {n}, une caractéristique n’a pas de nom ou pas de valeur.",
    check: lines((line) => !!line.item?.attributes.some((attribute) => !attribute.name || !attribute.value)),
  },
  {
    id: "BR-64",
    fix: "line.{n}.item",
    sentence: "Le code-barres de la ligne {n} ne dit pas de quelle sorte il est.",
    check: lines((line) => !!line.item?.standardId && !line.item.standardId.scheme),
  },
  {
    id: "BR-65",
    fix: "line.{n}.item",
    sentence: "Le code de classement de la ligne {n} ne dit pas de quelle nomenclature il vient.",
    check: lines((line) => !!line.item?.classifications.some((classification) => !classification.scheme)),
  },
  {
    id: "BR-CO-04",
    fix: "line.{n}.vat",
    sentence: "La ligne {n} n’a pas de taux de TVA.",
    check: lines((line) => !line.vat?.category),
  },
  {
    id: "BR-CO-20",
    fix: "line.{n}.period",
    sentence: "La période de la ligne {n} n’a ni début ni fin.",
    check: lines((line) => !!line.period && !line.period.startOn && !line.period.endOn),
  },
  {
    id: "BR-CO-23",
    fix: "line.{n}.allowance",
    sentence: "À la ligne {n}, une remise n’a ni motif ni code de motif.",
    check: lines((line) => line.allowances.some(hasNoReason)),
  },
  {
    id: "BR-CO-24",
    fix: "line.{n}.charge",
    sentence: "À la ligne {n}, un supplément n’a ni motif ni code de motif.",
    check: lines((line) => line.charges.some(hasNoReason)),
  },
];

/** A check on each line. */
export function lines(isWrong: (line: Draft<Line>, invoice: InvoiceDraft) => boolean): Check {
  return each((invoice) => invoice.lines, isWrong);
}

function isNegative(value: Decimal | undefined): boolean {
  return value !== undefined && value.units < 0n;
}

function hasNoAmount(adjustment: Draft<Adjustment>): boolean {
  return adjustment.amountCents === undefined;
}
