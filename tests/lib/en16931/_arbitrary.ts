import fc, { type Arbitrary } from "fast-check";
import { type IsoDate, isoDate } from "../../../lib/base/dates.ts";
import { type Decimal, decimal, decimalText } from "../../../lib/base/decimal.ts";
import type {
  Address,
  Adjustment,
  Delivery,
  DocumentAdjustment,
  Identifier,
  Invoice,
  Line,
  Party,
  PaymentMeans,
  Period,
  VatRate,
} from "../../../lib/en16931/mod.ts";

/** Texts that people type, hostile ones among them; never empty, no outer blanks. */
const text = fc.string({ unit: fc.constantFrom(..."aZ9 &<>\"'é€œ😀漢;#/-"), minLength: 1, maxLength: 20 })
  .map((it) => `x${it}y`);
const date: Arbitrary<IsoDate> = fc.tuple(fc.integer({ min: 2000, max: 2099 }), fc.integer({ min: 1, max: 12 }))
  .map(([year, month]) => isoDate(`${year}-${String(month).padStart(2, "0")}-28`));
const cents = fc.bigInt({ min: -999_999_999n, max: 999_999_999n });
const number: Arbitrary<Decimal> = fc.tuple(fc.bigInt({ min: -1_000_000_000n, max: 1_000_000_000n }), fc.nat(6))
  .map(([units, scale]) => decimal(decimalText({ units, scale })));
const rate = fc.integer({ min: 0, max: 10_000 });

/** A value or none. */
function maybe<T>(arbitrary: Arbitrary<T>): Arbitrary<T | undefined> {
  return fc.option(arbitrary, { nil: undefined });
}

const identifier: Arbitrary<Identifier> = fc.record({ id: text, scheme: fc.constantFrom("0002", "0009", "0225") });
const vat: Arbitrary<VatRate> = fc.record({ category: fc.constantFrom("S", "E", "O"), rateBp: maybe(rate) });
const address: Arbitrary<Address> = fc.record({
  line1: maybe(text),
  line2: maybe(text),
  line3: maybe(text),
  city: maybe(text),
  postcode: maybe(text),
  subdivision: maybe(text),
  country: fc.constantFrom("FR", "BE"),
});
const period: Arbitrary<Period> = fc.record({ startOn: date, endOn: maybe(date) });
const adjustment: Arbitrary<Adjustment> = fc.record({
  amountCents: cents,
  baseCents: maybe(cents),
  percentBp: maybe(rate),
  reason: maybe(text),
  reasonCode: maybe(text),
});
const documentAdjustment: Arbitrary<DocumentAdjustment> = fc.tuple(adjustment, vat)
  .map(([it, rate]) => ({ ...it, vat: rate }));
const party: Arbitrary<Party> = fc.record({
  name: text,
  tradingName: maybe(text),
  ids: fc.array(identifier, { maxLength: 2 }),
  legalId: maybe(identifier),
  vatId: maybe(text),
  electronicAddress: maybe(identifier),
  address,
  contact: maybe(fc.record({ name: text, phone: maybe(text), email: maybe(text) })),
});
const means: Arbitrary<PaymentMeans> = fc.record({
  code: fc.constantFrom("30", "58", "48"),
  text: maybe(text),
  account: maybe(fc.record({ id: text, name: maybe(text), bic: maybe(text) })),
  card: maybe(fc.record({ number: text, holder: maybe(text) })),
});
const delivery: Arbitrary<Delivery> = fc.record({
  name: text,
  locationId: maybe(identifier),
  deliveredOn: maybe(date),
  address: maybe(address),
});

