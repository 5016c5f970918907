import { type Decimal, decimalText } from "../../base/decimal.ts";
import { FRENCH_VAT_RATES_BP } from "../../base/rates.ts";
import { ATTACHMENT_KINDS, FRENCH_PROCESSES, FRENCH_TYPES, SCHEMES, VAT_CATEGORIES } from "../code_lists.ts";
import type { Draft, InvoiceDraft } from "../draft.ts";
import type { Party } from "../invoice.ts";
import type { VatRate } from "../invoice_line.ts";
import * as terms from "./_french_terms.ts";
import { lines } from "./lines.ts";
import { each, type Rule, values, when } from "./rule.ts";

/** Longest number of an invoice (BR-FR-01). */
const MAX_NUMBER = 35;
/** Longest number that the public portal takes before December 2026 (AIFE limitation annexes, 2026-07-27). */
const MAX_NUMBER_OF_PORTAL = 20;
/** Most decimals of a quantity and of a price (BR-FR-DEC-02, BR-FR-DEC-03). */
const QUANTITY_DECIMALS = 4;
const PRICE_DECIMALS = 6;

/** BR-FR of the FNFE-MPE (V1.4): what every French invoice must satisfy, whoever receives it. */
export const FRENCH_RULES: readonly Rule[] = [
  {
    id: "BR-FR-01",
    fix: "invoice.number",
    sentence: `Le numéro {value} dépasse ${MAX_NUMBER} caractères.`,
    check: values(numbers, (number) => number.length > MAX_NUMBER),
  },
  {
    id: "BR-FR-02",
    fix: "invoice.number",
    sentence: "Le numéro {value} ne peut contenir que des lettres sans accent, des chiffres et + - _ /, sans espace.",
    check: values(numbers, (number) => !/^[A-Za-z0-9+\-_/]+$/.test(number)),
  },
  {
    id: "PPF-NUMBER-20",
    severity: "warning",
    fix: "invoice.number",
    sentence: `Le numéro {value} dépasse ${MAX_NUMBER_OF_PORTAL} caractères, ce que le portail public refuse encore.`,
    check: values(
      (invoice) => [invoice.number],
      (number) => number.length > MAX_NUMBER_OF_PORTAL && number.length <= MAX_NUMBER,
    ),
  },
  {
    id: "BR-FR-04",
    fix: "invoice.type",
    sentence: "Le type de document {value} n’est pas admis en France.",
    check: values((invoice) => [invoice.typeCode], (type) => !FRENCH_TYPES.has(type)),
  },
  {
    id: "BR-FR-06",
    fix: "invoice.notes",
    sentence: "Une mention légale (pénalités, indemnité, escompte, assujetti unique) figure deux fois.",
    check: when((invoice) => ["PMT", "PMD", "AAB", "TXD"].some((code) => terms.notesOf(invoice, code).length > 1)),
  },
  {
    id: "BR-FR-08",
    fix: "invoice.process",
    sentence: "Le cadre de facturation manque ou n’existe pas (par exemple B1 biens, S1 services, M1 les deux).",
    check: when((invoice) => !terms.isProcess(invoice, FRENCH_PROCESSES)),
  },
  {
    id: "BR-FR-09",
    fix: "company.siret",
    sentence: "Le SIRET du vendeur doit compter 14 chiffres et commencer par son SIREN.",
    check: when(({ seller }) => isSiretForeign(seller)),
  },
  {
    id: "BR-FR-09",
    fix: "customer.siret",
    sentence: "Le SIRET du client doit compter 14 chiffres et commencer par son SIREN.",
    check: when(({ buyer }) => isSiretForeign(buyer)),
  },
  {
    id: "BR-FR-10",
    fix: "company.siren",
    sentence: "Le SIREN du vendeur manque ou ne compte pas neuf chiffres.",
    check: when(({ seller }) => !/^\d{9}$/.test(sirenOf(seller) ?? "")),
  },
  {
    id: "BR-FR-15",
    fix: "invoice.vat",
    sentence: "Une catégorie de TVA de la facture n’existe pas en France.",
    check: when((invoice) => vatRates(invoice).some(({ category }) => !!category && !(category in VAT_CATEGORIES))),
  },
  {
    id: "BR-FR-16",
    fix: "invoice.vat",
    sentence: "Un taux de TVA de la facture n’existe pas en France.",
    check: when((invoice) =>
      vatRates(invoice).some(({ rateBp }) => rateBp !== undefined && !FRENCH_VAT_RATES_BP.includes(rateBp))
    ),
  },
  {
    id: "BR-FR-17",
    fix: "invoice.attachments",
    sentence: "Une pièce jointe ne peut pas être décrite par {value} : choisissez dans la liste.",
    check: values((invoice) => invoice.attachments.map((it) => it.description), (kind) => !ATTACHMENT_KINDS.has(kind)),
  },
  {
    id: "BR-FR-18",
    fix: "invoice.attachments",
    sentence: "Une seule pièce jointe peut être la version lisible de la facture.",
    check: when((invoice) => invoice.attachments.filter((it) => it.description === "LISIBLE").length > 1),
  },
  {
    id: "BR-FR-20",
    fix: "invoice.notes",
    sentence: "Le traitement demandé, {value}, n’existe pas.",
    check: values((invoice) => terms.notesOf(invoice, "BAR"), (text) => !terms.TREATMENTS.has(text)),
  },
  {
    id: "BR-FR-24",
    fix: "customer.identifiers",
    sentence: "Le code de routage {value} contient un caractère interdit.",
    check: values((invoice) => idsOf(invoice, PRIVATE_ID), (id) => !ADDRESS.test(id)),
  },
  {
    id: "BR-FR-26",
    fix: "customer.identifiers",
    sentence: "Un code de routage dépasse 100 caractères.",
    check: values((invoice) => idsOf(invoice, PRIVATE_ID), (id) => id.length > 100),
  },
  {
    id: "BR-FR-27",
    fix: "line.{n}.attributes",
    sentence: "À la ligne {n}, une caractéristique n’a pas de nom.",
    check: lines((line) => !!line.item?.attributes.some((attribute) => !attribute.name)),
  },
  {
    id: "BR-FR-28",
    fix: "line.{n}.attributes",
    sentence: "À la ligne {n}, une caractéristique n’a pas de valeur.",
    check: lines((line) => !!line.item?.attributes.some((attribute) => !attribute.value)),
  },
  {
    id: "BR-FR-31",
    fix: "invoice.notes",
    sentence: "La facture demande deux traitements à la fois.",
    check: when((invoice) => terms.notesOf(invoice, "BAR").length > 1),
  },
  {
    id: "BR-FR-32",
    fix: "company.siren",
    sentence: "Le SIREN {value} doit compter exactement neuf chiffres, sans espace.",
    check: values(sirens, (siren) => !/^\d{9}$/.test(siren)),
  },
  {
    id: "BR-FR-DEC-02",
    fix: "line.{n}.quantity",
    sentence: "La quantité de la ligne {n} a plus de quatre décimales.",
    check: lines(({ quantity, price }) =>
      [quantity, price?.baseQuantity].some((it) => decimals(it) > QUANTITY_DECIMALS)
    ),
  },
  {
    id: "BR-FR-DEC-03",
    fix: "line.{n}.price",
    sentence: "Un prix de la ligne {n} a plus de six décimales.",
    check: lines(({ price }) =>
      [price?.net, price?.gross, price?.discount].some((it) => decimals(it) > PRICE_DECIMALS)
    ),
  },
  {
    id: "BR-FR-CO-10",
    fix: "company.identifiers",
    sentence: "Deux identifiants du vendeur ou du client sont du même genre.",
    check: when(({ seller, buyer }) => hasTwins(seller) || hasTwins(buyer)),
  },
  {
    id: "DGFIP-G1.41",
    severity: "warning",
    fix: "invoice.vat",
    sentence: "Pour une opération exonérée, donnez le motif en toutes lettres et par son code.",
    check: each(
      (invoice) => invoice.vatBreakdown,
      (row, invoice) =>
        row.category === "E" && !terms.isType(invoice, terms.CORRECTED) && (!row.exemptionReason || !row.exemptionCode),
    ),
  },
];

