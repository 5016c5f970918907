import {
  checkBic,
  type Checked,
  checkIban,
  checkSiren,
  checkSiret,
  checkVatNumber,
  EU_COUNTRIES,
} from "../../base/identifiers.ts";
import { parseDate } from "../../base/dates.ts";
import { hasForbiddenCharacters } from "../../base/text.ts";
import { CREDIT_NOTE_CODES, GUIDELINES, SCHEMES } from "../code_lists.ts";
import type { Draft, InvoiceDraft } from "../draft.ts";
import type { Identifier } from "../invoice_line.ts";
import * as terms from "./_french_terms.ts";
import { type Check, type Place, type Rule, values, when } from "./rule.ts";

/** What the official rules do not see: impossible dates, identifiers whose key is false, texts that say nothing. */
export const BLIND_SPOT_RULES: readonly Rule[] = [
  {
    id: "PAR-DATE",
    fix: "invoice.date",
    sentence: "La date {value} n’existe pas.",
    check: values(dates, (date) => parseDate(date) === null || !/^\d{4}-/.test(date)),
  },
  {
    id: "PAR-NUMBER",
    fix: "invoice.number",
    sentence: "Le numéro {value} ne contient ni lettre ni chiffre.",
    check: values((invoice) => [invoice.number], (number) => !/[\p{Letter}\p{Number}]/u.test(number)),
  },
  {
    id: "PAR-GUIDELINE",
    severity: "warning",
    fix: "invoice.file",
    sentence: "La norme annoncée, {value}, n’est pas connue.",
    check: values((invoice) => [invoice.guideline], (guideline) => !isKnownGuideline(guideline)),
  },
  {
    id: "PAR-SIREN",
    fix: "company.siren",
    sentence: "{value}",
    check: faults(({ seller }) => [idOf(seller?.legalId, SCHEMES.siren)], checkSiren),
  },
  {
    id: "PAR-SIREN",
    fix: "customer.siren",
    sentence: "{value}",
    check: faults(({ buyer }) => [idOf(buyer?.legalId, SCHEMES.siren)], checkSiren),
  },
  {
    id: "PAR-SIRET",
    fix: "company.siret",
    sentence: "{value}",
    check: faults(({ seller }) => (seller?.ids ?? []).map((id) => idOf(id, SCHEMES.siret)), checkSiret),
  },
  {
    id: "PAR-SIRET",
    fix: "customer.siret",
    sentence: "{value}",
    check: faults(({ buyer }) => (buyer?.ids ?? []).map((id) => idOf(id, SCHEMES.siret)), checkSiret),
  },
  {
    id: "PAR-VAT-ID",
    fix: "company.vat_number",
    sentence: "{value}",
    check: faults(({ seller, taxRepresentative }) => [seller?.vatId, taxRepresentative?.vatId], checkEuropeanVat),
  },
  {
    id: "PAR-VAT-ID",
    fix: "customer.vat_number",
    sentence: "{value}",
    check: faults(({ buyer }) => [buyer?.vatId], checkEuropeanVat),
  },
  {
    id: "PAR-IBAN",
    fix: "company.iban",
    sentence: "{value}",
    check: faults((invoice) =>
      [
        ...invoice.paymentMeans.map((means) => means.account?.id),
        invoice.directDebit?.debitedAccount,
      ].filter((account) => /^[A-Z]{2}\d{2}/.test(account ?? "")), checkIban),
  },
  {
    id: "PAR-BIC",
    fix: "company.iban",
    sentence: "{value}",
    check: faults((invoice) => invoice.paymentMeans.map((means) => means.account?.bic), checkBic),
  },
  {
    id: "PAR-GS1",
    severity: "warning",
    fix: "invoice.identifiers",
    sentence: "La clé du code GS1 {value} est fausse.",
    check: values(gs1Codes, (code) => !hasGs1Key(code)),
  },
  {
    id: "PAR-SAME-PARTY",
    fix: "invoice.customer",
    sentence: "Le vendeur et le client ont le même SIREN.",
    check: when(({ seller, buyer }) => {
      const siren = idOf(seller?.legalId, SCHEMES.siren);
      return !!siren && siren === idOf(buyer?.legalId, SCHEMES.siren);
    }),
  },
  {
    id: "PAR-NOTE",
    fix: "company.legal_mentions",
    sentence: "Une mention légale ne dit rien (« {value} »).",
    check: values(
      (invoice) => Object.keys(terms.LEGAL_NOTES).flatMap((code) => terms.notesOf(invoice, code)),
      isHollow,
    ),
  },
  {
    id: "PAR-OBJECT",
    fix: "invoice.object",
    sentence: "Un objet facturé est cité sans son numéro.",
    check: when(({ invoicedObject, lines }) =>
      [invoicedObject, ...lines.map((line) => line.invoicedObject)].some((object) => !!object && !object.id?.trim())
    ),
  },
  {
    id: "PAR-SIGN",
    fix: "invoice.totals",
    sentence: "Un avoir porte des montants positifs : c’est son type qui dit qu’il rend.",
    check: when((invoice) =>
      terms.isType(invoice, CREDIT_NOTE_CODES) && invoice.totals?.grossCents !== undefined &&
      invoice.totals.grossCents < 0n
    ),
  },
  {
    id: "PAR-TEXT",
    fix: "invoice.texts",
    sentence: "Le texte « {value} » contient un caractère qu’aucun document ne peut porter.",
    check: values(texts, hasForbiddenCharacters),
  },
];

