import * as codes from "../_codes.ts";
import type { InvoiceDraft } from "../draft.ts";
import { type Rule, values } from "./rule.ts";

/** BR-CL: every code stands in its official list. */
export const CODE_RULES: readonly Rule[] = [
  codeRule("BR-CL-01", "invoice.type", "Le type de document {value} n’existe pas.", {
    values: (invoice) => [invoice.typeCode],
    list: new Set([...codes.INVOICE_TYPES, ...codes.CREDIT_NOTE_TYPES]),
  }),
  codeRule("BR-CL-04", "invoice.currency", "{value} n’est pas le code d’une monnaie.", {
    values: (invoice) => [invoice.currency],
    list: codes.CURRENCIES,
  }),
  codeRule("BR-CL-05", "invoice.currency", "{value} n’est pas le code d’une monnaie.", {
    values: (invoice) => [invoice.vatCurrency],
    list: codes.CURRENCIES,
  }),
  codeRule("BR-CL-06", "invoice.tax_point", "Le code d’exigibilité de la TVA {value} n’existe pas.", {
    values: (invoice) => [invoice.taxPointCode],
    list: new Set(["3", "35", "432"]),
  }),
  codeRule("BR-CL-07", "invoice.object", "Le code {value} d’un objet facturé n’existe pas.", {
    values: (invoice) => [
      invoice.invoicedObject?.scheme,
      ...invoice.lines.map((line) => line.invoicedObject?.scheme),
    ],
    list: codes.OBJECT_SCHEMES,
  }),
  codeRule("BR-CL-08", "invoice.notes", "Le code de note {value} n’existe pas.", {
    values: (invoice) => invoice.notes.map((note) => note.subject),
    list: codes.NOTE_SUBJECTS,
  }),
  codeRule("BR-CL-10", "company.identifiers", "Le genre d’identifiant {value} n’existe pas.", {
    values: ({ seller, buyer, payee }) =>
      [...seller?.ids ?? [], ...buyer?.ids ?? [], payee?.id].map((id) => id?.scheme),
    list: codes.ICD_SCHEMES,
  }),
  codeRule("BR-CL-11", "company.identifiers", "Le genre d’immatriculation {value} n’existe pas.", {
    values: ({ seller, buyer, payee }) => [seller, buyer, payee].map((party) => party?.legalId?.scheme),
    list: codes.ICD_SCHEMES,
  }),
  codeRule("BR-CL-13", "invoice.lines", "La nomenclature d’articles {value} n’existe pas.", {
    values: ({ lines }) => lines.flatMap((line) => (line.item?.classifications ?? []).map((it) => it.scheme)),
    list: codes.ITEM_CLASSIFICATIONS,
  }),
  codeRule("BR-CL-14", "customer.address", "{value} n’est pas le code d’un pays (par exemple FR, BE).", {
    values: ({ seller, buyer, taxRepresentative, delivery }) =>
      [seller, buyer, taxRepresentative, delivery].map((party) => party?.address?.country),
    list: codes.COUNTRIES,
  }),
  codeRule("BR-CL-15", "line.{n}.item", "Ligne {n} : {value} n’est pas le code d’un pays.", {
    values: (invoice) => invoice.lines.map((line) => line.item?.originCountry),
    list: codes.COUNTRIES,
  }),
  codeRule("BR-CL-16", "invoice.payment", "Le moyen de paiement {value} n’existe pas.", {
    values: (invoice) => invoice.paymentMeans.map((means) => means.code),
    list: codes.PAYMENT_MEANS_CODES,
  }),
  codeRule("BR-CL-17", "invoice.vat", "La catégorie de TVA {value} n’existe pas.", {
    values: ({ vatBreakdown, allowances, charges }) => [
      ...vatBreakdown.map((row) => row.category),
      ...[...allowances, ...charges].map((item) => item.vat?.category),
    ],
    list: codes.VAT_CATEGORY_CODES,
  }),
  codeRule("BR-CL-18", "line.{n}.vat", "Ligne {n} : la catégorie de TVA {value} n’existe pas.", {
    values: (invoice) => invoice.lines.map((line) => line.vat?.category),
    list: codes.VAT_CATEGORY_CODES,
  }),
  codeRule("BR-CL-19", "invoice.allowances", "Le code de remise {value} n’existe pas.", {
    values: ({ allowances, lines }) =>
      [...allowances, ...lines.flatMap((line) => line.allowances)].map((it) => it.reasonCode),
    list: codes.ALLOWANCE_REASONS,
  }),
  codeRule("BR-CL-20", "invoice.charges", "Le code de supplément {value} n’existe pas.", {
    values: ({ charges, lines }) => [...charges, ...lines.flatMap((line) => line.charges)].map((it) => it.reasonCode),
    list: codes.CHARGE_REASONS,
  }),
  codeRule("BR-CL-21", "line.{n}.item", "Ligne {n} : le genre de code-barres {value} n’existe pas.", {
    values: (invoice) => invoice.lines.map((line) => line.item?.standardId?.scheme),
    list: codes.ICD_SCHEMES,
  }),
  codeRule("BR-CL-22", "invoice.vat", "Le motif d’exonération {value} n’existe pas.", {
    values: (invoice) => invoice.vatBreakdown.map((row) => row.exemptionCode?.toUpperCase()),
    list: codes.VATEX_CODES,
  }),
  codeRule("BR-CL-23", "line.{n}.unit", "Ligne {n} : l’unité {value} n’existe pas.", {
    values: (invoice) => invoice.lines.map((line) => line.unit),
    list: codes.UNIT_CODES,
  }),
  codeRule("BR-CL-23", "line.{n}.unit", "Ligne {n} : l’unité {value} du prix n’existe pas.", {
    values: (invoice) => invoice.lines.map((line) => line.price?.baseUnit),
    list: codes.UNIT_CODES,
  }),
  codeRule("BR-CL-24", "invoice.attachments", "Un fichier joint ne peut pas être de type {value}.", {
    values: (invoice) => invoice.attachments.map((attachment) => attachment.content?.mimeCode),
    list: codes.MIME_CODES,
  }),
  codeRule("BR-CL-25", "customer.electronic_address", "Le genre d’adresse électronique {value} n’existe pas.", {
    values: ({ seller, buyer }) => [seller, buyer].map((party) => party?.electronicAddress?.scheme),
    list: codes.EAS_SCHEMES,
  }),
  codeRule("BR-CL-26", "invoice.delivery", "Le genre d’identifiant de lieu {value} n’existe pas.", {
    values: ({ delivery }) => [delivery?.locationId?.scheme],
    list: codes.ICD_SCHEMES,
  }),
];

/** Where the codes of a rule are found, and the list that they must stand in. */
interface CodeList {
  readonly values: (invoice: InvoiceDraft) => readonly (string | undefined)[];
  readonly list: ReadonlySet<string>;
}

function codeRule(id: string, fix: string, sentence: string, codeList: CodeList): Rule {
  return { id, fix, sentence, check: values(codeList.values, (code) => !codeList.list.has(code)) };
}
