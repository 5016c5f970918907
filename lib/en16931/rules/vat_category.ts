import type { Cents } from "../../base/money.ts";
import type { Draft, InvoiceDraft } from "../draft.ts";
import type { VatBreakdown } from "../invoice.ts";
import type { VatRate } from "../invoice_line.ts";
import { isVatFartherThan, sum, VAT_TOLERANCE } from "./calculation.ts";
import { type Check, each, type Rule, when } from "./rule.ts";

/** What EN 16931 asks of one VAT category. */
interface Category {
  readonly code: string;
  /** Middle of the rules' ids: BR-`S`-01. */
  readonly prefix: string;
  /** What people call it. */
  readonly label: string;
  /** Rates that it allows. */
  readonly rate: "positive" | "any" | "zero" | "none";
  /** Tax identifiers that it asks for; `none` where there must be none. */
  readonly ids: "seller" | "sellerVat" | "sellerAndBuyer" | "bothVat" | "none";
  readonly wantsReason: boolean;
}

const CATEGORIES: readonly Category[] = [
  { code: "S", prefix: "S", label: "TVA", rate: "positive", ids: "seller", wantsReason: false },
  { code: "Z", prefix: "Z", label: "taux zéro", rate: "zero", ids: "seller", wantsReason: false },
  { code: "E", prefix: "E", label: "exonéré", rate: "zero", ids: "seller", wantsReason: true },
  { code: "AE", prefix: "AE", label: "autoliquidation", rate: "zero", ids: "sellerAndBuyer", wantsReason: true },
  { code: "K", prefix: "IC", label: "livraison intracommunautaire", rate: "zero", ids: "bothVat", wantsReason: true },
  { code: "G", prefix: "G", label: "exportation", rate: "zero", ids: "sellerVat", wantsReason: true },
  { code: "O", prefix: "O", label: "hors champ de la TVA", rate: "none", ids: "none", wantsReason: true },
  { code: "L", prefix: "AF", label: "IGIC (Canaries)", rate: "any", ids: "seller", wantsReason: false },
  { code: "M", prefix: "AG", label: "IPSI (Ceuta, Melilla)", rate: "any", ids: "seller", wantsReason: false },
];

const IDS_SENTENCE: Readonly<Record<Category["ids"], string>> = {
  seller: "il faut le numéro de TVA (ou fiscal) du vendeur.",
  sellerVat: "il faut le numéro de TVA du vendeur.",
  sellerAndBuyer: "il faut le numéro de TVA du vendeur, et le numéro de TVA ou le SIREN du client.",
  bothVat: "il faut le numéro de TVA du vendeur et celui du client.",
  none: "aucun numéro de TVA ne doit figurer sur la facture.",
};

const RATE_SENTENCE: Readonly<Record<Category["rate"], string>> = {
  positive: "le taux doit être supérieur à zéro.",
  any: "le taux manque.",
  zero: "le taux doit être zéro.",
  none: "il ne faut pas de taux.",
};

type Source = "lines" | "allowances" | "charges";

const SOURCES: readonly { readonly name: Source; readonly fix: string; readonly what: string }[] = [
  { name: "lines", fix: "line.{n}.vat", what: "Ligne {n}" },
  { name: "allowances", fix: "invoice.allowance.{n}", what: "Remise n° {n}" },
  { name: "charges", fix: "invoice.charge.{n}", what: "Supplément n° {n}" },
];

/** BR-S, BR-Z, BR-E, BR-AE, BR-IC, BR-G, BR-O, BR-AF, BR-AG: ten rules for each category, and those of two alone. */
export const VAT_CATEGORY_RULES: readonly Rule[] = [
  ...CATEGORIES.flatMap(categoryRules),
  {
    id: "BR-IC-11",
    fix: "invoice.delivery",
    sentence: "Livraison intracommunautaire : il faut la date de livraison ou la période facturée.",
    check: when((invoice) =>
      hasRow(invoice, "K") && !invoice.delivery?.deliveredOn && !invoice.period?.startOn && !invoice.period?.endOn
    ),
  },
  {
    id: "BR-IC-12",
    fix: "invoice.delivery",
    sentence: "Livraison intracommunautaire : il faut le pays de livraison.",
    check: when((invoice) => hasRow(invoice, "K") && !invoice.delivery?.address?.country),
  },
  ...["BR-O-11", "BR-O-12", "BR-O-13", "BR-O-14"].map((id, index) => aloneRule(id, index)),
];

function categoryRules(category: Category): Rule[] {
  const id = (number: string) => `BR-${category.prefix}-${number}`;
  const idsFix = category.ids === "bothVat" || category.ids === "sellerAndBuyer"
    ? "customer.vat_number"
    : "company.vat_number";
  return [
    {
      id: id("01"),
      fix: "invoice.vat",
      sentence: `Le détail de la TVA doit avoir une ligne « ${category.label} », et une seule par taux.`,
      check: when((invoice) => isBreakdownWrong(invoice, category)),
    },
    ...SOURCES.map((source, index) => ({
      id: id(`0${index + 2}`),
      fix: idsFix,
      sentence: `Pour « ${category.label} », ${IDS_SENTENCE[category.ids]}`,
      check: when((invoice) => uses(invoice, source.name, category) && !hasIds(invoice, category)),
    })),
    ...SOURCES.map((source, index) => ({
      id: id(`0${index + 5}`),
      fix: source.fix,
      sentence: `${source.what}, « ${category.label} » : ${RATE_SENTENCE[category.rate]}`,
      check: each(
        (invoice) => ratesOf(invoice, source.name),
        (vat) => vat?.category === category.code && isRateWrong(vat, category),
      ),
    })),
    ...rowRules(category, id),
  ];
}

