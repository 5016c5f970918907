import { checkIban } from "../base/identifiers.ts";
import { shorten } from "../base/text.ts";

/** Why the mail of a trial waits for the operator. */
export type HoldKind = "link" | "iban" | "abuse";

/** One reason: the domain of a link, an IBAN by its ends, or nothing for reports of abuse. */
export interface Hold {
  readonly kind: HoldKind;
  readonly fragment: string;
}

/** Reasons that are told of one mail at most. */
const MAX_HOLDS = 5;
/** Longest fragment that leaves the dossier. */
const MAX_FRAGMENT = 80;

// Ends of names that mail programs turn into links. Those that are also French words count in lower case alone, since
// « terminé.De plus » is a forgotten space.
const SURE_ENDS =
  "com|net|org|info|biz|fr|eu|uk|ru|cn|ch|lu|nl|pt|pl|io|ly|gl|gd|cc|tv|ws|ga|gq|cf|tk|ml|xyz|top|shop|" +
  "store|online|site|website|link|click|live|club|space|tech|app|dev|page|icu|vip|win|buzz|work|support|email|cloud|" +
  "pro|paris|bzh|alsace|corsica|re|pf|nc|bank|finance|money|pay|world|today|agency|digital|email|help|services";
const WORD_ENDS = "be|de|me|se|es|it|co|at|au|si|la|sa|su|us|il|in|to|et|eh|im|is|as|ai|do";
const NAME = "(?:[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?\\.){1,8}";
const NO_NAME_BEFORE = "(?<![\\p{L}\\p{N}@._-])";
const WITH_SCHEME = /(?:https?|hxxps?|ftp)\s?:\s?\/\/\s?([^\s/?#<>"'«»]{1,253})/giu;
const WITH_WWW = /(?<![\p{L}\p{N}@])www\d?\.([^\s/?#<>"'«»,;]{1,253})/giu;
const SURE = new RegExp(`${NO_NAME_BEFORE}${NAME}(?:${SURE_ENDS})(?![\\p{L}\\p{N}@-]|\\.\\p{L})`, "giu");
const WORD = new RegExp(`${NO_NAME_BEFORE}${NAME}(?:${WORD_ENDS})(?![\\p{L}\\p{N}@-]|\\.\\p{L})`, "gu");
/** A name with an end of any kind is an address once something follows its slash. */
const WITH_PATH = new RegExp(`${NO_NAME_BEFORE}${NAME}\\p{L}{2,63}(?=/[\\p{L}\\p{N}])`, "giu");

/**
 * Links and bank accounts in texts that a person typed, but for the dossier's own IBAN. Errs on the side of finding: a
 * mail held for nothing waits for an operator, nothing more.
 */
export function suspectFragments(texts: readonly string[], { ownIban }: { ownIban: string | null }): Hold[] {
  const plain = texts.map(unveil);
  const holds = plain.flatMap((text): Hold[] => [
    ...linksIn(text).map((domain) => ({ kind: "link" as const, fragment: shorten(domain, MAX_FRAGMENT) })),
    ...ibansIn(text, ownIban).map((iban) => ({ kind: "iban" as const, fragment: masked(iban) })),
  ]);
  const known = new Map(holds.map((hold) => [`${hold.kind}:${hold.fragment}`, hold]));
  return [...known.values()].slice(0, MAX_HOLDS);
}

/** Undoes what hides an address from programs and not from readers: other dots, invisible signs, « [.] ». */
function unveil(text: string): string {
  return text.normalize("NFKC").replace(/\p{Cf}/gu, "").replace(/[\u3002\uff61]/g, ".")
    .replace(/\s?[[({]\s?(?:\.|dot|point)\s?[\])}]\s?/giu, ".");
}

function linksIn(text: string): string[] {
  const found = [
    ...[...text.matchAll(WITH_SCHEME), ...text.matchAll(WITH_WWW)].map((match) => match[1]!),
    ...[SURE, WORD, WITH_PATH].flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[0])),
  ];
  const domains = found.map((name) => name.toLowerCase().replace(/^www\d?\./, "").replace(/[.,;:!)\]]+$/, ""));
  return [...new Set(domains)];
}

/** Starts of IBANs; what follows is read without the blanks, points and dashes that people put in. */
const IBAN_START = /(?<![A-Z0-9])[A-Z]{2}[ .-]?\d{2}/g;
const LONGEST_SPACED = 80;
/** Shortest and longest IBAN (ISO 13616). */
const IBAN_SHAPE = /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}/;
/** Digits among the first signs that make an account number of a text that no key confirms. */
const DIGITS_WANTED = 14;

function ibansIn(text: string, ownIban: string | null): string[] {
  const upper = text.toUpperCase();
  const found: string[] = [];
  for (const { index, 0: start } of upper.matchAll(IBAN_START)) {
    const [spaced] = /^[A-Z0-9 .\-]+/.exec(upper.slice(index, index + LONGEST_SPACED))!;
    const signs = spaced.replace(/[ .\-]/g, "");
    const iban = confirmedIn(signs) ?? (/\d/.test(start[2]!) ? likelyIn(signs) : null);
    if (iban !== null && !(ownIban !== null && signs.startsWith(ownIban))) found.push(iban);
  }
  return found;
}

/** The IBAN whose key is right at the beginning of these signs, whatever follows. */
function confirmedIn(signs: string): string | null {
  for (let length = 15; length <= Math.min(34, signs.length); length++) {
    const checked = checkIban(signs.slice(0, length));
    if (checked.ok) return checked.value;
  }
  return null;
}

function likelyIn(signs: string): string | null {
  const [shape] = IBAN_SHAPE.exec(signs) ?? [];
  const digits = signs.slice(0, 18).replace(/\D/g, "").length;
  return shape && digits >= DIGITS_WANTED ? shape : null;
}

/** `FR76 •••• 1234`. */
function masked(iban: string): string {
  return `${iban.slice(0, 4)} •••• ${iban.slice(-4)}`;
}