/** Scheme of a routing code or private identifier (ISO 6523). */
const PRIVATE_ID = "0224";
/** What an electronic address or a routing code is made of (BR-FR-23, BR-FR-24). */
export const ADDRESS = /^[A-Za-z0-9+\-_.]+$/;

/** SIREN of a party: legal registration of scheme 0002. */
export function sirenOf(party: Draft<Party> | undefined): string | undefined {
  return party?.legalId?.scheme === SCHEMES.siren ? party.legalId.id : undefined;
}

function numbers(invoice: InvoiceDraft): (string | undefined)[] {
  return [invoice.number, ...invoice.precedingInvoices.map((preceding) => preceding.number)];
}

function isSiretForeign(party: Draft<Party> | undefined): boolean {
  const siret = party?.ids.find((id) => id.scheme === SCHEMES.siret)?.id;
  return siret !== undefined && !(/^\d{14}$/.test(siret) && siret.slice(0, 9) === sirenOf(party));
}

function sirens({ seller, buyer, payee }: InvoiceDraft): (string | undefined)[] {
  return [seller?.legalId, buyer?.legalId, payee?.legalId].map((id) =>
    id?.scheme === SCHEMES.siren ? id.id : undefined
  );
}

function decimals(value: Decimal | undefined): number {
  return value ? (decimalText(value).split(".")[1] ?? "").length : 0;
}

function vatRates({ vatBreakdown, lines, allowances, charges }: InvoiceDraft): readonly Draft<VatRate>[] {
  return [...vatBreakdown, ...[...lines, ...allowances, ...charges].map((item) => item.vat ?? {})];
}

function idsOf({ seller, buyer }: InvoiceDraft, scheme: string): (string | undefined)[] {
  return [...seller?.ids ?? [], ...buyer?.ids ?? []].filter((id) => id.scheme === scheme).map((id) => id.id);
}

function hasTwins(party: Draft<Party> | undefined): boolean {
  const schemes = (party?.ids ?? []).map((id) => id.scheme).filter(Boolean);
  return new Set(schemes).size < schemes.length;
}
