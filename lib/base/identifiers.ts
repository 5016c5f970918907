/** Identifiers of French and European parties: each reader returns the canonical form, or why it is refused. */

/** A canonical identifier, or the French reason why the text is not one. */
export type Checked = { readonly ok: true; readonly value: string } | { readonly ok: false; readonly reason: string };

/** La Poste: its establishments' SIRET follow a rule of their own (INSEE). */
const LA_POSTE = "356000000";

/** SIREN: nine digits with a Luhn key (R123-221 C. com.). */
export function checkSiren(text: string): Checked {
  const value = digits(text);
  if (!/^\d{9}$/.test(value)) return no("Le SIREN compte neuf chiffres.");
  return luhn(value) ? yes(value) : no("Ce SIREN n’existe pas : sa clé est fausse. Vérifiez les chiffres.");
}

/** SIRET: SIREN and five digits of establishment, Luhn over the whole (La Poste: sum of digits divisible by five). */
export function checkSiret(text: string): Checked {
  const value = digits(text);
  if (!/^\d{14}$/.test(value)) return no("Le SIRET compte quatorze chiffres.");
  const sum = [...value].reduce((total, digit) => total + Number(digit), 0);
  const valid = luhn(value) || (value.startsWith(LA_POSTE) && sum % 5 === 0);
  return valid && luhn(value.slice(0, 9))
    ? yes(value)
    : no("Ce SIRET n’existe pas : sa clé est fausse. Vérifiez les chiffres.");
}

/** The French VAT number of a SIREN: key (12 + 3 × (SIREN mod 97)) mod 97. */
export function frenchVatNumber(siren: string): string {
  return `FR${String((12 + 3 * (Number(siren) % 97)) % 97).padStart(2, "0")}${siren}`;
}

/** Body of a VAT number by country prefix (Council Regulation 904/2010 and the VIES guide). */
const VAT_BODY: Record<string, RegExp> = {
  AT: /^U\d{8}$/,
  BE: /^[01]\d{9}$/,
  BG: /^\d{9,10}$/,
  CY: /^\d{8}[A-Z]$/,
  CZ: /^\d{8,10}$/,
  DE: /^\d{9}$/,
  DK: /^\d{8}$/,
  EE: /^\d{9}$/,
  EL: /^\d{9}$/,
  ES: /^[A-Z0-9]\d{7}[A-Z0-9]$/,
  FI: /^\d{8}$/,
  FR: /^[A-HJ-NP-Z0-9]{2}\d{9}$/,
  HR: /^\d{11}$/,
  HU: /^\d{8}$/,
  IE: /^(\d{7}[A-W][A-I]?|\d[A-Z+*]\d{5}[A-W])$/,
  IT: /^\d{11}$/,
  LT: /^(\d{9}|\d{12})$/,
  LU: /^\d{8}$/,
  LV: /^\d{11}$/,
  MT: /^\d{8}$/,
  NL: /^[A-Z0-9]{9}B\d{2}$/,
  PL: /^\d{10}$/,
  PT: /^\d{9}$/,
  RO: /^\d{2,10}$/,
  SE: /^\d{10}01$/,
  SI: /^\d{8}$/,
  SK: /^\d{10}$/,
  XI: /^(\d{9}|\d{12}|GD\d{3}|HA\d{3})$/,
};

/** Intra-community VAT number: known prefix, body of that country, and the key where France and Belgium publish it. */
export function checkVatNumber(text: string): Checked {
  const value = text.toUpperCase().replace(/[\s.\-\u00a0\u202f]/g, "").replace(/^GR/, "EL");
  const prefix = value.slice(0, 2);
  const body = value.slice(2);
  const shape = VAT_BODY[prefix];
  if (!shape) return no("Le numéro de TVA commence par le code du pays, par exemple FR ou BE.");
  if (!shape.test(body)) return no(`Ce numéro de TVA n’a pas la forme des numéros ${prefix}.`);
  if (prefix === "FR") return checkFrenchVat(value);
  if (prefix === "BE" && 97 - Number(body.slice(0, 8)) % 97 !== Number(body.slice(8))) {
    return no("Ce numéro de TVA belge n’existe pas : sa clé est fausse.");
  }
  return yes(value);
}