const line: Arbitrary<Line> = fc.record({
  id: text,
  note: maybe(text),
  invoicedObject: maybe(identifier),
  quantity: number,
  unit: fc.constantFrom("C62", "HUR"),
  netCents: cents,
  orderLine: maybe(text),
  buyerAccounting: maybe(text),
  period: maybe(period),
  allowances: fc.array(adjustment, { maxLength: 2 }),
  charges: fc.array(adjustment, { maxLength: 2 }),
  price: fc.oneof(
    fc.record({ net: number, baseQuantity: number, baseUnit: fc.constantFrom("C62") }),
    fc.record({ net: number, gross: number, discount: number }),
  ),
  vat,
  item: fc.record({
    name: text,
    description: maybe(text),
    sellerId: maybe(text),
    buyerId: maybe(text),
    standardId: maybe(identifier),
    classifications: fc.array(fc.record({ id: text, scheme: text, version: maybe(text) }), { maxLength: 2 }),
    originCountry: maybe(fc.constantFrom("FR", "IT")),
    attributes: fc.array(fc.record({ name: text, value: text }), { maxLength: 2 }),
  }),
});

const header = fc.record({
  number: text,
  issuedOn: date,
  typeCode: fc.constantFrom("380", "381", "386"),
  currency: fc.constant("EUR"),
  taxPointOn: maybe(date),
  taxPointCode: maybe(fc.constantFrom("3", "35", "432")),
  dueOn: maybe(date),
  buyerReference: maybe(text),
  projectReference: maybe(text),
  contractReference: maybe(text),
  purchaseOrder: maybe(text),
  salesOrder: maybe(text),
  receivingAdvice: maybe(text),
  despatchAdvice: maybe(text),
  tenderReference: maybe(text),
  invoicedObject: maybe(identifier),
  buyerAccounting: maybe(text),
  paymentTerms: maybe(text),
  notes: fc.array(fc.record({ subject: maybe(fc.constantFrom("PMT", "AAB")), text }), { maxLength: 3 }),
  businessProcess: maybe(text),
  guideline: text,
  precedingInvoices: fc.array(fc.record({ number: text, issuedOn: maybe(date) }), { maxLength: 2 }),
  remittance: maybe(text),
});

const body = fc.record({
  seller: fc.tuple(party, maybe(text), maybe(text)).map(([it, taxId, legalInformation]) => ({
    ...it,
    taxId,
    legalInformation,
  })),
  buyer: party,
  payee: maybe(fc.record({ name: text, id: maybe(identifier), legalId: maybe(identifier) })),
  taxRepresentative: maybe(fc.record({ name: text, vatId: text, address })),
  delivery: maybe(delivery),
  period: maybe(period),
  paymentMeans: fc.array(means, { minLength: 1, maxLength: 2 })
    .map(([first, ...others]) => [first!, ...others.map((it) => ({ ...it, text: undefined }))]),
  directDebit: maybe(fc.record({ mandate: text, creditorId: maybe(text), debitedAccount: maybe(text) })),
  allowances: fc.array(documentAdjustment, { maxLength: 2 }),
  charges: fc.array(documentAdjustment, { maxLength: 2 }),
  attachments: fc.array(
    fc.record({
      id: text,
      description: maybe(text),
      url: maybe(text),
      content: maybe(fc.record({ mimeCode: fc.constant("text/csv"), fileName: text, base64: fc.constant("YSxi") })),
    }),
    { maxLength: 2 },
  ),
  lines: fc.array(line, { minLength: 1, maxLength: 3 }),
});

const sums = fc.record({
  vatCurrency: maybe(fc.constant("USD")),
  totals: fc.record({
    linesCents: cents,
    allowancesCents: maybe(cents),
    chargesCents: maybe(cents),
    netCents: cents,
    vatCents: cents,
    grossCents: cents,
    prepaidCents: maybe(cents),
    roundingCents: maybe(cents),
    dueCents: cents,
  }),
  vatBreakdown: fc.array(
    fc.tuple(
      vat,
      fc.record({ baseCents: cents, taxCents: cents, exemptionReason: maybe(text), exemptionCode: maybe(text) }),
    )
      .map(([rate, row]) => ({ ...rate, ...row })),
    { minLength: 1, maxLength: 3 },
  ),
});

/** Any invoice that both syntaxes can carry whole, sensible or not. */
export const anyInvoice: Arbitrary<Invoice> = fc.tuple(header, body, sums).map(([head, rest, { totals, ...more }]) => ({
  ...head,
  ...rest,
  ...more,
  totals: more.vatCurrency ? { ...totals, vatAccountingCents: totals.vatCents } : totals,
}));
