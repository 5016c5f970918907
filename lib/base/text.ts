/** Longest text accepted in a single-line field. */
export const MAX_LINE = 200;
/** Longest text accepted in a free text (designation, notes, terms). */
export const MAX_TEXT = 5_000;

// Control characters other than tab and line feed, lone surrogates, and the bidirectional overrides
// that can make a line read otherwise than it is stored.
// deno-lint-ignore no-control-regex
const FORBIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]|\p{Surrogate}/u;

/** True when a text holds a character that no document may carry (XML 1.0 §2.2, and direction overrides). */
export function hasForbiddenCharacters(text: string): boolean {
  return FORBIDDEN.test(text);
}

/** One line, trimmed, inner runs of white space folded, composed form (NFC). */
export function cleanLine(text: string): string {
  return text.normalize("NFC").replace(/\s+/gu, " ").trim();
}

/** Several lines: line ends unified, trailing blanks dropped, at most one empty line in a row. */
export function cleanText(text: string): string {
  const lines = text.normalize("NFC").replace(/\r\n?/g, "\n").split("\n");
  // Line by line: one expression for the blanks at line ends takes the square of their number.
  return lines.map((line) => line.trimEnd()).join("\n").replace(/\n{3,}/g, "\n\n").trim();
}

/** Lower case without accents or punctuation, for searching: `Société Générale` → `societe generale`. */
export function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{Mark}/gu, "").toLowerCase().replaceAll("œ", "oe").replaceAll("æ", "ae")
    .replace(/[^\p{Letter}\p{Number}@.\-]+/gu, " ").trim();
}

/** Address part: `Atelier Dupré & fils` → `atelier-dupre-fils`, at most 40 characters, never empty. */
export function slugOf(text: string): string {
  return fold(text).replace(/[^a-z0-9]+/g, "-").slice(0, 40).replace(/^-+|-+$/g, "") || "dossier";
}

const EMAIL =
  /^(?!\.)[^\s@"<>(),:;\\[\]]{1,64}(?<!\.)@(?=.{4,190}$)([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/i;

/** Reads an e-mail address; null where it cannot be one. The domain is put in lower case, the rest kept. */
export function parseEmail(text: string): string | null {
  const trimmed = text.trim().normalize("NFC");
  if (trimmed.length > 254 || !EMAIL.test(trimmed) || trimmed.includes("..")) return null;
  if (hasForbiddenCharacters(trimmed)) return null;
  const at = trimmed.lastIndexOf("@");
  return `${trimmed.slice(0, at)}@${trimmed.slice(at + 1).toLowerCase()}`;
}

/** The form under which two spellings of an address count as one: all in lower case. */
export function emailKey(email: string): string {
  return email.toLowerCase();
}

/** Cuts a text for display, with an ellipsis when something was cut; a character of two units is never halved. */
export function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, "").trimEnd()}…`;
}
