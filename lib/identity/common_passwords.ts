/**
 * Passwords that leaked lists hold most often: 49,000 of them, of the package that zxcvbn's heirs keep (MIT). Most are
 * shorter than what we accept, so they count as what a password is made of, not only whole: `Chocolat-2026!` is
 * `chocolat` with an ornament, and is tried as such.
 */
import leaked from "@zxcvbn-ts/language-common/src/passwords.json" with { type: "json" };
import { fold } from "../base/text.ts";

/** Shortest word of the list that makes a password common when digits alone stand around it. */
const MIN_STEM = 4;

// Figures and signs that stand for letters in passwords.
const LETTERS: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  "$": "s",
  "!": "i",
};

let words: ReadonlySet<string> | undefined;

/** True when a password, or what is left of it without ornaments, is one of those tried first. */
export function isOftenUsed(password: string): boolean {
  // Made at the first password that is set: most runs of the program never need it.
  words ??= new Set(leaked as readonly string[]);
  const plain = squeeze(password);
  // More signs than letters: whoever tries words will not come by it.
  if (plain.length * 2 < password.length) return false;
  return [plain, withoutDigits(plain), withoutDigits(squeeze(asLetters(withoutEnds(password))))].some(isInList);
}

function isInList(word: string): boolean {
  if (word.length < MIN_STEM) return false;
  if (words!.has(word)) return true;
  return [2, 3].some((times) => {
    const part = word.slice(0, word.length / times);
    return part.length >= MIN_STEM && part.repeat(times) === word && words!.has(part);
  });
}

/** The letters and digits of a text, without accents, in small letters. */
export function squeeze(text: string): string {
  return fold(text).replace(/[^\p{Letter}\p{Number}]/gu, "");
}

function withoutDigits(text: string): string {
  return text.replace(/^[0-9]+|[0-9]+$/g, "");
}

/** Without what is put before and after a word to satisfy a rule; the figures inside it stand for letters. */
function withoutEnds(text: string): string {
  return text.replace(/^[^\p{Letter}@$]+|[^\p{Letter}@$]+$/gu, "");
}

function asLetters(text: string): string {
  return text.toLowerCase().replace(/[013457@$!]/g, (sign) => LETTERS[sign]!);
}
