import { type Decimal, divideHalfUp, multiply } from "../base/decimal.ts";
import { type Cents, toCents } from "../base/money.ts";
import { present } from "../base/assert.ts";
import {
  type Address,
  type Adjustment,
  type DocumentAdjustment,
  GUIDELINES,
  type Identifier,
  type Invoice,
  type Line as SemanticLine,
  type Note,
  type Party,
  type Seller,
  type VatBreakdown,
  type VatRate,
} from "../en16931/mod.ts";
import { describeTerms } from "../company/mod.ts";
import type { Line, SalesDocument, VatCategory } from "./document.ts";
import type { AddressSnapshot, BuyerSnapshot, Mentions, SellerSnapshot } from "./snapshot.ts";
import { formatRate } from "../base/rates.ts";
import { FR } from "./text.fr.ts";

/** The invoice that a credit note corrects. */
export interface Preceding {
  readonly number: string;
  readonly issuedOn: NonNullable<SalesDocument["issueOn"]>;
}

/** An issued document (or one about to be) as EN 16931 says it. Its snapshots and number must be there. */
export function toSemantic(document: SalesDocument, preceding: Preceding | null): Invoice {
  const seller = present(document.seller, "seller");
  const buyer = present(document.buyer, "buyer");
  const mentions = present(document.mentions, "mentions");
  const items = document.lines.filter((line) => line.kind === "item");
  return {
    number: present(document.number, "number"),
    issuedOn: present(document.issueOn, "issue date"),
    typeCode: document.kind === "credit_note" ? "381" : "380",
    currency: document.currency,
    taxPointCode: seller.vatOnDebits && !seller.isFranchise ? "3" : undefined,
    dueOn: document.dueOn ?? undefined,
    buyerReference: buyer.serviceCode ?? undefined,
    purchaseOrder: document.purchaseOrder ?? undefined,
    paymentTerms: `Délai de paiement : ${describeTerms(document.terms)}`,
    notes: notesOf(document, mentions, buyer),
    businessProcess: processOf(items),
    guideline: GUIDELINES.en16931,
    precedingInvoices: preceding ? [preceding] : [],
    seller: sellerOf(seller),
    buyer: buyerOf(buyer),
    delivery: deliveryOf(document, buyer),
    remittance: document.number ?? undefined,
    paymentMeans: paymentMeansOf(document, seller),
    allowances: allowancesOf(document),
    charges: [],
    totals: totalsOf(document),
    vatBreakdown: breakdownOf(document, mentions),
    attachments: [],
    lines: items.map((line) => lineOf(line, document)),
  };
}

/** « Cadre de facturation » BT-23: goods, services or both, deposited by the supplier. */
export function processOf(items: readonly Pick<Line, "nature">[]): "B1" | "S1" | "M1" {
  const natures = new Set(items.map((line) => line.nature));
  return natures.size > 1 ? "M1" : natures.has("goods") ? "B1" : "S1";
}

function notesOf(document: SalesDocument, mentions: Mentions, buyer: BuyerSnapshot): Note[] {
  // The exchange rules want these two notes on every invoice (BR-FR-05); a consumer owes neither (L441-10 C. com.).
  const none = buyer.kind === "person" ? FR.notDue : "";
  const free = [document.subject, document.notes, mentions.vat, ...mentions.others].filter((text) => text !== "");
  const coded: Note[] = [
    { subject: "PMD", text: mentions.latePenalty || none },
    { subject: "PMT", text: mentions.recoveryFee || none },
    { subject: "AAB", text: mentions.earlyDiscount },
    { subject: "BAR", text: TREATMENT_OF_BUYER[buyer.kind] },
  ];
  return [...coded.filter((note) => note.text !== ""), ...free.map((text) => ({ text }))];
}

/** How the invoice travels (BAR, FNFE list): between companies, abroad, or to a consumer. */
const TREATMENT_OF_BUYER: Readonly<Record<BuyerSnapshot["kind"], string>> = {
  professional: "B2B",
  public_body: "B2B",
  eu_business: "B2BINT",
  foreign: "B2BINT",
  person: "B2C",
};

function sellerOf(seller: SellerSnapshot): Seller {
  return {
    name: seller.name,
    tradingName: seller.tradingName ?? undefined,
    ids: seller.siret ? [{ id: seller.siret, scheme: "0009" }] : [],
    legalId: legalIdOf(seller.siren, seller.enterpriseNumber),
    vatId: seller.vatNumber ?? undefined,
    // A seller in franchise without a VAT number is known to the administration by his SIREN.
    taxId: seller.vatNumber === null && seller.siren ? seller.siren : undefined,
    electronicAddress: electronicAddressOf(seller.siren, seller.email),
    legalInformation: seller.legal.join(", ") || undefined,
    address: addressOf(seller.address),
    contact: seller.email || seller.phone
      ? { name: seller.name, email: seller.email ?? undefined, phone: seller.phone ?? undefined }
      : undefined,
  };
}

function buyerOf(buyer: BuyerSnapshot): Party {
  return {
    name: buyer.name,
    ids: buyer.siret ? [{ id: buyer.siret, scheme: "0009" }] : [],
    legalId: legalIdOf(buyer.siren, null),
    vatId: buyer.vatNumber ?? undefined,
    electronicAddress: electronicAddressOf(buyer.siren, buyer.email),
    address: addressOf(buyer.address),
    contact: buyer.contactName || buyer.email
      ? { name: buyer.contactName ?? undefined, email: buyer.email ?? undefined }
      : undefined,
  };
}

