import type { Cents } from "../../base/money.ts";

/** The numbers of one series that were given in a period: kind and year make a series. */
export interface NumberRange {
  readonly year: number;
  /** First and last in the order of the chain. */
  readonly first: string;
  readonly last: string;
}

/** What was invoiced at one rate, credit notes deducted. */
export interface VatSum {
  readonly category: string;
  readonly rateBp: number;
  readonly baseCents: Cents;
  readonly vatCents: Cents;
}

/** What was received by one mode, reversals deducted. */
export interface ModeSum {
  readonly mode: string;
  readonly amountCents: Cents;
  /** Payments and reversals. */
  readonly count: number;
}

/** The totals of one currency. */
export interface CurrencyTotals {
  readonly currency: string;
  readonly vat: readonly VatSum[];
  readonly netCents: Cents;
  readonly vatCents: Cents;
  readonly grossCents: Cents;
  /** Discounts on whole documents, before tax; those of a line are in its price. */
  readonly discountsCents: Cents;
  readonly modes: readonly ModeSum[];
  /** Invoices less credit notes, with tax, since the first record of the chain. Never reset. */
  readonly perpetualCents: Cents;
  /** Invoices plus credit notes, with tax, since the first record of the chain. Never reset, never less. */
  readonly perpetualAbsoluteCents: Cents;
}

/** What a closure says of its period. */
export interface Totals {
  readonly invoices: number;
  readonly creditNotes: number;
  readonly payments: number;
  readonly reversals: number;
  readonly numbers: { readonly invoice: readonly NumberRange[]; readonly creditNote: readonly NumberRange[] };
  /** Every currency since the first record, in the order of their codes, even where the period had none of it. */
  readonly currencies: readonly CurrencyTotals[];
}

/** Record types that a closure adds up. */
export const FISCAL_TYPES = ["invoice_issued", "credit_note_issued", "payment_recorded", "payment_reversed"] as const;

/** A type of record that moves the totals. */
export type FiscalType = typeof FISCAL_TYPES[number];

/** Whole cents as the sealed JSON writes them: exact below 2^53, and turned into `Cents` as soon as they are read. */
type WrittenCents = number;

/** What is read of a sealed invoice or credit note. Amounts are positive on both. */
export interface SealedDocument {
  readonly number: string;
  readonly issuedOn: string;
  readonly currency: string;
  readonly netCents: WrittenCents;
  readonly vatCents: WrittenCents;
  readonly grossCents: WrittenCents;
  readonly vat: readonly {
    readonly category: string;
    readonly rateBp: number;
    readonly baseCents: WrittenCents;
    readonly vatCents: WrittenCents;
    readonly discountCents: WrittenCents;
  }[];
}

/** What is read of a sealed payment; a reversal's amount is negative. */
export interface SealedPayment {
  readonly mode: string;
  readonly currency: string;
  readonly amountCents: WrittenCents;
}

/** Totals in the making. */
export interface Sums {
  invoices: number;
  creditNotes: number;
  payments: number;
  reversals: number;
  readonly numbers: { readonly invoice: Map<number, NumberRange>; readonly creditNote: Map<number, NumberRange> };
  readonly currencies: Map<string, CurrencySums>;
}

type Amounts = "netCents" | "vatCents" | "grossCents" | "discountsCents" | "perpetualCents" | "perpetualAbsoluteCents";
type CurrencySums = { -readonly [K in Amounts]: Cents } & {
  readonly vat: Map<string, VatSum>;
  readonly modes: Map<string, ModeSum>;
};

/** Begins a period: nothing in it yet, the perpetual totals carried on from the closure before. */
export function openSums(before: Totals | null): Sums {
  const sums: Sums = {
    invoices: 0,
    creditNotes: 0,
    payments: 0,
    reversals: 0,
    numbers: { invoice: new Map(), creditNote: new Map() },
    currencies: new Map(),
  };
  for (const { currency, perpetualCents, perpetualAbsoluteCents } of before?.currencies ?? []) {
    Object.assign(currencyOf(sums, currency), { perpetualCents, perpetualAbsoluteCents });
  }
  return sums;
}

/** Adds one sealed record, from its payload. */
export function addRecord(sums: Sums, type: FiscalType, payload: unknown): void {
  if (type === "invoice_issued" || type === "credit_note_issued") addDocument(sums, type, payload as SealedDocument);
  else addPayment(sums, type, payload as SealedPayment);
}

