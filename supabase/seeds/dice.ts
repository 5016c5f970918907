/** Chance that is the same each time: two seeds of the same size tell the same story. */
export interface Dice {
  /** A whole number from 0 to `below` − 1. */
  below(below: number): number;
  pick<T>(from: readonly T[]): T;
}

/** Dice from a seed (mulberry32: short, even enough for a demo, nothing secret). */
export function openDice(seed: number): Dice {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
  const below = (limit: number) => Math.floor(next() * limit);
  return { below, pick: (from) => from[below(from.length)]! };
}

/** The key of a SIREN (Luhn), so that seeded companies pass the checks that real ones pass. */
export function sirenFrom(eightDigits: string): string {
  let sum = 0;
  for (let i = 0; i < 8; i++) {
    const digit = Number(eightDigits[i]) * (i % 2 === 1 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return `${eightDigits}${(10 - (sum % 10)) % 10}`;
}
