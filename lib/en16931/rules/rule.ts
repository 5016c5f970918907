import type { InvoiceDraft } from "../draft.ts";
import type { Severity, Violation } from "./violation.ts";

/** A place where a rule is broken: the number of the line, allowance… (from 1), and the faulty value. */
export interface Place {
  readonly n?: number;
  readonly value?: string | undefined;
}

/** Where an invoice breaks a rule; nowhere when it does not. */
export type Check = (invoice: InvoiceDraft) => readonly Place[];

/** One rule: its id, what it says to the person, where that person mends it, and how it is checked. */
export interface Rule {
  readonly id: string;
  /** `fatal` where absent. */
  readonly severity?: Severity;
  /** French sentence; `{n}` stands for the place's number, `{value}` for its value. */
  readonly sentence: string;
  /** Symbol of the place that mends it, `{n}` likewise: `company.vat_number`, `line.{n}.price`. */
  readonly fix: string;
  readonly check: Check;
}

/** Nothing is wrong. */
export const NOWHERE: readonly Place[] = [];
const HERE: readonly Place[] = [{}];

/** A check on the whole invoice: broken where `isWrong` says so. */
export function when(isWrong: (invoice: InvoiceDraft) => boolean): Check {
  return (invoice) => isWrong(invoice) ? HERE : NOWHERE;
}

/** A check on each item of a list: broken at each item where `isWrong` says so. */
export function each<T>(
  list: (invoice: InvoiceDraft) => readonly T[],
  isWrong: (item: T, invoice: InvoiceDraft) => boolean,
): Check {
  return (invoice) => {
    const found: Place[] = [];
    list(invoice).forEach((item, index) => {
      if (isWrong(item, invoice)) found.push({ n: index + 1 });
    });
    return found;
  };
}

/** A check on values, each given with its number where there is one: broken at each value where `isWrong` says so. */
export function values(
  list: (invoice: InvoiceDraft) => readonly (string | undefined)[],
  isWrong: (value: string) => boolean,
): Check {
  return (invoice) => {
    const found: Place[] = [];
    list(invoice).forEach((value, index) => {
      if (value !== undefined && isWrong(value)) found.push({ n: index + 1, value: value.slice(0, 40) });
    });
    return found;
  };
}

/** The violations of one rule by one invoice. */
export function applyRule(rule: Rule, invoice: InvoiceDraft): Violation[] {
  const places = rule.check(invoice);
  // Hundreds of rules are asked of each invoice, and nearly none has an answer.
  return places.length === 0 ? [] : places.map((place) => ({
    rule: rule.id,
    severity: rule.severity ?? "fatal",
    sentence: fill(rule.sentence, place),
    fix: fill(rule.fix, place),
  }));
}

function fill(text: string, place: Place): string {
  return text.replaceAll("{n}", String(place.n)).replaceAll("{value}", String(place.value));
}