function checkFrenchVat(value: string): Checked {
  const siren = value.slice(4);
  const key = value.slice(2, 4);
  // Companies of Monaco have a French VAT number and no SIREN: three zeros stand where it would begin.
  if (!/^000\d*[1-9]/.test(siren) && !luhn(siren)) {
    return no("Ce numéro de TVA contient un SIREN dont la clé est fausse.");
  }
  if (/^\d{2}$/.test(key) && value !== frenchVatNumber(siren)) {
    return no(
      `La clé de ce numéro de TVA est fausse : pour le SIREN ${siren}, le numéro est ${frenchVatNumber(siren)}.`,
    );
  }
  return yes(value);
}

/** Lengths of IBANs by country (ISO 13616 registry), SEPA countries and the usual neighbours. */
const IBAN_LENGTH: Record<string, number> = {
  AD: 24,
  AT: 20,
  BE: 16,
  BG: 22,
  CH: 21,
  CY: 28,
  CZ: 24,
  DE: 22,
  DK: 18,
  EE: 20,
  ES: 24,
  FI: 18,
  FR: 27,
  GB: 22,
  GI: 23,
  GR: 27,
  HR: 21,
  HU: 28,
  IE: 22,
  IS: 26,
  IT: 27,
  LI: 21,
  LT: 20,
  LU: 20,
  LV: 21,
  MC: 27,
  MT: 31,
  NL: 18,
  NO: 15,
  PL: 28,
  PT: 25,
  RO: 24,
  SE: 24,
  SI: 19,
  SK: 24,
  SM: 27,
  VA: 22,
};

/** IBAN: known country, its length, and the ISO 7064 mod 97-10 key, which runs from 02 to 98. */
export function checkIban(text: string): Checked {
  const value = text.toUpperCase().replace(/[\s\u00a0\u202f]/g, "");
  const length = IBAN_LENGTH[value.slice(0, 2)];
  if (!length || !/^[A-Z]{2}\d{2}[A-Z0-9]+$/.test(value)) {
    return no("Un IBAN commence par le code du pays, par exemple FR76.");
  }
  if (value.length !== length) {
    return no(`Un IBAN ${value.slice(0, 2)} compte ${length} caractères ; celui-ci en a ${value.length}.`);
  }
  const key = Number(value.slice(2, 4));
  return key >= 2 && key <= 98 && mod97(value.slice(4) + value.slice(0, 4)) === 1
    ? yes(value)
    : no("Cet IBAN n’existe pas : sa clé de contrôle est fausse.");
}

/** BIC (ISO 9362): eight or eleven characters. */
export function checkBic(text: string): Checked {
  const value = text.toUpperCase().replace(/\s/g, "");
  return /^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(value)
    ? yes(value)
    : no("Un BIC compte huit ou onze lettres et chiffres, par exemple BNPAFRPP.");
}

/** An IBAN in groups of four, as banks print it. */
export function formatIban(iban: string): string {
  return iban.replace(/(.{4})(?=.)/g, "$1\u00a0");
}

/** A SIREN or SIRET in its usual groups: `732 829 320 00074`. */
export function formatSiren(value: string): string {
  return value.replace(
    /^(\d{3})(\d{3})(\d{3})(\d*)$/,
    (_, a, b, c, rest) => [a, b, c, rest].filter(Boolean).join("\u00a0"),
  );
}

/** The 27 states of the European Union by ISO 3166 code. */
export const EU_COUNTRIES: ReadonlySet<string> = new Set(
  "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split(" "),
);

function luhn(value: string): boolean {
  let sum = 0;
  for (let i = 0; i < value.length; i++) {
    const digit = Number(value[value.length - 1 - i]) * (i % 2 === 0 ? 1 : 2);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0 && /[1-9]/.test(value);
}

function mod97(text: string): number {
  let rest = 0;
  for (const char of text) {
    const value = parseInt(char, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}

function digits(text: string): string {
  return text.replace(/[\s.\-\u00a0\u202f]/g, "");
}

function yes(value: string): Checked {
  return { ok: true, value };
}

function no(reason: string): Checked {
  return { ok: false, reason };
}
