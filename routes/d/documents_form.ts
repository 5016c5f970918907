import { decimalText } from "../../lib/base/decimal.ts";
import type { Decimal } from "../../lib/base/decimal.ts";
import { isUuid, type Uuid } from "../../lib/base/ids.ts";
import { rateText } from "../../lib/base/rates.ts";
import { type Company, type PaymentTerms, termsOf } from "../../lib/company/mod.ts";
import { type CustomerCard, ownTermsOf, recipientsOf, vatTreatment } from "../../lib/parties/mod.ts";
import type { SentForm, Texts } from "../../lib/platform/web/form.ts";
import {
  type DocumentKind,
  type DraftForm,
  isEmptyLine,
  type Line,
  type LineForm,
  type SalesDocument,
} from "../../lib/sales/mod.ts";

/** Lines that stand empty at the end of an editor: one to write on, several where no script adds them. */
export const SPARE_LINES = 1;

/** Stands for the end of a line in a designation: a cell of the editor is one line, a designation may have several. */
const LINE_BREAK = " ↵ ";

/** Cells of a line that travel with its form. */
const LINE_CELLS = [
  "kind",
  "itemId",
  "reference",
  "label",
  "nature",
  "quantity",
  "unit",
  "price",
  "discount",
  "vat",
] as const;

/** The draft in a form that was sent. */
export function draftIn(form: SentForm): DraftForm {
  return draftFrom(form.values, writtenLines(form));
}

/** The same from texts and lines: one field of the page holds the terms (`net.30`), programs may name both parts. */
export function draftFrom(values: Readonly<Record<string, string | undefined>>, lines: readonly LineForm[]): DraftForm {
  const [termsKind = "", termsDays = ""] = (values["terms"] ?? "").split(".");
  const texts = values as Texts;
  return {
    ...texts,
    termsKind: texts["termsKind"] ?? termsKind,
    termsDays: texts["termsDays"] ?? termsDays,
    lines: lines.map((line) => ({ ...line, label: (line.label ?? "").replace(/[ \t]*↵[ \t]*/g, "\n") })),
  };
}

/** The lines in which something was written. */
export function writtenLines(form: SentForm): LineForm[] {
  return form.rows("lines").filter((line) => !isEmptyLine(line));
}

/** Texts of the whole form with its lines numbered anew, so that a refusal finds its line where it is drawn. */
export function textsOf(values: Texts, lines: readonly LineForm[]): Record<string, string> {
  const others = Object.entries(values).filter(([name]) => !name.startsWith("lines."));
  const cells = lines.flatMap((line, index) =>
    LINE_CELLS.map((cell): [string, string] => [`lines.${index}.${cell}`, line[cell] ?? ""])
  );
  return Object.fromEntries([...others, ...cells]);
}

/** How many lines the texts of a form hold. */
export function linesOf(values: Readonly<Record<string, string | undefined>>): LineForm[] {
  const lines: LineForm[] = [];
  while (values[`lines.${lines.length}.label`] !== undefined) {
    const index = lines.length;
    lines.push(Object.fromEntries(LINE_CELLS.map((cell) => [cell, values[`lines.${index}.${cell}`] ?? ""])));
  }
  return lines;
}

/** A stored draft as the texts of its form. */
export function textsOfDraft(document: SalesDocument): Record<string, string> {
  const head = {
    version: String(document.version),
    customerId: document.customerId ?? "",
    customerName: document.customerName,
    filledFor: document.customerId ?? "",
    subject: document.subject,
    issueOn: document.issueOn ?? "",
    dueOn: document.dueOn ?? "",
    validUntil: document.validUntil ?? "",
    deliveredOn: document.deliveredOn ?? "",
    purchaseOrder: document.purchaseOrder ?? "",
    terms: termsText(document.terms),
    notes: document.notes,
    entryMode: document.entryMode,
    treatment: document.treatment,
    discount: document.discountBp > 0 ? rateText(document.discountBp) : "",
  };
  return textsOf(head, document.lines.map((line) => lineTexts(line)));
}

/** A new document's texts: the company's terms, its VAT, one line to write on. */
export function newTexts(company: Company): Record<string, string> {
  return {
    version: "0",
    entryMode: "net",
    terms: termsText(termsOf(company)),
    treatment: company.vatRegime === "franchise" ? "franchise" : "domestic",
  };
}

/**
 * What choosing a customer proposes: his terms, the VAT of what he is, who receives the document. Only when he was
 * just chosen: what a person changed by hand afterwards stays.
 */
export function customerDefaults(
  values: Readonly<Record<string, string | undefined>>,
  { company, customer, kind }: { company: Company; customer: CustomerCard | null; kind: DocumentKind },
): Record<string, string> {
  if (!customer) return {};
  const to = recipientsOf(customer, kind === "quote" ? "quotes" : "invoices").join(", ");
  // A draft opened again keeps its terms; whom it goes to is not stored with it.
  if (values["filledFor"] === customer.id) return values["to"] === undefined ? { to } : {};
  const lines = linesOf(values);
  const isGoods = lines.length > 0 && lines.every((line) => line.nature === "goods");
  return {
    filledFor: customer.id,
    customerName: customer.name,
    terms: termsText(ownTermsOf(customer) ?? termsOf(company)),
    treatment: vatTreatment(company, customer, isGoods ? "goods" : "services"),
    to,
  };
}

/** Terms in one field: `net.30`, `end_of_month.45`, `on_receipt.0`. */
export function termsText(terms: PaymentTerms): string {
  return `${terms.kind}.${terms.days}`;
}

/** The id that the page drew for what it makes, or null where a program sent none. */
export function idIn(form: SentForm, name: string): Uuid | null {
  const text = form.text(name).trim();
  return isUuid(text) ? text : null;
}

/** An exact decimal as a French person types it; a price shows its cents. */
export function typed(value: Decimal, decimals = 0): string {
  const [whole = "0", fraction = ""] = decimalText(value).split(".");
  const shown = fraction.padEnd(decimals, "0");
  return shown === "" ? whole : `${whole},${shown}`;
}

function lineTexts(line: Line): LineForm {
  const shared = {
    kind: line.kind,
    itemId: line.itemId ?? "",
    reference: line.reference ?? "",
    label: line.label.replaceAll("\n", LINE_BREAK),
    nature: line.nature,
  };
  if (line.kind !== "item") return shared;
  return {
    ...shared,
    quantity: typed(line.quantity),
    unit: line.unitCode,
    price: typed(line.unitPrice, 2),
    discount: line.discountBp > 0 ? rateText(line.discountBp) : "",
    vat: rateText(line.vatRateBp),
  };
}
