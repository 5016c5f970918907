import type { IsoDate } from "../base/dates.ts";
import { type Decimal, parseDecimal, roundTo } from "../base/decimal.ts";
import type { BasisPoints, Cents } from "../base/money.ts";
import type { XmlElement } from "../platform/xml.ts";
import type { Draft, InvoiceDraft } from "./draft.ts";
import type { Identifier } from "./invoice_line.ts";
import type { Severity, Violation } from "./rules/violation.ts";

/** What a reader returns: all that could be read, and what could not or was ambiguous. */
export interface ReadInvoice {
  readonly invoice: InvoiceDraft;
  readonly findings: readonly Violation[];
}

/** Where findings about the file itself are mended: by whoever sent it. */
const FILE = "invoice.file";
/** Most decimals that a number is read with. */
const MAX_SCALE = 12;

/** Reads values one by one and notes what is wrong with them; a value that cannot be read is missing. */
export class Reading {
  readonly findings: Violation[] = [];

  /** Notes something that is wrong. */
  note(rule: string, sentence: string, severity: Severity = "fatal"): void {
    this.findings.push({ rule, severity, sentence, fix: FILE });
  }

  /** The text of an element; an empty one is missing. */
  text(element: XmlElement | undefined): string | undefined {
    return element?.text || undefined;
  }

  /** An amount; `rule` is the BR-DEC rule that more than two decimals break. */
  cents(element: XmlElement | undefined, rule: string): Cents | undefined {
    const value = this.number(element);
    if (!value) return undefined;
    if (value.scale > 2) this.note(rule, `Le montant ${element!.text} a plus de deux décimales.`);
    return roundTo(value, 2);
  }

  /** A quantity, a price or another exact number. */
  number(element: XmlElement | undefined): Decimal | undefined {
    const text = this.text(element);
    if (text === undefined) return undefined;
    const value = /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(text)
      ? parseDecimal(text.replace(/^\+/, "").replace(/^(-?)\./, "$10."), MAX_SCALE)
      : null;
    if (!value) this.note("PAR-NUMBER", `« ${text.slice(0, 30)} » n’est pas un nombre (${element!.name}).`);
    return value ?? undefined;
  }

  /** A percentage, in basis points. */
  rate(element: XmlElement | undefined): BasisPoints | undefined {
    const value = this.number(element);
    if (!value) return undefined;
    if (value.scale > 2) this.note("PAR-RATE", `Le taux ${element!.text} a plus de deux décimales.`, "warning");
    return Number(roundTo(value, 2));
  }

  /** A date written AAAA-MM-JJ, or AAAAMMJJ in CII. What is no day at all is kept as it is: rule PAR-DATE names it. */
  date(element: XmlElement | undefined): IsoDate | undefined {
    const text = this.text(element);
    if (text === undefined) return undefined;
    const match = /^(\d{4})-?(\d{2})-?(\d{2})(?:Z|[+-]\d{2}:\d{2})?$/.exec(text);
    return (match ? `${match[1]}-${match[2]}-${match[3]}` : text) as IsoDate;
  }

  /** An identifier and the scheme in its attribute. */
  identifier(element: XmlElement | undefined, attribute = "schemeID"): Draft<Identifier> | undefined {
    const id = this.text(element), scheme = element?.attributes[attribute];
    return id === undefined && scheme === undefined ? undefined : { id, scheme };
  }
}
