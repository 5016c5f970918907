import { isoDate } from "../../../lib/base/dates.ts";
import { decimal } from "../../../lib/base/decimal.ts";
import { GUIDELINES, type Invoice, type Line, type Party, type Seller } from "../../../lib/en16931/mod.ts";

/** Atelier Dupré, seller of every example. */
export const DUPRE: Seller = {
  name: "Atelier Dupré",
  ids: [{ id: "73282932000074", scheme: "0009" }],
  legalId: { id: "732829320", scheme: "0002" },
  vatId: "FR44732829320",
  electronicAddress: { id: "732829320", scheme: "0225" },
  address: { line1: "12 rue des Artisans", postcode: "69001", city: "Lyon", country: "FR" },
  contact: { name: "Alice Dupré", phone: "+33 4 78 00 00 00", email: "alice@atelier-dupre.fr" },
  legalInformation: "SARL au capital de 5 000 €, RCS Lyon 732 829 320",
};

/** A French firm that buys from it. */
export const BUYER: Party = {
  name: "Boulangerie Martin & fils",
  ids: [],
  legalId: { id: "552100554", scheme: "0002" },
  vatId: "FR96552100554",
  electronicAddress: { id: "552100554", scheme: "0225" },
  address: { line1: "3 place du Marché", postcode: "38000", city: "Grenoble", country: "FR" },
};

/** One line, 2 × 100 € at 20 %, with what the test changes. */
export function line(change: Partial<Line> = {}): Line {
  return {
    id: "1",
    quantity: decimal("2"),
    unit: "HUR",
    netCents: 200_00n,
    allowances: [],
    charges: [],
    price: { net: decimal("100") },
    vat: { category: "S", rateBp: 2000 },
    item: { name: "Pose de menuiserie", classifications: [], attributes: [] },
    ...change,
  };
}

/** A sound French invoice of one line, with what the test changes. */
export function invoice(change: Partial<Invoice> = {}): Invoice {
  return {
    number: "FA2026-0012",
    issuedOn: isoDate("2026-11-21"),
    typeCode: "380",
    currency: "EUR",
    dueOn: isoDate("2026-12-21"),
    paymentTerms: "Paiement à 30 jours",
    notes: [
      { subject: "PMD", text: "Pénalités de retard : 12,40 %" },
      { subject: "PMT", text: "Indemnité forfaitaire pour frais de recouvrement : 40 €" },
      { subject: "AAB", text: "Pas d’escompte pour paiement anticipé" },
      { subject: "BAR", text: "B2B" },
    ],
    businessProcess: "S1",
    guideline: GUIDELINES.en16931,
    precedingInvoices: [],
    seller: DUPRE,
    buyer: BUYER,
    delivery: { deliveredOn: isoDate("2026-11-20") },
    remittance: "FA2026-0012",
    paymentMeans: [{
      code: "30",
      account: { id: "FR1420041010050500013M02606", name: "Atelier Dupré", bic: "PSSTFRPPLYO" },
    }],
    allowances: [],
    charges: [],
    totals: { linesCents: 200_00n, netCents: 200_00n, vatCents: 40_00n, grossCents: 240_00n, dueCents: 240_00n },
    vatBreakdown: [{ category: "S", rateBp: 2000, baseCents: 200_00n, taxCents: 40_00n }],
    attachments: [],
    lines: [line()],
    ...change,
  };
}

