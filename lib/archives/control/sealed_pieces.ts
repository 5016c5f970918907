import { closingRecord, type LogRecord, readLog, readLogSpan } from "../../antifraud/mod.ts";
import type { Guest } from "../../access/mod.ts";
import { addToDate, type IsoDate, type IsoInstant, startOfDay } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { NUMBERED_TYPES } from "../numbering/sealed_number.ts";
import { payloadText } from "../numbering/payload_text.ts";

/** Pieces on one page. */
export const PIECES_PAGE = 50;
/** Records read at once while a page is filled, and how many times for one page. */
const SLICE = 500;
const MOST_SLICES = 10;

/** Which pieces are listed. */
export type PieceKind = "documents" | "payments";

/** A document or a payment as it was sealed. */
export interface SealedPiece {
  readonly seq: bigint;
  readonly at: IsoInstant;
  readonly type: string;
  readonly id: Uuid;
  /** Number of the document; null for a payment. */
  readonly number: string | null;
  /** Day of the document, or of the payment. */
  readonly on: IsoDate;
  /** Who buys; for a payment how it was paid. */
  readonly about: string;
  readonly amountCents: bigint;
  readonly currency: string;
}

/** One page, and where the next begins. */
export interface PiecesPage {
  readonly pieces: readonly SealedPiece[];
  /** Null where nothing follows. A page with too much to go through may be short of pieces and say where to go on. */
  readonly next: bigint | null;
}

const TYPES: Readonly<Record<PieceKind, readonly string[]>> = {
  documents: Object.keys(NUMBERED_TYPES),
  payments: ["payment_recorded", "payment_reversed"],
};

/**
 * What a guest may see of documents or payments: those of his days, from sealed payloads alone, in the log's order.
 * Only the part of the log is gone through that can hold them. Right `sealed_log:read`. A content that retention has
 * erased is left out.
 */
export async function listSealedPieces(
  guest: Guest,
  { kind, after }: { kind: PieceKind; after: bigint },
): Promise<PiecesPage> {
  const { ctx, from, to } = guest;
  const start = await recordBefore(guest);
  if (start === null) return { pieces: [], next: null };
  // A payment may bear any day of the past; a document none of a closed month.
  const end = kind === "documents" ? await closingRecord(ctx, to) : null;
  const pieces: SealedPiece[] = [];
  let seq = after > start ? after : start;
  for (let slices = 0; slices < MOST_SLICES; slices++) {
    const records = await readLog(ctx, { after: seq, limit: SLICE, types: TYPES[kind] });
    for (const record of records) {
      const piece = pieceOf(record);
      if (!piece || piece.on < from || piece.on > to) continue;
      if (pieces.length === PIECES_PAGE) return { pieces, next: pieces.at(-1)!.seq };
      pieces.push(piece);
    }
    seq = records.at(-1)?.seq ?? seq;
    if (records.length < SLICE || (end !== null && seq >= end)) return { pieces, next: null };
  }
  return { pieces, next: seq };
}

/**
 * The record before the first that may tell of the guest's days: no document or payment bears a day that is still to
 * come, so that none of them was sealed before; a day more, for whoever sealed in another time zone. Null where
 * nothing was sealed since.
 */
async function recordBefore({ ctx, from, timeZone }: Guest): Promise<bigint | null> {
  const span = await readLogSpan(ctx, { from: startOfDay(addToDate(from, { days: -1 }), timeZone), until: null });
  return span && span.first.seq - 1n;
}

/** Cents as JSON numbers, exact below 2^53: whole once they are read. */
type Amounts = Readonly<Partial<Record<"grossCents" | "amountCents", number>>>;

interface Payload {
  readonly number?: string;
  readonly issuedOn?: IsoDate;
  readonly receivedOn?: IsoDate;
  readonly mode?: string;
  readonly buyer?: { readonly name?: string };
  readonly currency?: string;
}

function pieceOf({ seq, at, type, payload, subjectId }: LogRecord): SealedPiece | null {
  const text = payload && payloadText<Payload & Amounts>(payload);
  const on = text?.issuedOn ?? text?.receivedOn;
  if (!text || !on || !subjectId) return null;
  return {
    ...{ seq, at, type, id: subjectId, on },
    number: text.number ?? null,
    about: text.buyer?.name ?? text.mode ?? "",
    amountCents: BigInt(text.grossCents ?? text.amountCents ?? 0),
    currency: text.currency ?? "EUR",
  };
}
