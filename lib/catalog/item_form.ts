import { decimal, decimalText, PRICE_SCALE } from "../base/decimal.ts";
import { isUuid } from "../base/ids.ts";
import { formatRate } from "../base/rates.ts";
import type { Issue } from "../base/refusal.ts";
import { FieldReader, type Form } from "../company/mod.ts";
import { ITEM_KINDS, type ItemField, type ItemSettings } from "./item.ts";
import { issue } from "./refusals.ts";
import { UNIT_CODES } from "./units.ts";
import { allowedVatRates } from "./vat_rates.ts";

/** Highest unit price: what a document's total can hold. */
export const MAX_UNIT_PRICE = 9_999_999_999n;
/** Longest name: one line of a document, wrapped. */
const MAX_NAME = 200;
const MAX_REFERENCE = 50;
const MAX_DESCRIPTION = 2_000;
const EXEMPTION = /^VATEX-[A-Z0-9-]{1,30}$/;

/** Texts typed in an item's form; an absent field is left as it is. */
export type ItemForm = Form<ItemField>;

type Reader<F extends ItemField> = (read: FieldReader, field: F) => ItemSettings[F];

const READERS: { readonly [F in ItemField]: Reader<F> } = {
  kind: (read, field) => read.requiredChoice(field, ITEM_KINDS, "service"),
  reference: (read, field) => read.line(field, { max: MAX_REFERENCE }),
  name: (read, field) => read.requiredLine(field, "Indiquez la désignation.", MAX_NAME),
  description: (read, field) => read.text(field, { max: MAX_DESCRIPTION }),
  categoryId: readCategoryId,
  unitCode: readUnit,
  unitPrice: readPrice,
  priceIncludesVat: (read, field) => read.flag(field),
  vatRateBp: readRate,
  exemptionCode: readExemption,
};

/** Every field of an item's form. */
export const ITEM_FIELDS = Object.keys(READERS) as readonly ItemField[];

/**
 * Puts what was typed over an item, or over nothing for a new one. Returns the item wanted and every fault at its
 * field. `country` is the company's: it says which rates exist.
 */
export function readItem(
  form: ItemForm,
  current: ItemSettings | null,
  { country }: { country: string },
): { wanted: ItemSettings; issues: readonly Issue[] } {
  // A new item has no price and no rate to keep: those fields are read even where the form forgot them.
  const read = new FieldReader("catalog", current ? form : { ...REQUIRED, ...form });
  const typed = ITEM_FIELDS.filter((field) => read.has(field)).map((field) => [field, readField(read, field)]);
  const wanted: ItemSettings = { ...(current ?? BLANK), ...Object.fromEntries(typed) };
  return { wanted, issues: read.issues.length > 0 ? read.issues : crossFaults(wanted, country) };
}

/** An item whose price is a text, so that two versions can be compared and shown field by field. */
export function inWords(settings: ItemSettings): Readonly<Record<ItemField, unknown>> {
  return { ...settings, unitPrice: decimalText(settings.unitPrice) };
}

const REQUIRED: ItemForm = { name: "", unitPrice: "", vatRateBp: "" };

const BLANK: ItemSettings = {
  kind: "service",
  reference: null,
  name: "",
  description: null,
  categoryId: null,
  unitCode: "C62",
  unitPrice: decimal("0"),
  priceIncludesVat: false,
  vatRateBp: 0,
  exemptionCode: null,
};

function readField<F extends ItemField>(read: FieldReader, field: F): ItemSettings[F] {
  return READERS[field](read, field);
}

function readCategoryId(read: FieldReader, field: string): ItemSettings["categoryId"] {
  const text = read.line(field);
  if (text === null || isUuid(text)) return text;
  return read.fault(field, "category_unknown", issue("category_unknown").sentence);
}

function readUnit(read: FieldReader, field: string): string {
  const code = read.line(field) ?? BLANK.unitCode;
  if (!UNIT_CODES.has(code)) read.fault(field, "unit_unknown", issue("unit_unknown").sentence);
  return code;
}

function readPrice(read: FieldReader, field: string): ItemSettings["unitPrice"] {
  const faults = read.issues.length;
  const price = read.price(field, { scale: PRICE_SCALE, max: MAX_UNIT_PRICE });
  if (price) return price;
  if (read.issues.length === faults) read.fault(field, "price_missing", issue("price_missing").sentence);
  return BLANK.unitPrice;
}

function readRate(read: FieldReader, field: string): number {
  const faults = read.issues.length;
  const rate = read.rate(field);
  if (rate !== null) return rate;
  if (read.issues.length === faults) read.fault(field, "rate_missing", issue("rate_missing").sentence);
  return BLANK.vatRateBp;
}

function readExemption(read: FieldReader, field: string): string | null {
  const code = read.line(field, { max: 40 });
  if (code === null || EXEMPTION.test(code)) return code;
  return read.fault(field, "exemption_form", issue("exemption_form").sentence);
}

function crossFaults(settings: ItemSettings, country: string): Issue[] {
  const rates = allowedVatRates(country);
  if (!rates.includes(settings.vatRateBp)) {
    const listed = [...rates].sort((a, b) => b - a).map(formatRate).join(", ");
    return [issue("rate_unknown", { values: { rates: listed } })];
  }
  return settings.exemptionCode && settings.vatRateBp !== 0 ? [issue("exemption_with_rate")] : [];
}
