import type { IsoDate } from "../../base/dates.ts";
import { formatShortDate } from "../../base/dates.ts";
import type { NumberCounter } from "../../sales/mod.ts";
import type { NumberedKind, SealedNumber } from "./sealed_number.ts";

/** What is wrong with a series, where, and in words. */
export interface NumberFault {
  readonly kind: "gap" | "double" | "order" | "date" | "unreadable" | "counter";
  /** Record of the sealed log at which it shows; null for the counter's. */
  readonly seq: bigint | null;
  readonly sentence: string;
}

/** A series of one year, and whether its numbers follow one another without gap. */
export interface NumberedSeries {
  readonly series: NumberedKind;
  readonly year: number;
  readonly first: string;
  readonly last: string;
  readonly count: number;
  /** Days of the first and of the last document. */
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly firstSeq: bigint;
  readonly lastSeq: bigint;
  /** Numbers whose content retention has erased: their records remain, but say no number. */
  readonly erased: number;
  /** True: each number from 1 to the last stands once in the log, dates never go back, the counter agrees. */
  readonly isWhole: boolean;
}

/** Every series, oldest year first, and what is wrong. */
export interface NumberingProof {
  readonly series: readonly NumberedSeries[];
  readonly faults: readonly NumberFault[];
  /** How many faults there are; `faults` holds the first `MAX_FAULTS`. */
  readonly faultCount: number;
}

/** Most faults that are told apart. */
export const MAX_FAULTS = 50;

/** A series while it is read: `missing` holds the first `MAX_FAULTS` ranks that are due still. */
export interface RunningSeries extends NumberedSeries {
  readonly lastRank: number;
  readonly missing: readonly number[];
}

/** Where a tally stands: all it needs to go on with the record after the last one it was given. */
export interface TallyState {
  /** How many records it was given. */
  readonly records: number;
  readonly series: readonly RunningSeries[];
  /** Erased records that explain no gap yet. */
  readonly erased: Readonly<Partial<Record<NumberedKind, number>>>;
  readonly faults: readonly NumberFault[];
  readonly faultCount: number;
}

/** Where every tally begins. */
export const TALLY_START: TallyState = { records: 0, series: [], erased: {}, faults: [], faultCount: 0 };

type Running = { -readonly [K in keyof NumberedSeries]: NumberedSeries[K] } & {
  lastRank: number;
  missing: Set<number>;
};

/** Reads numbers in the order of the log, each once; holds a line a series, not the numbers. */
export class NumberTally {
  readonly #series: Map<string, Running>;
  readonly #erased: Map<NumberedKind, number>;
  readonly #faults: NumberFault[];
  #faultCount: number;
  #records: number;

