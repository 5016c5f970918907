import { type Decimal, parseDecimal, PRICE_SCALE, QUANTITY_SCALE } from "../base/decimal.ts";
import { type IsoDate, parseDate } from "../base/dates.ts";
import { isUuid, type Uuid } from "../base/ids.ts";
import { FRENCH_VAT_RATES_BP, parseRate } from "../base/rates.ts";
import { type Issue, refuseAll } from "../base/refusal.ts";
import { MAX_PAYMENT_DAYS, TERMS_KINDS, type TermsKind } from "../company/mod.ts";
import { UNITS } from "../en16931/mod.ts";
import { VAT_TREATMENTS, type VatTreatment } from "../parties/mod.ts";
import type { DraftContent, EntryMode, LineInput, LineKind } from "./document.ts";
import { issue } from "./refusals.ts";
import { surveyText } from "./typed_text.ts";

/** Most lines of one document. */
export const MAX_LINES = 500;

/** A line as the form sends it: texts, possibly missing, possibly absurd. */
export type LineForm = Readonly<
  Partial<
    Record<
      "kind" | "itemId" | "reference" | "label" | "nature" | "quantity" | "unit" | "price" | "discount" | "vat",
      string
    >
  >
>;

/** A draft as the form sends it. */
export interface DraftForm {
  readonly customerId?: string;
  readonly subject?: string;
  readonly issueOn?: string;
  readonly dueOn?: string;
  readonly validUntil?: string;
  readonly deliveredOn?: string;
  readonly purchaseOrder?: string;
  readonly termsKind?: string;
  readonly termsDays?: string;
  readonly notes?: string;
  readonly entryMode?: string;
  readonly treatment?: string;
  readonly discount?: string;
  readonly lines?: readonly LineForm[];
}

/**
 * Reads a draft from its form. A draft may be unfinished (no customer, no line), never absurd: every fault is thrown
 * at once, each at its field (`lines.2.quantity`). Empty lines at the end are dropped.
 */
export function readDraft(form: DraftForm): DraftContent {
  const { content, faults } = surveyDraft(form);
  refuseAll(faults);
  return content;
}

/** The same without refusing: what can be read of a form under way, and every fault that a saving would refuse. */
export function surveyDraft(form: DraftForm): { content: DraftContent; faults: readonly Issue[] } {
  const faults: Issue[] = [];
  const lines = (form.lines ?? []).filter((line) => !isEmptyLine(line));
  if (lines.length > MAX_LINES) faults.push(issue("too_many_lines"));
  const content: DraftContent = {
    customerId: readId(form.customerId),
    subject: surveyText(faults, form.subject, { field: "subject", oneLine: true }),
    issueOn: readDay(faults, "issueOn", form.issueOn),
    dueOn: readDay(faults, "dueOn", form.dueOn),
    validUntil: readDay(faults, "validUntil", form.validUntil),
    deliveredOn: readDay(faults, "deliveredOn", form.deliveredOn),
    purchaseOrder: surveyText(faults, form.purchaseOrder, { field: "purchaseOrder", oneLine: true }) || null,
    terms: readTerms(faults, form),
    notes: surveyText(faults, form.notes, { field: "notes" }),
    entryMode: readChoice<EntryMode>(faults, "entryMode", { given: form.entryMode, known: ENTRY_MODES, usual: "net" }),
    treatment: readChoice<VatTreatment>(faults, "treatment", {
      given: form.treatment,
      known: Object.keys(VAT_TREATMENTS) as VatTreatment[],
      usual: "domestic",
    }),
    discountBp: readDiscount(faults, "discount", form.discount),
    lines: lines.slice(0, MAX_LINES).map((line, index) => readLine(faults, `lines.${index}`, line)),
  };
  return { content, faults };
}

const ENTRY_MODES: readonly EntryMode[] = ["net", "gross"];
const LINE_KINDS: readonly LineKind[] = ["item", "title", "subtotal", "note"];
const NATURES = ["goods", "service"] as const;
const ZERO: Decimal = { units: 0n, scale: 0 };
const ONE: Decimal = { units: 1n, scale: 0 };

