import type { LogRecord } from "../../antifraud/mod.ts";
import { type IsoDate, type IsoInstant, parseDate } from "../../base/dates.ts";
import { isUuid, type Uuid } from "../../base/ids.ts";
import { toHex } from "../../platform/crypto.ts";
import { payloadText } from "./payload_text.ts";

/** Series whose numbers are sealed: quotes are not, they bind nobody until they are accepted. */
export type NumberedKind = "invoice" | "credit_note";

/** Record types that give a number, and to which series. */
export const NUMBERED_TYPES: Readonly<Record<string, NumberedKind>> = {
  invoice_issued: "invoice",
  credit_note_issued: "credit_note",
};

/** A number that was given, as its record tells it. */
export interface SealedNumber {
  readonly seq: bigint;
  readonly at: IsoInstant;
  readonly series: NumberedKind;
  /** Year and rank that the number itself says: `FA2026-0012` is the twelfth of 2026. */
  readonly year: number;
  readonly rank: number;
  readonly number: string;
  readonly issuedOn: IsoDate;
  readonly document: Uuid;
  /** Hash of the record, in hexadecimal. */
  readonly hash: string;
}

const RANKED = /(\d{4})-(\d{4,9})$/;

/**
 * What a record that numbers a document says, read from its sealed payload alone. `erased` where retention has ended,
 * `unreadable` for a payload that our program never writes: somebody has changed it.
 */
export function sealedNumber(record: LogRecord): SealedNumber | "erased" | "unreadable" {
  if (record.payload === null) return "erased";
  const payload = payloadText<Readonly<Record<string, unknown>>>(record.payload);
  const number = payload?.["number"], issuedOn = parseDate(String(payload?.["issuedOn"]));
  const document = payload?.["document"];
  const ranked = typeof number === "string" ? RANKED.exec(number) : null;
  if (!ranked || !issuedOn || typeof document !== "string" || !isUuid(document) || document !== record.subjectId) {
    return "unreadable";
  }
  return {
    seq: record.seq,
    at: record.at,
    series: NUMBERED_TYPES[record.type]!,
    year: Number(ranked[1]),
    rank: Number(ranked[2]),
    number: ranked.input,
    issuedOn,
    document,
    hash: toHex(record.hash),
  };
}
