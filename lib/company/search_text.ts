import { fold } from "../base/text.ts";

/** Words of a search that count; more would not narrow it. */
export const MAX_SEARCH_WORDS = 4;
/** Longest part of a typed search that is read. */
const MAX_SEARCH = 200;
/** Shorter words are looked for at the beginning of words only: inside words they would match nearly everything. */
const SHORT_WORD = 3;

/**
 * What the searches of a table read: every word of the parts, folded, once, each after a space.
 * `Dupré & Fils`, `a.b@c.fr` → ` dupre fils a.b@c.fr a b c fr`.
 */
export function searchText(parts: readonly (string | null)[]): string {
  const words = parts.flatMap((part) => part === null ? [] : fold(part).split(" "));
  const pieces = words.flatMap((word) => [word, ...word.split(/[.@-]/)]).filter((word) => word !== "");
  return [...new Set(pieces)].map((word) => ` ${word}`).join("");
}

/** LIKE patterns of what a person typed, one a word, to hold all together; empty when he typed no word. */
export function searchPatterns(typed: string): string[] {
  // Folding leaves no %, _ or backslash, which patterns would read as signs.
  return words(typed).map((word) => word.length < SHORT_WORD ? `% ${word}%` : `%${word}%`);
}

/** The folded beginning of a name that a person typed, to put names that begin so first. */
export function searchPrefix(typed: string): string {
  return fold(typed.slice(0, MAX_SEARCH));
}

function words(typed: string): string[] {
  return fold(typed.slice(0, MAX_SEARCH)).split(" ").filter((word) => word !== "").slice(0, MAX_SEARCH_WORDS);
}