  constructor(from: TallyState = TALLY_START) {
    this.#series = new Map(from.series.map((each) => [keyOf(each), { ...each, missing: new Set(each.missing) }]));
    this.#erased = new Map(Object.entries(from.erased) as [NumberedKind, number][]);
    this.#faults = [...from.faults];
    [this.#records, this.#faultCount] = [from.records, from.faultCount];
  }

  /** Where it stands; to be taken before `close`, which adds what the counters say. */
  get state(): TallyState {
    return {
      records: this.#records,
      series: [...this.#series.values()].map((each) => ({ ...each, missing: [...each.missing] })),
      erased: Object.fromEntries(this.#erased),
      faults: [...this.#faults],
      faultCount: this.#faultCount,
    };
  }

  /** A record whose content retention has erased. */
  addErased(series: NumberedKind): void {
    this.#records++;
    this.#erased.set(series, (this.#erased.get(series) ?? 0) + 1);
  }

  /** A record whose payload is none of ours. */
  addUnreadable(seq: bigint): void {
    this.#records++;
    this.#fault({ kind: "unreadable", seq, sentence: `L’enregistrement ${seq} ne dit plus quel numéro il a donné.` });
  }

  /** The next number of the log. */
  add(given: SealedNumber): void {
    this.#records++;
    const running = this.#series.get(keyOf(given)) ?? this.#open(given);
    this.#rank(running, given);
    if (given.issuedOn < running.to) {
      const days = `${formatShortDate(given.issuedOn)}, après le ${formatShortDate(running.to)}`;
      this.#wrong(running, {
        kind: "date",
        seq: given.seq,
        sentence: `${given.number} recule dans le temps : ${days}.`,
      });
    } else if (Number(given.issuedOn.slice(0, 4)) !== given.year) {
      const sentence = `${given.number} porte une date d’une autre année : ${formatShortDate(given.issuedOn)}.`;
      this.#wrong(running, { kind: "date", seq: given.seq, sentence });
    } else running.to = given.issuedOn;
    running.count++;
    running.lastSeq = given.seq;
  }

  /** The whole, held against the counters as they stood before and after the log was read. */
  close({ before, after }: { before: readonly NumberCounter[]; after: readonly NumberCounter[] }): NumberingProof {
    for (const counter of after) {
      const running = this.#series.get(keyOf(counter));
      const least = before.find((each) => keyOf(each) === keyOf(counter))?.lastNumber ?? 0;
      const last = running?.lastRank ?? 0;
      if (!isNumbered(counter.series) || (last >= least && last <= counter.lastNumber)) continue;
      if (!running && this.#erased.has(counter.series)) continue;
      const words = running ? `le journal finit à ${running.last}` : "le journal n’en tient aucun";
      const sentence = `Le compteur de ${counter.year} dit ${counter.lastNumber}, ${words}.`;
      this.#wrong(running, { kind: "counter", seq: null, sentence });
    }
    return this.told();
  }

  /** What has been read up to now, without the counters: for a reading that has not come to the end yet. */
  told(): NumberingProof {
    const series = [...this.#series.values()].map(({ lastRank: _, missing: __, ...told }) => told)
      .sort((a, b) => a.year - b.year || a.series.localeCompare(b.series) * -1);
    return { series, faults: this.#faults, faultCount: this.#faultCount };
  }

  #open(given: SealedNumber): Running {
    const { series, year, number, issuedOn, seq } = given;
    const running: Running = {
      ...{ series, year, first: number, last: number, count: 0, from: issuedOn, to: issuedOn, firstSeq: seq },
      ...{ lastSeq: seq, erased: 0, isWhole: true, lastRank: 0, missing: new Set() },
    };
    this.#series.set(keyOf(given), running);
    return running;
  }

  #rank(running: Running, { seq, series, year, number, rank }: SealedNumber): void {
    const skipped = rank - running.lastRank - 1;
    if (skipped < 0) {
      const isLate = running.missing.delete(rank);
      const sentence = isLate ? `${number} vient après un numéro plus grand.` : `${number} a été donné deux fois.`;
      return this.#wrong(running, { kind: isLate ? "order" : "double", seq, sentence });
    }
    const erased = this.#erased.get(series) ?? 0;
    if (skipped > 0 && skipped <= erased) {
      this.#erased.set(series, erased - skipped);
      running.erased += skipped;
    } else if (skipped > 0) {
      for (let lost = running.lastRank + 1; lost < rank && running.missing.size < MAX_FAULTS; lost++) {
        running.missing.add(lost);
      }
      const [from, to] = [running.lastRank + 1, rank - 1].map((at) => numberLike(number, { year, rank: at }));
      const sentence = skipped === 1 ? `Il manque ${from}.` : `Il manque ${skipped} numéros, de ${from} à ${to}.`;
      this.#wrong(running, { kind: "gap", seq, sentence });
    }
    running.lastRank = rank;
    running.last = number;
  }

  #wrong(running: Running | undefined, fault: NumberFault): void {
    if (running) running.isWhole = false;
    this.#fault(fault);
  }

  #fault(fault: NumberFault): void {
    this.#faultCount++;
    if (this.#faults.length < MAX_FAULTS) this.#faults.push(fault);
  }
}

function keyOf({ series, year }: { readonly series: string; readonly year: number }): string {
  return `${series} ${year}`;
}

function isNumbered(series: string): series is NumberedKind {
  return series === "invoice" || series === "credit_note";
}

/** Another number of the same series, in the form of this one. */
function numberLike(number: string, { year, rank }: { year: number; rank: number }): string {
  return number.replace(/\d{4}-\d+$/, `${year}-${String(rank).padStart(4, "0")}`);
}