/** Adds a shorter period that was closed; its perpetual totals become those of the longer one. */
export function addTotals(sums: Sums, part: Totals): void {
  sums.invoices += part.invoices;
  sums.creditNotes += part.creditNotes;
  sums.payments += part.payments;
  sums.reversals += part.reversals;
  for (const kind of ["invoice", "creditNote"] as const) {
    for (const range of part.numbers[kind]) addRange(sums.numbers[kind], range);
  }
  for (const { currency, vat, modes, perpetualCents, perpetualAbsoluteCents, ...amounts } of part.currencies) {
    const into = currencyOf(sums, currency);
    into.netCents += amounts.netCents;
    into.vatCents += amounts.vatCents;
    into.grossCents += amounts.grossCents;
    into.discountsCents += amounts.discountsCents;
    for (const one of vat) addVat(into, one);
    for (const one of modes) addMode(into, one);
    Object.assign(into, { perpetualCents, perpetualAbsoluteCents });
  }
}

/** The totals as they are written, each list in the order of its key. */
export function totalsOf(sums: Sums): Totals {
  const { invoices, creditNotes, payments, reversals, numbers } = sums;
  return {
    invoices,
    creditNotes,
    payments,
    reversals,
    numbers: { invoice: sorted(numbers.invoice), creditNote: sorted(numbers.creditNote) },
    currencies: [...sums.currencies.keys()].sort().map((currency) => {
      const { vat, modes, ...amounts } = sums.currencies.get(currency)!;
      return { currency, ...amounts, vat: sorted(vat), modes: sorted(modes) };
    }),
  };
}

/** A longer period from the shorter ones that make it, in their order. */
export function sumTotals(parts: readonly Totals[]): Totals {
  const sums = openSums(null);
  for (const part of parts) addTotals(sums, part);
  return totalsOf(sums);
}

function addDocument(sums: Sums, type: FiscalType, document: SealedDocument): void {
  const isCredit = type === "credit_note_issued", sign = isCredit ? -1n : 1n;
  if (isCredit) sums.creditNotes += 1;
  else sums.invoices += 1;
  const { number } = document, year = Number(document.issuedOn.slice(0, 4));
  addRange(sums.numbers[isCredit ? "creditNote" : "invoice"], { year, first: number, last: number });
  const into = currencyOf(sums, document.currency), gross = BigInt(document.grossCents);
  into.netCents += sign * BigInt(document.netCents);
  into.vatCents += sign * BigInt(document.vatCents);
  into.grossCents += sign * gross;
  for (const { category, rateBp, baseCents, vatCents, discountCents } of document.vat) {
    into.discountsCents += sign * BigInt(discountCents);
    addVat(into, { category, rateBp, baseCents: sign * BigInt(baseCents), vatCents: sign * BigInt(vatCents) });
  }
  into.perpetualCents += sign * gross;
  into.perpetualAbsoluteCents += gross < 0n ? -gross : gross;
}

function addPayment(sums: Sums, type: FiscalType, { mode, currency, amountCents }: SealedPayment): void {
  if (type === "payment_reversed") sums.reversals += 1;
  else sums.payments += 1;
  addMode(currencyOf(sums, currency), { mode, amountCents: BigInt(amountCents), count: 1 });
}

function addRange(into: Map<number, NumberRange>, { year, first, last }: NumberRange): void {
  into.set(year, { year, first: into.get(year)?.first ?? first, last });
}

function addVat(into: CurrencySums, { category, rateBp, baseCents, vatCents }: VatSum): void {
  const key = `${category} ${String(rateBp).padStart(5, "0")}`, known = into.vat.get(key);
  into.vat.set(key, {
    category,
    rateBp,
    baseCents: (known?.baseCents ?? 0n) + baseCents,
    vatCents: (known?.vatCents ?? 0n) + vatCents,
  });
}

function addMode(into: CurrencySums, { mode, amountCents, count }: ModeSum): void {
  const known = into.modes.get(mode);
  into.modes.set(mode, {
    mode,
    amountCents: (known?.amountCents ?? 0n) + amountCents,
    count: (known?.count ?? 0) + count,
  });
}

function currencyOf(sums: Sums, currency: string): CurrencySums {
  const known = sums.currencies.get(currency) ?? {
    netCents: 0n,
    vatCents: 0n,
    grossCents: 0n,
    discountsCents: 0n,
    perpetualCents: 0n,
    perpetualAbsoluteCents: 0n,
    vat: new Map(),
    modes: new Map(),
  };
  sums.currencies.set(currency, known);
  return known;
}

function sorted<K extends string | number, V>(map: ReadonlyMap<K, V>): V[] {
  return [...map].sort(([a], [b]) => a < b ? -1 : 1).map(([, value]) => value);
}