/** An invoice that uses every field of the model that CII and UBL both carry. */
export function fullInvoice(): Invoice {
  const address = { line1: "1 quai", line2: "Bâtiment B", line3: "Étage 2", postcode: "13002", city: "Marseille" };
  return invoice({
    taxPointCode: "432",
    buyerReference: "SERVICE-1",
    projectReference: "CHANTIER-7",
    contractReference: "CONTRAT-9",
    purchaseOrder: "BC-55",
    salesOrder: "CMD-12",
    receivingAdvice: "BR-3",
    despatchAdvice: "BL-4",
    tenderReference: "AO-2026-1",
    invoicedObject: { id: "PDL-123", scheme: "AVV" },
    buyerAccounting: "606100",
    precedingInvoices: [{ number: "FA2026-0001", issuedOn: isoDate("2026-01-31") }],
    seller: { ...DUPRE, tradingName: "Dupré Bois", taxId: "12345" },
    buyer: { ...BUYER, tradingName: "Aux bons pains", contact: { name: "Bob", email: "bob@exemple.fr" } },
    payee: { name: "Factor & Cie", id: { id: "F-1", scheme: "0224" }, legalId: { id: "404833048", scheme: "0002" } },
    taxRepresentative: { name: "Représentant", vatId: "FR83404833048", address: { ...address, country: "FR" } },
    delivery: {
      name: "Chantier Martin",
      locationId: { id: "LIEU-1", scheme: "0224" },
      deliveredOn: isoDate("2026-11-20"),
      address: { ...address, subdivision: "PACA", country: "FR" },
    },
    period: { startOn: isoDate("2026-11-01"), endOn: isoDate("2026-11-30") },
    directDebit: { mandate: "RUM-1", creditorId: "FR72ZZZ123456", debitedAccount: "FR1420041010050500013M02606" },
    paymentMeans: [
      { code: "30", text: "Virement", account: { id: "FR1420041010050500013M02606", name: "Factor & Cie" } },
      {
        code: "30",
        account: { id: "BE68539007547034" },
        card: { number: "123456", holder: "Martin" },
      },
    ],
    allowances: [{
      amountCents: 10_00n,
      baseCents: 200_00n,
      percentBp: 500,
      reason: "Remise",
      reasonCode: "95",
      vat: { category: "S", rateBp: 2000 },
    }],
    charges: [{ amountCents: 5_00n, reason: "Transport", reasonCode: "FC", vat: { category: "S", rateBp: 2000 } }],
    totals: {
      linesCents: 200_00n,
      allowancesCents: 10_00n,
      chargesCents: 5_00n,
      netCents: 195_00n,
      vatCents: 39_00n,
      grossCents: 234_00n,
      prepaidCents: 34_00n,
      roundingCents: 1n,
      dueCents: 200_01n,
    },
    vatBreakdown: [{ category: "S", rateBp: 2000, baseCents: 195_00n, taxCents: 39_00n }],
    attachments: [
      { id: "RIB-1", description: "RIB", url: "https://exemple.fr/rib" },
      {
        id: "BL-4",
        description: "BON_LIVRAISON",
        content: { mimeCode: "text/csv", fileName: "bl.csv", base64: "YSxi" },
      },
    ],
    lines: [fullLine()],
  });
}

function fullLine(): Line {
  return line({
    note: "Livré & posé",
    invoicedObject: { id: "OBJ-1", scheme: "AVV" },
    orderLine: "3",
    buyerAccounting: "606110",
    period: { startOn: isoDate("2026-11-01"), endOn: isoDate("2026-11-15") },
    allowances: [{ amountCents: 20_00n, baseCents: 200_00n, percentBp: 1000, reason: "Remise", reasonCode: "95" }],
    charges: [{ amountCents: 20_00n, reason: "Pose", reasonCode: "ABK" }],
    price: {
      net: decimal("100"),
      gross: decimal("110.5"),
      discount: decimal("10.5"),
      baseQuantity: decimal("1"),
      baseUnit: "HUR",
    },
    item: {
      name: "Porte < 2 m",
      description: "Chêne massif",
      sellerId: "PORTE-1",
      buyerId: "ART-9",
      standardId: { id: "3760000000000", scheme: "0160" },
      classifications: [{ id: "44220000", scheme: "STI", version: "1" }],
      originCountry: "FR",
      attributes: [{ name: "Couleur", value: "noir" }],
    },
  });
}