function legalIdOf(siren: string | null, enterpriseNumber: string | null): Identifier | undefined {
  if (siren) return { id: siren, scheme: "0002" };
  return enterpriseNumber ? { id: enterpriseNumber, scheme: "0208" } : undefined;
}

function electronicAddressOf(siren: string | null, email: string | null): Identifier | undefined {
  if (siren) return { id: siren, scheme: "0225" };
  return email ? { id: email, scheme: "EM" } : undefined;
}

function addressOf(address: AddressSnapshot): Address {
  const [line1, line2, line3] = address.lines;
  return {
    line1,
    line2,
    line3,
    city: address.city ?? undefined,
    postcode: address.postcode ?? undefined,
    country: address.country,
  };
}

function deliveryOf(document: SalesDocument, buyer: BuyerSnapshot): Invoice["delivery"] {
  return {
    deliveredOn: document.deliveredOn ?? document.issueOn ?? undefined,
    // An intra-community supply must say to which country the goods went (BR-IC-12).
    address: document.treatment === "intra_eu_goods" || buyer.deliveryAddress
      ? addressOf(buyer.deliveryAddress ?? buyer.address)
      : undefined,
  };
}

function paymentMeansOf(document: SalesDocument, seller: SellerSnapshot): Invoice["paymentMeans"] {
  if (document.kind === "credit_note" || !seller.iban) return [];
  return [{ code: "30", account: { id: seller.iban, name: seller.name, bic: seller.bic ?? undefined } }];
}

function allowancesOf(document: SalesDocument): DocumentAdjustment[] {
  return document.vatTotals.filter((total) => total.discountCents > 0n).map((total) => ({
    amountCents: total.discountCents,
    baseCents: total.baseCents + total.discountCents,
    percentBp: document.entryMode === "net" ? document.discountBp : undefined,
    reason: `Remise ${formatRate(document.discountBp)}`,
    reasonCode: "95",
    vat: rateOf(document, total),
  }));
}

function totalsOf(document: SalesDocument): Invoice["totals"] {
  const discount = document.vatTotals.reduce((sum, total) => sum + total.discountCents, 0n);
  return {
    linesCents: document.netCents + discount,
    allowancesCents: discount > 0n ? discount : undefined,
    netCents: document.netCents,
    vatCents: document.vatCents,
    grossCents: document.grossCents,
    dueCents: document.grossCents,
  };
}

function breakdownOf(document: SalesDocument, mentions: Mentions): VatBreakdown[] {
  return document.vatTotals.map((total) => {
    const rate = rateOf(document, total);
    const isTaxable = rate.category === "S" || rate.category === "Z";
    return {
      ...rate,
      baseCents: total.baseCents,
      taxCents: total.vatCents,
      exemptionReason: isTaxable ? undefined : mentions.vat || undefined,
      exemptionCode: isTaxable ? undefined : mentions.vatexCode ?? undefined,
    };
  });
}

/**
 * Category and rate as the invoice says them. A seller in franchise who has no VAT number cannot use category E, which
 * asks for one (DGFiP G1.47): Annexe 7 has him use Z, the words on art. 293 B standing in a note.
 */
function rateOf(document: SalesDocument, at: { category: VatCategory; rateBp: number }): VatRate {
  const hasNoNumber = document.seller!.isFranchise && document.seller!.vatNumber === null;
  const category = at.category === "E" && hasNoNumber ? "Z" : at.category;
  return { category, rateBp: category === "O" ? undefined : at.rateBp };
}

function lineOf(line: Line, document: SalesDocument): SemanticLine {
  const [name = "", ...description] = line.label.split("\n");
  return {
    id: String(line.position),
    quantity: line.quantity,
    unit: line.unitCode,
    netCents: line.netCents,
    allowances: lineDiscount(line, document),
    charges: [],
    price: priceOf(line, document),
    vat: rateOf(document, { category: line.vatCategory, rateBp: line.vatRateBp }),
    item: {
      name,
      description: description.join("\n").trim() || undefined,
      sellerId: line.reference ?? undefined,
      classifications: [],
      attributes: [],
    },
  };
}

/** Decimals of a price that is derived rather than typed. */
const DERIVED_SCALE = 6;

/**
 * The price before tax of one unit: the person's own where he typed it before tax; where he typed it with tax, what
 * the line's exact net amount makes of it.
 */
function priceOf(line: Line, document: SalesDocument): SemanticLine["price"] {
  const net = document.entryMode === "net" ? line.unitPrice : perUnit(line.netCents, line.quantity);
  return { net, gross: net };
}

/** The line's discount, in net entry; in gross entry the derived price bears it already. */
function lineDiscount(line: Line, document: SalesDocument): Adjustment[] {
  if (line.discountBp === 0 || document.entryMode === "gross") return [];
  const baseCents = toCents(multiply(line.quantity, line.unitPrice));
  if (baseCents === line.netCents) return [];
  const amountCents = baseCents - line.netCents;
  return [{ amountCents, baseCents, percentBp: line.discountBp, reason: "Remise", reasonCode: "95" }];
}

function perUnit(netCents: Cents, quantity: Decimal): Decimal {
  const scaled = netCents * 10n ** BigInt(DERIVED_SCALE + quantity.scale - 2);
  return { units: divideHalfUp(scaled, quantity.units), scale: DERIVED_SCALE };
}
