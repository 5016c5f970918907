import { multiply } from "../base/decimal.ts";
import { allocate, type BasisPoints, type Cents, percentOf, toCents, withoutTax } from "../base/money.ts";
import { VAT_TREATMENTS, type VatTreatment } from "../parties/mod.ts";
import type { EntryMode, Line, LineInput, VatCategory, VatTotal } from "./document.ts";

/** What the totals are made from. */
export interface TotalsInput {
  readonly lines: readonly LineInput[];
  readonly entryMode: EntryMode;
  readonly treatment: VatTreatment;
  readonly discountBp: BasisPoints;
}

/** The figures of a document. */
export interface Totals {
  readonly lines: readonly Line[];
  readonly vatTotals: readonly VatTotal[];
  /** Sum of the lines before the document's discount, before tax. */
  readonly linesCents: Cents;
  /** Document's discount before tax. */
  readonly discountCents: Cents;
  readonly netCents: Cents;
  readonly vatCents: Cents;
  readonly grossCents: Cents;
}

interface Rate {
  readonly category: VatCategory;
  readonly rateBp: BasisPoints;
}

/** Lines of one rate, by their index, with their amounts as entered (HT or TTC). */
interface Group extends Rate {
  readonly indexes: number[];
  readonly entered: Cents[];
}

/**
 * The figures of a document (EN 16931 BR-CO-10 to 17; CGI ann. II 242 nonies A): each line rounded to the cent half
 * up, VAT by rate on the summed base, totals by sums. In TTC entry the amount with tax is exact and the base is what
 * remains: HT = TTC / (1 + rate) by rate, shared out over the lines so that they add up.
 */
export function computeTotals(input: TotalsInput): Totals {
  const groups = groupByRate(input);
  const entered = groups.map((group) => group.entered.reduce(sum, 0n));
  const discount = percentOf(entered.reduce(sum, 0n), input.discountBp);
  const discounts = allocate(discount, entered);
  const figures = groups.map((group, i) => figuresOf(group, { entered: entered[i]!, discount: discounts[i]! }, input));
  return assemble(input, groups, figures);
}

/** The VAT category and rate of a line under the document's treatment (CGI art. 259 ff., 262, 262 ter, 283, 293 B). */
export function rateUnder(treatment: VatTreatment, rateBp: BasisPoints): Rate {
  const { category } = VAT_TREATMENTS[treatment];
  if (category !== "S") return { category, rateBp: 0 };
  return rateBp > 0 ? { category: "S", rateBp } : { category: "Z", rateBp: 0 };
}

interface GroupFigures extends VatTotal {
  /** Net of each of the group's lines, before the document's discount. */
  readonly lineNets: readonly Cents[];
}

function figuresOf(
  group: Group,
  amounts: { entered: Cents; discount: Cents },
  input: Pick<TotalsInput, "entryMode">,
): GroupFigures {
  const after = amounts.entered - amounts.discount;
  const rate = { category: group.category, rateBp: group.rateBp };
  if (input.entryMode === "net") {
    const vatCents = percentOf(after, group.rateBp);
    return { ...rate, baseCents: after, vatCents, discountCents: amounts.discount, lineNets: group.entered };
  }
  const baseCents = withoutTax(after, group.rateBp);
  const linesNet = withoutTax(amounts.entered, group.rateBp);
  return {
    ...rate,
    baseCents,
    vatCents: after - baseCents,
    discountCents: linesNet - baseCents,
    lineNets: allocate(linesNet, group.entered),
  };
}

function groupByRate(input: TotalsInput): Group[] {
  const groups = new Map<string, Group>();
  input.lines.forEach((line, index) => {
    if (line.kind !== "item") return;
    const rate = rateUnder(input.treatment, line.vatRateBp);
    const key = `${rate.category}${rate.rateBp}`;
    const group = groups.get(key) ?? { ...rate, indexes: [], entered: [] };
    group.indexes.push(index);
    group.entered.push(enteredCents(line));
    groups.set(key, group);
  });
  return [...groups.values()].sort((a, b) => b.rateBp - a.rateBp || (a.category < b.category ? -1 : 1));
}

/** Quantity × price, rounded, less the line's discount, rounded: HT or TTC by the document's entry mode. */
export function enteredCents(line: Pick<LineInput, "quantity" | "unitPrice" | "discountBp">): Cents {
  const full = toCents(multiply(line.quantity, line.unitPrice));
  return full - percentOf(full, line.discountBp);
}

function assemble(input: TotalsInput, groups: readonly Group[], figures: readonly GroupFigures[]): Totals {
  const nets = new Map<number, { rate: Rate; netCents: Cents }>();
  groups.forEach((group, i) =>
    group.indexes.forEach((index, k) => nets.set(index, { rate: group, netCents: figures[i]!.lineNets[k]! }))
  );
  const lines = input.lines.map((line, index): Line => {
    const known = nets.get(index);
    const { category, rateBp } = known?.rate ?? rateUnder(input.treatment, 0);
    return { ...line, vatRateBp: rateBp, position: index + 1, vatCategory: category, netCents: known?.netCents ?? 0n };
  });
  const vatTotals = figures.map(({ lineNets: _, ...total }) => total);
  const netCents = vatTotals.map((total) => total.baseCents).reduce(sum, 0n);
  const vatCents = vatTotals.map((total) => total.vatCents).reduce(sum, 0n);
  const discountCents = vatTotals.map((total) => total.discountCents).reduce(sum, 0n);
  return {
    lines,
    vatTotals,
    linesCents: netCents + discountCents,
    discountCents,
    netCents,
    vatCents,
    grossCents: netCents + vatCents,
  };
}

function sum(a: Cents, b: Cents): Cents {
  return a + b;
}
