import type { CompanyField } from "../../lib/company/mod.ts";
import type { DocumentKind } from "../../lib/sales/mod.ts";
import { fieldId } from "../../lib/ui/mod.ts";
import { paths } from "../paths.ts";

/** Where a point of the pre-flight may be mended from: the editor of one draft. */
export interface FixPlace {
  readonly slug: string;
  readonly kind: DocumentKind;
  readonly customerId: string | null;
  /** False for who may only read the customer's card: the point is told, without a link that would be refused. */
  readonly mayEditCustomer: boolean;
}

/**
 * The address that mends a point of the pre-flight: a field of the editor, of the company or of the customer's card.
 * `fix` is the symbol that the rules give (`company.vat_number`, `line.2.price`); null where no page mends it.
 */
export function fixHref(fix: string, place: FixPlace): string | null {
  const [where = "", ...rest] = fix.split(".");
  switch (where) {
    case "company":
      return `${paths.company(place.slug)}#${fieldId(COMPANY_FIXES[rest[0] ?? ""] ?? camel(rest[0] ?? "name"))}`;
    case "customer":
      return customerHref(place, rest[0] ?? "name");
    case "line":
      return lineHref(Number(rest[0]), rest[1] ?? "label");
    case "document":
      return `#${fieldId(DOCUMENT_FIXES[rest[0] ?? ""] ?? rest[0] ?? "")}`;
    case "invoice":
      return INVOICE_FIXES[rest[0] ?? ""] === undefined ? null : `#${fieldId(INVOICE_FIXES[rest[0] ?? ""]!)}`;
    default:
      return null;
  }
}

/** Symbols of the rules that are not the name of a field of the company's form. */
const COMPANY_FIXES: Readonly<Record<string, CompanyField>> = {
  address: "addressLine1",
  electronic_address: "siren",
  tax_representative: "vatNumber",
};

const CUSTOMER_FIXES: Readonly<Record<string, string>> = {
  address: "addressLine1",
  electronic_address: "siren",
};

const DOCUMENT_FIXES: Readonly<Record<string, string>> = { customerId: "customerName", lines: "lines.0.label" };

const LINE_FIXES: Readonly<Record<string, string>> = {
  name: "label",
  price: "price",
  quantity: "quantity",
  unit: "unit",
  vat: "vat",
  allowance: "discount",
};

/** What the rules say of the invoice as a whole, and the field of the editor that it comes from. */
const INVOICE_FIXES: Readonly<Record<string, string>> = {
  date: "issueOn",
  due_date: "dueOn",
  delivery: "deliveredOn",
  notes: "notes",
  vat: "treatment",
  totals: "lines.0.label",
  lines: "lines.0.label",
  allowance: "discount",
  payment: "terms",
  order: "purchaseOrder",
};

function customerHref({ slug, customerId, mayEditCustomer }: FixPlace, field: string): string | null {
  if (customerId === null) return `#${fieldId("customerName")}`;
  if (!mayEditCustomer) return null;
  return `${paths.editCustomer(slug, customerId)}#${fieldId(CUSTOMER_FIXES[field] ?? camel(field))}`;
}

/** The rules count lines from one, forms from zero. */
function lineHref(number: number, field: string): string {
  const index = Number.isInteger(number) && number > 0 ? number - 1 : 0;
  return `#${fieldId(`lines.${index}.${LINE_FIXES[field] ?? "label"}`)}`;
}

/** `vat_number` → `vatNumber`. */
function camel(symbol: string): string {
  return symbol.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
