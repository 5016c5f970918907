/**
 * Recomputes every closure of a chain from the payloads before it, as the READMEs of lib/antifraud describe closures:
 * shares no code with the program. Takes the records from 1 on; that their bytes are right is `checkArchive`'s matter.
 */
import { jcs, type Json } from "./derive.ts";

/** The first closure that does not say what was sealed before it, and what is wrong with it. */
export interface ClosureFault {
  readonly where: number;
  readonly reason:
    | "closure_period"
    | "closure_previous"
    | "closure_span"
    | "closure_counts"
    | "closure_numbers"
    | "closure_totals"
    | "closure_sum"
    | "closure_perpetual";
}

/** What documents and payments come to, by currency; amounts are cents. */
type Sums = Map<
  string,
  { flat: Map<string, number>; modes: Map<string, [number, number]>; vat: Map<string, number[]> }
>;
type Closed = { payload: Json; sums: Sums };

const FLAT = ["netCents", "vatCents", "grossCents", "discountsCents"];
const PARTS: Record<string, string | null> = { day: null, month: "day", year: "month" };

/** Goes through the records once. Null where every closure is right. */
export function closureFault(records: readonly Json[]): ClosureFault | null {
  const closed: Record<string, Closed[]> = { day: [], month: [], year: [] };
  for (const record of records) {
    if (!/^(day|month|year)_closed$/.test(record.type)) continue;
    const payload = JSON.parse(record.payload), kind = record.type.split("_")[0]!;
    const before = records.filter(({ seq }) => seq < record.seq);
    const reason = faultOf({ ...payload, record }, { kind, closed, before });
    if (reason) return { where: record.seq, reason };
    closed[kind]!.push({ payload, sums: sumsIn(payload.currencies) });
  }
  return null;
}

function faultOf(
  closure: Json,
  { kind, closed, before }: { kind: string; closed: Record<string, Closed[]>; before: Json[] },
): ClosureFault["reason"] | null {
  const last = closed[kind]!.at(-1)?.payload, parts = PARTS[kind];
  if (closure.kind !== kind || closure.record.subject !== closure.closure || !isPeriod(closure)) {
    return "closure_period";
  }
  if (closure.record.at < closure.until) return "closure_period";
  if (closure.previous !== (last?.closure ?? null) || last && closure.from <= last.to) return "closure_previous";
  const own = parts
    ? closed[parts]!.filter(({ payload }) => payload.from >= closure.from && payload.to <= closure.to)
    : [];
  const inside = before.filter(({ seq }) => seq >= closure.firstSeq && seq <= closure.lastSeq);
  const counted = inside.filter(isCounted);
  if (!isSpan(closure, { kind, last, own, before, counted })) return "closure_span";
  const count = (type: string) => counted.filter((record) => record.type === type).length;
  const counts = ["invoice_issued", "credit_note_issued", "payment_recorded", "payment_reversed"].map(count);
  const { invoices, creditNotes, payments, reversals } = closure;
  if (counts.join() !== [invoices, creditNotes, payments, reversals].join()) return "closure_counts";
  const said = jcs([closure.firstNumber, closure.lastNumber]);
  if (said !== jcs([numbersOf(counted), numbersOf(counted.toReversed())])) return "closure_numbers";
  const known = added(before.filter(({ seq }) => seq <= closure.lastSeq).filter(isCounted).map(sumsOf));
  if (jcs(written(added(counted.map(sumsOf)), known)) !== jcs(closure.currencies.map(withoutPerpetual))) {
    return "closure_totals";
  }
  if (
    parts && jcs(written(added(own.map(({ sums }) => sums)), known)) !== jcs(closure.currencies.map(withoutPerpetual))
  ) {
    return "closure_sum";
  }
  return isPerpetual(closure.currencies, before.filter(({ seq }) => seq <= closure.lastSeq))
    ? null
    : "closure_perpetual";
}

/** A period is whole days that exist, and ends when its last day does where the company is. */
function isPeriod({ kind, period, from, to, until, timeZone }: Json): boolean {
  const isNamed = kind === "day"
    ? period === from && from === to
    : kind === "month"
    ? period === from.slice(0, 7) && from.endsWith("-01") && to === dayAfter(`${period}-01`, -1, 1)
    : period === from || (period === from.slice(0, 4) && from.endsWith("-01-01") && to === `${period}-12-31`);
  return isNamed && localDay(until, timeZone) === dayAfter(to, 1) &&
    localDay(new Date(Date.parse(until) - 1).toISOString(), timeZone) === to;
}

function isSpan(
  closure: Json,
  { kind, last, own, before, counted }: { kind: string; last: Json; own: Closed[]; before: Json[]; counted: Json[] },
): boolean {
  const { firstSeq, lastSeq, from, until, timeZone } = closure;
  if (kind !== "day") {
    return own.length > 0 && firstSeq === own[0]!.payload.firstSeq && lastSeq === own.at(-1)!.payload.lastSeq;
  }
  const end = before.filter(({ at }) => at < until).at(-1);
  return firstSeq === (last?.lastSeq ?? 0) + 1 && lastSeq === end?.seq && counted.length > 0 &&
    counted.every(({ at }) => localDay(at, timeZone) >= from);
}

