import type { Issue } from "../base/refusal.ts";
import { MAX_PASSWORD_LENGTH } from "../platform/password_hash.ts";
import { isOftenUsed, squeeze } from "./common_passwords.ts";
import { DEFAULT_PASSWORD_POLICY, missingClasses, type PasswordPolicy, type SignClass } from "./password_strength.ts";
import { issue } from "./refusals.ts";

/** Fewest characters of a password where no dossier asks otherwise: twelve of small letters make 56 bits. */
export const MIN_PASSWORD_LENGTH = DEFAULT_PASSWORD_POLICY.minLength;
/** Fewest different characters of a password. */
export const MIN_DISTINCT_CHARACTERS = 5;
/** Shortest word of the person's own that a password may not hold. */
const MIN_OWN_WORD = 4;

// What is left of a bad password without accents, punctuation and digits at both ends: nothing, for digits alone.
const COMMON_STEMS: ReadonlySet<string> = new Set([
  "motdepasse",
  "monmotdepasse",
  "password",
  "passwort",
  "azerty",
  "azertyuiop",
  "azertyuiopqsdfghjklm",
  "qwerty",
  "qwertyuiop",
  "qwertyuiopasdfghjkl",
  "administrateur",
  "administrator",
  "bienvenue",
  "bonjour",
  "soleil",
  "loulou",
  "doudou",
  "chouchou",
  "jetaime",
  "iloveyou",
  "welcome",
  "letmein",
  "entreprise",
  "facture",
  "factures",
  "comptabilite",
  "paraphe",
  "secret",
  "changeme",
  "marseille",
  "princesse",
  "football",
  "",
]);
const SEQUENCES = ["0123456789012345678901234567890", "abcdefghijklmnopqrstuvwxyz", "azertyuiopqsdfghjklmwxcvbn"];

/** What a password may not repeat: the person's address and the company's name. */
export interface PasswordOwner {
  readonly email: string;
  readonly companyName: string;
}

const CLASS_WORDS: Readonly<Record<SignClass, string>> = {
  digit: "un chiffre",
  lower: "une minuscule",
  upper: "une majuscule",
  special: "un caractère spécial",
};

/**
 * The faults of a password, for its form field; none when it may be used. `policy` is the strictest of the person's
 * dossiers (`loadPolicyOf`); somebody who has none yet gets the program's own.
 */
export function passwordIssues(
  password: string,
  owner: PasswordOwner,
  policy: PasswordPolicy = DEFAULT_PASSWORD_POLICY,
): Issue[] {
  const text = password.normalize("NFC");
  const length = [...text].length;
  if (length < policy.minLength) {
    return [issue("password_short", { values: { min: String(policy.minLength) } })];
  }
  if (text.length > MAX_PASSWORD_LENGTH) {
    return [issue("password_long", { values: { max: String(MAX_PASSWORD_LENGTH) } })];
  }
  if (new Set(text).size < MIN_DISTINCT_CHARACTERS) return [issue("password_repeated")];
  const missing = missingClasses(text, policy).map((kind) => CLASS_WORDS[kind]);
  if (missing.length > 0) return [issue("password_classes", { values: { missing: missing.join(" et ") } })];
  if (isCommon(text) || isOftenUsed(text)) return [issue("password_common")];
  return holdsOwnWord(text, owner) ? [issue("password_guessable")] : [];
}

function isCommon(text: string): boolean {
  const folded = squeeze(text);
  if (folded === "") return false;
  if (SEQUENCES.some((sequence) => sequence.includes(folded) || reversed(sequence).includes(folded))) return true;
  const stem = folded.replace(/^[0-9]+|[0-9]+$/g, "");
  return COMMON_STEMS.has(stem) || isDoubled(stem);
}

function isDoubled(stem: string): boolean {
  return [2, 3, 4].some((times) => {
    const part = stem.slice(0, stem.length / times);
    return part.repeat(times) === stem && COMMON_STEMS.has(part);
  });
}

function holdsOwnWord(text: string, { email, companyName }: PasswordOwner): boolean {
  const folded = squeeze(text);
  const [mailbox = "", domain = ""] = email.split("@");
  const words = [squeeze(mailbox), squeeze(domain.replace(/\.[a-z]+$/i, "")), squeeze(companyName)];
  // A long sentence that happens to hold the word is fine; a password that is mostly that word is not.
  return words.some((word) =>
    word.length >= MIN_OWN_WORD && folded.includes(word) && folded.length - word.length < MIN_PASSWORD_LENGTH
  );
}

function reversed(text: string): string {
  return [...text].reverse().join("");
}
