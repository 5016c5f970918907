import type { Cents } from "../base/money.ts";
import { parseCents } from "../base/money.ts";
import type { Decimal } from "../base/decimal.ts";
import { parseDecimal } from "../base/decimal.ts";
import type { Checked } from "../base/identifiers.ts";
import type { Issue } from "../base/refusal.ts";
import { cleanLine, cleanText, hasForbiddenCharacters, MAX_LINE, MAX_TEXT, parseEmail } from "../base/text.ts";
import { parseRate } from "../base/rates.ts";
import { COUNTRIES } from "./countries.ts";

/** What a form or a JSON body brings: texts by field name. A field that is absent was not asked about. */
export type Form<F extends string = string> = Readonly<Partial<Record<F, string | undefined>>>;

/** Bounds of a text field. `required` is the sentence said when it is empty. */
export interface TextOptions {
  readonly max?: number;
  readonly required?: string;
}

const PHONE = /^\+?[\d ().\-/]{6,30}$/;

/** Reads the fields of a form one by one, gathers every fault at its field, and gives canonical values. */
export class FieldReader {
  /** Faults so far, to hand to `refuseAll`. */
  readonly issues: Issue[] = [];
  readonly #module: string;
  readonly #form: Form;
  readonly #path: string;

  /** `path` is put before field names: `contacts.2.`. */
  constructor(module: string, form: Form, path = "") {
    this.#module = module;
    this.#form = form;
    this.#path = path;
  }

  /** True when the form holds the field, even empty. */
  has(field: string): boolean {
    return this.#form[field] !== undefined;
  }

  /** Adds a fault at a field. */
  fault(field: string, code: string, sentence: string): null {
    this.issues.push({ code: `${this.#module}.${code}`, sentence, field: this.#path + field });
    return null;
  }

  /** One line, cleaned; null when empty. */
  line(field: string, options: TextOptions = {}): string | null {
    return this.#words(field, cleanLine, { max: MAX_LINE, ...options });
  }

  /** One line that must be there; the empty text stands for the fault until it is thrown. */
  requiredLine(field: string, sentence: string, max = MAX_LINE): string {
    return this.line(field, { required: sentence, max }) ?? "";
  }

  /** Several lines, cleaned; null when empty. */
  text(field: string, options: TextOptions = {}): string | null {
    return this.#words(field, cleanText, { max: MAX_TEXT, ...options });
  }

  /** An identifier in canonical form, or the reason why it is none. */
  identifier(field: string, check: (text: string) => Checked): string | null {
    const text = this.line(field);
    if (text === null) return null;
    const checked = check(text);
    return checked.ok ? checked.value : this.fault(field, "wrong_identifier", checked.reason);
  }

  /** An e-mail address. */
  email(field: string): string | null {
    const text = this.line(field, { max: 254 });
    if (text === null) return null;
    return parseEmail(text) ??
      this.fault(field, "not_an_email", "Cette adresse e-mail n’est pas complète. Exemple : contact@exemple.fr.");
  }

  /** A telephone number, as typed. */
  phone(field: string): string | null {
    const text = this.line(field, { max: 40 });
    if (text === null || PHONE.test(text)) return text;
    return this.fault(
      field,
      "not_a_phone",
      "Un numéro de téléphone ne contient que des chiffres, +, espaces et tirets.",
    );
  }

  /** One of the keys of a table; null when empty. */
  choice<C extends string>(field: string, table: Readonly<Record<C, unknown>>): C | null {
    const text = this.line(field);
    if (text === null) return null;
    if (Object.hasOwn(table, text)) return text as C;
    return this.fault(field, "not_offered", "Ce choix n’existe pas : prenez-en un dans la liste.");
  }

  /** One of the keys of a table; `fallback` where the fault was noted. */
  requiredChoice<C extends string>(field: string, table: Readonly<Record<C, unknown>>, fallback: C): C {
    if (this.line(field) === null) this.fault(field, "required", "Choisissez dans la liste.");
    return this.choice(field, table) ?? fallback;
  }

  /** A country by its ISO 3166 code. */
  country(field: string, fallback: string): string {
    const code = this.requiredLine(field, "Choisissez le pays.").toUpperCase();
    if (code === "" || COUNTRIES.has(code)) return code || fallback;
    this.fault(field, "not_a_country", "Ce pays n’existe pas : prenez-en un dans la liste.");
    return fallback;
  }

  /** A tick box: `on`, `true`, `1` and `oui` are yes, everything else is no. */
  flag(field: string): boolean {
    return ["on", "true", "1", "oui"].includes(this.#form[field]?.trim().toLowerCase() ?? "");
  }

  /** A whole number within bounds, both included. */
  whole(field: string, bounds: { min: number; max: number }): number {
    const text = this.line(field) ?? "";
    const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
    if (value >= bounds.min && value <= bounds.max) return value;
    this.fault(field, "out_of_bounds", `Indiquez un nombre entier de ${bounds.min} à ${bounds.max}.`);
    return bounds.min;
  }

  /** An amount above zero and not above `max`; null when empty. */
  amount(field: string, max: Cents): Cents | null {
    const text = this.line(field);
    if (text === null) return null;
    const cents = parseCents(text);
    if (cents === null) {
      return this.fault(field, "not_an_amount", "Indiquez un montant en euros, par exemple 5 000,00.");
    }
    if (cents > 0n && cents <= max) return cents;
    return this.fault(field, "out_of_bounds", "Ce montant n’est pas possible : vérifiez les chiffres.");
  }

  /** An exact number of at most `scale` decimals, neither negative nor above `max`; null when empty. */
  price(field: string, bounds: { scale: number; max: bigint }): Decimal | null {
    const text = this.line(field)?.replace(/\s*(€|EUR)$/u, "");
    if (text === undefined) return null;
    const value = parseDecimal(text, bounds.scale);
    if (!value) {
      const sentence = `Indiquez un prix avec ${bounds.scale} décimales au plus, par exemple 12,50.`;
      return this.fault(field, "not_a_price", sentence);
    }
    if (value.units < 0n) {
      return this.fault(field, "negative_price", "Un prix n’est jamais négatif : faites une remise.");
    }
    if (value.units <= bounds.max * 10n ** BigInt(value.scale)) return value;
    return this.fault(field, "out_of_bounds", "Ce prix n’est pas possible : vérifiez les chiffres.");
  }

  /** A percentage in basis points; null when empty. */
  rate(field: string): number | null {
    const text = this.line(field);
    if (text === null) return null;
    return parseRate(text) ?? this.fault(field, "not_a_rate", "Indiquez un pourcentage de 0 à 100, par exemple 12,15.");
  }

  #words(field: string, clean: (text: string) => string, options: { max: number; required?: string }): string | null {
    const raw = this.#form[field] ?? "";
    // Cleaning costs time: what is far too long is refused as it came.
    const text = raw.length > 4 * options.max ? raw : clean(raw);
    if (text === "") return options.required ? this.fault(field, "required", options.required) : null;
    if (text.length > options.max) {
      const sentence = `Ce texte est trop long : ${options.max} caractères au plus, celui-ci en a ${text.length}.`;
      return this.fault(field, "too_long", sentence);
    }
    if (!hasForbiddenCharacters(text)) return text;
    const sentence = "Ce texte contient des caractères invisibles qu’aucun document ne peut porter : retapez-le.";
    return this.fault(field, "control_characters", sentence);
  }
}