/** True for a line in which nothing was written: it is not saved. */
export function isEmptyLine(line: LineForm): boolean {
  const written = [line.label, line.price, line.reference, line.itemId].some((text) => text?.trim());
  return !written && (line.kind ?? "item") !== "subtotal";
}

function readLine(faults: Issue[], at: string, line: LineForm): LineInput {
  const kind = readChoice(faults, `${at}.kind`, { given: line.kind, known: LINE_KINDS, usual: "item" });
  const label = surveyText(faults, line.label, { field: `${at}.label` });
  if (!label && kind !== "subtotal") faults.push(issue("label_missing", { field: `${at}.label` }));
  const text = {
    kind,
    label,
    reference: surveyText(faults, line.reference, { field: `${at}.reference`, oneLine: true }) || null,
    itemId: readId(line.itemId),
    nature: readChoice(faults, `${at}.nature`, { given: line.nature, known: NATURES, usual: "service" as const }),
  };
  if (kind !== "item") {
    return { ...text, quantity: ONE, unitCode: "C62", unitPrice: ZERO, discountBp: 0, vatRateBp: 0 };
  }
  return { ...text, ...readFigures(faults, at, line) };
}

function readFigures(faults: Issue[], at: string, line: LineForm) {
  const unit = line.unit?.trim() || "C62";
  if (!Object.hasOwn(UNITS, unit)) faults.push(issue("bad_unit", { field: `${at}.unit` }));
  return {
    quantity: readDecimal(faults, `${at}.quantity`, { text: line.quantity?.trim() || "1", scale: QUANTITY_SCALE }),
    unitCode: unit,
    unitPrice: readPrice(faults, `${at}.price`, line.price),
    discountBp: readDiscount(faults, `${at}.discount`, line.discount),
    vatRateBp: readRate(faults, `${at}.vat`, line.vat),
  };
}

function readPrice(faults: Issue[], field: string, text: string | undefined): Decimal {
  if (!text?.trim()) {
    faults.push(issue("price_missing", { field }));
    return ZERO;
  }
  const value = parseDecimal(text.replace(/\s*€\s*$/, ""), PRICE_SCALE);
  if (value && value.units >= 0n) return value;
  faults.push(issue("bad_price", { field }));
  return ZERO;
}

function readDecimal(faults: Issue[], field: string, given: { text: string; scale: number }): Decimal {
  const value = parseDecimal(given.text, given.scale);
  if (value && value.units > 0n) return value;
  faults.push(issue("bad_quantity", { field }));
  return ONE;
}

function readRate(faults: Issue[], field: string, text: string | undefined): number {
  const rate = parseRate(text?.trim() || "0");
  if (rate !== null && FRENCH_VAT_RATES_BP.includes(rate)) return rate;
  faults.push(issue("bad_rate", { field }));
  return 0;
}

function readDiscount(faults: Issue[], field: string, text: string | undefined): number {
  const rate = parseRate(text?.trim() || "0");
  if (rate !== null) return rate;
  faults.push(issue("bad_discount", { field }));
  return 0;
}

function readTerms(faults: Issue[], form: DraftForm): DraftContent["terms"] {
  const kind = readChoice<TermsKind>(faults, "termsKind", {
    given: form.termsKind,
    known: Object.keys(TERMS_KINDS) as TermsKind[],
    usual: "net",
  });
  const days = kind === "on_receipt" ? 0 : Number(form.termsDays?.trim() || "30");
  if (Number.isInteger(days) && days >= 0 && days <= MAX_PAYMENT_DAYS) return { kind, days };
  faults.push(issue("bad_terms"));
  return { kind, days: 30 };
}

function readDay(faults: Issue[], field: string, text: string | undefined): IsoDate | null {
  if (!text?.trim()) return null;
  const date = parseDate(text);
  if (!date) faults.push(issue("bad_date", { field }));
  return date;
}

function readId(text: string | undefined): Uuid | null {
  const id = text?.trim() ?? "";
  return isUuid(id) ? id : null;
}

function readChoice<T extends string>(
  faults: Issue[],
  field: string,
  choice: { given: string | undefined; known: readonly T[]; usual: T },
): T {
  const given = choice.given?.trim();
  if (!given) return choice.usual;
  const known = choice.known.find((value) => value === given);
  if (!known) faults.push(issue("bad_choice", { field }));
  return known ?? choice.usual;
}