function rowRules(category: Category, id: (number: string) => string): Rule[] {
  const row = (isWrong: (row: Draft<VatBreakdown>, invoice: InvoiceDraft) => boolean): Check =>
    each((invoice) => invoice.vatBreakdown, (it, invoice) => it.category === category.code && isWrong(it, invoice));
  const reason = category.wantsReason ? "le motif d’exonération manque." : "il ne faut pas de motif d’exonération.";
  return [
    {
      id: id("08"),
      fix: "invoice.vat",
      sentence:
        `Détail de la TVA, « ${category.label} » : la base n’est pas la somme des lignes, remises et suppléments.`,
      check: row((it, invoice) => it.baseCents !== undefined && isBaseWrong(it, invoice, category)),
    },
    {
      id: id("09"),
      fix: "invoice.vat",
      sentence: `Détail de la TVA, « ${category.label} » : le montant est faux.`,
      check: row((it) => it.taxCents !== undefined && isTaxWrong(it, category)),
    },
    {
      id: id("10"),
      fix: "invoice.vat",
      sentence: `Détail de la TVA, « ${category.label} » : ${reason}`,
      check: row((it) => (!!it.exemptionReason || !!it.exemptionCode) !== category.wantsReason),
    },
  ];
}

function aloneRule(id: string, index: number): Rule {
  const source = SOURCES[index - 1];
  const isOther = (vat: Draft<VatRate> | undefined) => !!vat?.category && vat.category !== "O";
  return {
    id,
    fix: source ? source.fix.replace("{n}", "1") : "invoice.vat",
    sentence: "Une facture hors du champ de la TVA ne peut pas contenir aussi des opérations soumises à la TVA.",
    check: when((invoice) =>
      hasRow(invoice, "O") && (source ? ratesOf(invoice, source.name) : invoice.vatBreakdown).some(isOther)
    ),
  };
}

function ratesOf(invoice: InvoiceDraft, source: Source): readonly (Draft<VatRate> | undefined)[] {
  return invoice[source].map((item) => item.vat);
}

function uses(invoice: InvoiceDraft, source: Source, category: Category): boolean {
  return ratesOf(invoice, source).some((vat) => vat?.category === category.code);
}

function hasRow(invoice: InvoiceDraft, code: string): boolean {
  return invoice.vatBreakdown.some((row) => row.category === code);
}

function isBreakdownWrong(invoice: InvoiceDraft, category: Category): boolean {
  const rows = invoice.vatBreakdown.filter((row) => row.category === category.code).length;
  const isUsed = SOURCES.some((source) => uses(invoice, source.name, category));
  const byRate = category.rate === "positive" || category.rate === "any";
  return (isUsed && rows === 0) || (!byRate && rows > 1);
}

function hasIds({ seller, buyer, taxRepresentative }: InvoiceDraft, category: Category): boolean {
  const sellerVat = !!seller?.vatId || !!taxRepresentative?.vatId;
  const sellerAny = sellerVat || !!seller?.taxId;
  switch (category.ids) {
    case "seller":
      return sellerAny;
    case "sellerVat":
      return sellerVat;
    case "sellerAndBuyer":
      return sellerAny && (!!buyer?.vatId || !!buyer?.legalId?.id);
    case "bothVat":
      return sellerVat && !!buyer?.vatId;
    case "none":
      return !sellerVat && !buyer?.vatId;
  }
}

function isRateWrong(vat: Draft<VatRate>, category: Category): boolean {
  const rate = vat.rateBp;
  switch (category.rate) {
    case "positive":
      return rate === undefined || rate <= 0;
    case "any":
      return rate === undefined || rate < 0;
    case "zero":
      return rate !== 0;
    case "none":
      return rate !== undefined;
  }
}

function isBaseWrong(row: Draft<VatBreakdown>, invoice: InvoiceDraft, category: Category): boolean {
  const byRate = category.rate === "positive" || category.rate === "any";
  const isSame = (vat: Draft<VatRate> | undefined) =>
    vat?.category === category.code && (!byRate || vat.rateBp === row.rateBp);
  const of = (source: "allowances" | "charges"): Cents =>
    sum(invoice[source].filter((item) => isSame(item.vat)).map((item) => item.amountCents));
  const lines = sum(invoice.lines.filter((line) => isSame(line.vat)).map((line) => line.netCents));
  return row.baseCents !== lines - of("allowances") + of("charges");
}

function isTaxWrong(row: Draft<VatBreakdown>, category: Category): boolean {
  if (category.rate === "zero" || category.rate === "none") return row.taxCents !== 0n;
  return isVatFartherThan(VAT_TOLERANCE, row);
}
