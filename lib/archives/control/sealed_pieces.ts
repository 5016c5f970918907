import { type LogRecord, readLog } from "../../antifraud/mod.ts";
import type { Guest } from "../../access/mod.ts";
import type { IsoDate, IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { NUMBERED_TYPES } from "../numbering/sealed_number.ts";
import { payloadText } from "../numbering/payload_text.ts";

/** Pieces on one page. */
export const PIECES_PAGE = 50;
/** Records read at once while a page is filled. */
const SLICE = 500;

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
  readonly next: bigint | null;
}

const TYPES: Readonly<Record<PieceKind, readonly string[]>> = {
  documents: Object.keys(NUMBERED_TYPES),
  payments: ["payment_recorded", "payment_reversed"],
};

/**
 * What a guest may see of documents or payments: those of his days, from sealed payloads alone, in the log's order.
 * Right `sealed_log:read`. A content that retention has erased is left out.
 */
export async function listSealedPieces(
  { ctx, from, to }: Guest,
  { kind, after }: { kind: PieceKind; after: bigint },
): Promise<PiecesPage> {
  const pieces: SealedPiece[] = [];
  for (let seq = after;;) {
    const records = await readLog(ctx, { after: seq, limit: SLICE, types: TYPES[kind] });
    for (const record of records) {
      const piece = pieceOf(record);
      if (!piece || piece.on < from || piece.on > to) continue;
      if (pieces.length === PIECES_PAGE) return { pieces, next: pieces.at(-1)!.seq };
      pieces.push(piece);
    }
    if (records.length < SLICE) return { pieces, next: null };
    seq = records.at(-1)!.seq;
  }
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