function isCounted({ type }: Json): boolean {
  return /^(invoice_issued|credit_note_issued|payment_recorded|payment_reversed)$/.test(type);
}

/** First number of each series and year, in the order given. */
function numbersOf(counted: readonly Json[]): Json {
  const first = (type: string) => {
    const years = new Map<string, string>();
    for (const record of counted.filter((one) => one.type === type)) {
      const { number, issuedOn } = JSON.parse(record.payload), year = issuedOn.slice(0, 4);
      if (!years.has(year)) years.set(year, number);
    }
    return [...years].sort().map(([, number]) => number);
  };
  return { invoice: first("invoice_issued"), creditNote: first("credit_note_issued") };
}

function sumsOf(record: Json): Sums {
  const p = JSON.parse(record.payload);
  if (record.type.startsWith("payment")) return sumsIn([{ ...p, vat: [], modes: [{ ...p, count: 1 }] }]);
  const sign = record.type === "credit_note_issued" ? -1 : 1;
  const vat = p.vat.map((row: Json) => ({ ...row, baseCents: sign * row.baseCents, vatCents: sign * row.vatCents }));
  const discounts = p.vat.reduce((sum: number, row: Json) => sum + row.discountCents, 0);
  const flat = { netCents: sign * p.netCents, vatCents: sign * p.vatCents, grossCents: sign * p.grossCents };
  return sumsIn([{ currency: p.currency, ...flat, discountsCents: sign * discounts, vat, modes: [] }]);
}

function sumsIn(currencies: readonly Json[]): Sums {
  return new Map(currencies.map((one) => [one.currency, {
    flat: new Map(FLAT.map((name) => [name, one[name] ?? 0])),
    modes: new Map(one.modes.map((row: Json) => [row.mode, [row.amountCents, row.count]])),
    vat: new Map(one.vat.map((row: Json) => [jcs([row.category, row.rateBp]), [row.baseCents, row.vatCents]])),
  }]));
}

function added(all: readonly Sums[]): Sums {
  const sums: Sums = new Map();
  for (const [currency, { flat, modes, vat }] of all.flatMap((one) => [...one])) {
    const into = sums.get(currency) ?? { flat: new Map(), modes: new Map(), vat: new Map() };
    sums.set(currency, into);
    for (const [name, cents] of flat) into.flat.set(name, (into.flat.get(name) ?? 0) + cents);
    for (const [mode, [cents, count]] of modes) {
      const [a, b] = into.modes.get(mode) ?? [0, 0];
      into.modes.set(mode, [a + cents, b + count]);
    }
    for (const [rate, [base, cents]] of vat) {
      const [a, b] = into.vat.get(rate) ?? [0, 0];
      into.vat.set(rate, [a! + base!, b! + cents!]);
    }
  }
  return sums;
}

/** As a payload says it: every currency known so far, by code, rates and modes ascending. */
function written(sums: Sums, known: Sums): Json[] {
  return [...known.keys()].sort().map((currency) => {
    const { flat, modes, vat } = sums.get(currency) ?? { flat: new Map(), modes: new Map(), vat: new Map() };
    const rates = [...vat].map(([rate, [baseCents, vatCents]]) => {
      const [category, rateBp] = JSON.parse(rate);
      return { category, rateBp, baseCents, vatCents };
    });
    return {
      currency,
      ...Object.fromEntries(FLAT.map((name) => [name, flat.get(name) ?? 0])),
      vat: rates.sort((a, b) => a.category < b.category ? -1 : a.category > b.category ? 1 : a.rateBp - b.rateBp),
      modes: [...modes].sort().map(([mode, [amountCents, count]]) => ({ mode, amountCents, count })),
    };
  });
}

function isPerpetual(currencies: readonly Json[], records: readonly Json[]): boolean {
  return currencies.every(({ currency, perpetualCents, perpetualAbsoluteCents }) => {
    const documents = records.filter(({ type }) => type === "invoice_issued" || type === "credit_note_issued")
      .map(({ type, payload }) => ({ type, ...JSON.parse(payload) })).filter((one) => one.currency === currency);
    const total = (sign: number) =>
      documents.reduce((sum, { type, grossCents }) => sum + (type === "invoice_issued" ? 1 : sign) * grossCents, 0);
    return perpetualCents === total(-1) && perpetualAbsoluteCents === total(1);
  });
}

function withoutPerpetual({ perpetualCents: _, perpetualAbsoluteCents: __, ...rest }: Json): Json {
  return rest;
}

function dayAfter(day: string, days: number, months = 0): string {
  const [year, month, date] = day.split("-").map(Number);
  return new Date(Date.UTC(year!, month! - 1 + months, date! + days)).toISOString().slice(0, 10);
}

function localDay(at: string, timeZone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(new Date(at));
}
