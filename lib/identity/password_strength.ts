/**
 * What a dossier asks of its members' passwords, and how strong that makes the weakest of them. Pure. The figures are
 * those of the CNIL's recommendation of 2022 on passwords: bits = length × log2(number of signs).
 */
import type { Issue } from "../base/refusal.ts";
import { issue } from "./refusals.ts";

/** Kinds of signs that a policy may require. */
export type SignClass = "digit" | "lower" | "upper" | "special";

/** What is asked of a password, and how many wrong ones in a row block the account. */
export interface PasswordPolicy {
  /** Fewest characters. */
  readonly minLength: number;
  readonly needs: ReadonlySet<SignClass>;
  /** Wrong passwords in a row before the account is blocked. */
  readonly maxAttempts: number;
}

/** How many signs each kind counts for (CNIL 2022: 37 special ones). */
export const SIGNS_OF: Readonly<Record<SignClass, number>> = { digit: 10, lower: 26, upper: 26, special: 37 };

/** Bounds of what an administrator may set. */
export const POLICY_BOUNDS = { minLength: [8, 64], maxAttempts: [3, 20] } as const;

/** What is asked where no dossier says otherwise: length, no rule of composition, twenty tries in a row. */
export const DEFAULT_PASSWORD_POLICY: PasswordPolicy = { minLength: 12, needs: new Set(), maxAttempts: 20 };

/** Bits that the CNIL asks of a password behind limited tries (its second row) and of one alone (its first). */
export const CNIL_BITS = { limitedTries: 50, passwordAlone: 80 } as const;

/** How a policy stands against the CNIL's table. Tries are always limited here: the second row is to be reached. */
export interface Strength {
  /** Of the weakest password that the policy lets through, to a tenth. */
  readonly bits: number;
  readonly level: "weak" | "enough" | "strong";
}

/** Entropy of a text of `length` signs drawn among `signs`, in bits, to a tenth. */
export function bitsOf(length: number, signs: number): number {
  return Math.round(length * Math.log2(signs) * 10) / 10;
}

/**
 * Strength of the weakest password that a policy lets through. Only the kinds of signs that it requires count; a
 * password of digits alone is refused in any case (see password_policy.ts), so small letters count at the least.
 */
export function strengthOf({ minLength, needs }: Pick<PasswordPolicy, "minLength" | "needs">): Strength {
  const isDigitsAtMost = [...needs].every((kind) => kind === "digit");
  const counted = new Set<SignClass>(isDigitsAtMost ? [...needs, "lower"] : needs);
  const bits = bitsOf(minLength, [...counted].reduce((sum, kind) => sum + SIGNS_OF[kind], 0));
  // The CNIL itself names eight characters of three kinds as an example of its second row.
  const isItsExample = minLength >= 8 && needs.size >= 3;
  // It rounds 79.6 bits, twelve characters of four kinds, to the eighty of its first row.
  if (Math.round(bits) >= CNIL_BITS.passwordAlone) return { bits, level: "strong" };
  return { bits, level: bits >= CNIL_BITS.limitedTries || isItsExample ? "enough" : "weak" };
}

/** What holds for a person of several dossiers: the longest length, every kind required, the fewest tries. */
export function strictest(policies: readonly PasswordPolicy[]): PasswordPolicy {
  if (policies.length === 0) return DEFAULT_PASSWORD_POLICY;
  return {
    minLength: Math.max(...policies.map(({ minLength }) => minLength)),
    needs: new Set(policies.flatMap(({ needs }) => [...needs])),
    maxAttempts: Math.min(...policies.map(({ maxAttempts }) => maxAttempts)),
  };
}

/** The kinds of signs that a password lacks under a policy. Letters of other scripts count as small ones. */
export function missingClasses(password: string, { needs }: Pick<PasswordPolicy, "needs">): SignClass[] {
  const held = new Set([...password].map(classOf));
  return [...needs].filter((kind) => !held.has(kind));
}

/** What is kept of a password beside its hash: how many signs, up to 64, and of which kinds. */
export interface PasswordShape {
  readonly length: number;
  readonly kinds: readonly SignClass[];
}

/** Measures a password in hand, as rules count it. */
export function shapeOf(password: string): PasswordShape {
  const signs = [...password.normalize("NFC")];
  const held = new Set(signs.map(classOf));
  const kinds = (Object.keys(SIGNS_OF) as SignClass[]).filter((kind) => held.has(kind));
  // Rules ask for no more than this; what is longer is nobody's to know.
  return { length: Math.min(signs.length, POLICY_BOUNDS.minLength[1]), kinds };
}

/** Bits of a password of this shape, drawn among the kinds of signs that it holds. */
export function bitsOfShape({ length, kinds }: PasswordShape): number {
  return bitsOf(length, kinds.reduce((sum, kind) => sum + SIGNS_OF[kind], 0));
}

/** The faults of a policy, for its form: bounds of `POLICY_BOUNDS`. */
export function policyIssues({ minLength, maxAttempts }: PasswordPolicy): Issue[] {
  return [
    ...(isWithin(minLength, POLICY_BOUNDS.minLength) ? [] : [issue("policy_length", { values: words("minLength") })]),
    ...(isWithin(maxAttempts, POLICY_BOUNDS.maxAttempts)
      ? []
      : [issue("policy_attempts", { values: words("maxAttempts") })]),
  ];
}

function classOf(sign: string): SignClass {
  if (/\p{Number}/u.test(sign)) return "digit";
  if (/\p{Uppercase_Letter}/u.test(sign)) return "upper";
  return /\p{Letter}|\p{Mark}/u.test(sign) ? "lower" : "special";
}

function isWithin(value: number, [low, high]: readonly [number, number]): boolean {
  return Number.isInteger(value) && value >= low && value <= high;
}

function words(bound: keyof typeof POLICY_BOUNDS): Record<string, string> {
  const [min, max] = POLICY_BOUNDS[bound];
  return { min: String(min), max: String(max) };
}