const KNOWN_GUIDELINES: ReadonlySet<string> = new Set<string>(Object.values(GUIDELINES));

function isKnownGuideline(guideline: string): boolean {
  return KNOWN_GUIDELINES.has(guideline) || /^urn:(cen\.eu:en16931:2017#|factur-x\.eu:1p0:|ferd:)/.test(guideline);
}

function dates(invoice: InvoiceDraft): (string | undefined)[] {
  const periods = [invoice.period, ...invoice.lines.map((line) => line.period)];
  return [
    invoice.issuedOn,
    invoice.dueOn,
    invoice.taxPointOn,
    invoice.delivery?.deliveredOn,
    ...invoice.precedingInvoices.map((preceding) => preceding.issuedOn),
    ...periods.flatMap((period) => [period?.startOn, period?.endOn]),
  ];
}

/** A check whose sentence is the reason that the identifier's own check gives. */
function faults(
  list: (invoice: InvoiceDraft) => readonly (string | undefined)[],
  checkOne: (text: string) => Checked,
): Check {
  return (invoice) =>
    list(invoice).flatMap((text, index): Place[] => {
      const checked = text === undefined ? undefined : checkOne(text);
      return checked && !checked.ok ? [{ n: index + 1, value: checked.reason }] : [];
    });
}

function idOf(id: Draft<Identifier> | undefined, scheme: string): string | undefined {
  return id?.scheme === scheme ? id.id : undefined;
}

// The body of a number from outside the Union is for its own country to judge; BR-CO-09 has judged the prefix.
function checkEuropeanVat(text: string): Checked {
  const prefix = text.slice(0, 2);
  return EU_COUNTRIES.has(prefix) || prefix === "EL" || prefix === "XI"
    ? checkVatNumber(text)
    : { ok: true, value: text };
}

/** Schemes of ISO 6523 whose codes end with the key of GS1: GLN and GTIN. */
const GS1_SCHEMES: ReadonlySet<string> = new Set(["0088", "0160"]);

function gs1Codes({ seller, buyer, delivery, lines }: InvoiceDraft): (string | undefined)[] {
  const ids = [
    ...seller?.ids ?? [],
    ...buyer?.ids ?? [],
    delivery?.locationId,
    ...lines.map((it) => it.item?.standardId),
  ];
  return ids.map((id) => GS1_SCHEMES.has(id?.scheme ?? "") ? id?.id : undefined);
}

// GS1 General Specifications §7.9: weights 3 and 1 from the right, the whole divisible by ten.
function hasGs1Key(code: string): boolean {
  if (!/^(\d{8}|\d{12,14})$/.test(code)) return false;
  const sum = [...code].reverse().reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
}

function isHollow(text: string): boolean {
  return !/[\p{Letter}\p{Number}]/u.test(text) || /^(n\/?a|néant|aucune?|x+|-+)\.?$/i.test(text.trim());
}

function texts({ seller, buyer, notes, lines, paymentTerms }: InvoiceDraft): (string | undefined)[] {
  return [
    seller?.name,
    buyer?.name,
    paymentTerms,
    ...notes.map((note) => note.text),
    ...lines.flatMap((line) => [line.item?.name, line.item?.description, line.note]),
  ];
}
