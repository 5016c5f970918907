import { authorize, type Ctx } from "../base/ctx.ts";
import type { IsoDate, IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import type { Cents } from "../base/money.ts";
import { withTenant } from "../platform/db/tenant.ts";
import type { DocumentKind, DocumentState } from "../sales/mod.ts";
import { readPieces } from "./pieces_query.ts";

/** Documents on a page of the list. */
export const PIECES_PAGE = 50;
/** Documents read at once by an export. */
const EXPORT_SLICE = 1_000;

/** The kinds of documents, with the right that shows each. */
const KINDS = [
  { kind: "quote", right: "quotes:read" },
  { kind: "invoice", right: "invoices:read" },
  { kind: "credit_note", right: "invoices:read" },
] as const;

/** A document as « Liste des pièces » shows it: what it is, and who did what to it when. Amounts are in cents. */
export interface Piece {
  readonly id: Uuid;
  readonly kind: DocumentKind;
  readonly state: DocumentState;
  readonly number: string | null;
  readonly customerName: string;
  readonly subject: string;
  readonly issueOn: IsoDate | null;
  readonly dueOn: IsoDate | null;
  readonly validUntil: IsoDate | null;
  readonly currency: string;
  readonly netCents: Cents;
  readonly vatCents: Cents;
  readonly grossCents: Cents;
  readonly paidCents: Cents;
  readonly creditedCents: Cents;
  readonly sentCount: number;
  readonly createdAt: IsoInstant;
  /** Names of today; null where this dossier knows none. */
  readonly createdBy: string | null;
  readonly updatedAt: IsoInstant;
  readonly updatedBy: string | null;
  readonly issuedAt: IsoInstant | null;
  readonly issuedBy: string | null;
  readonly lastSentAt: IsoInstant | null;
  readonly sentBy: string | null;
}

/** What the list is narrowed to; days count inclusively. */
export interface PieceFilter {
  readonly kind: DocumentKind | null;
  readonly from: IsoDate | null;
  readonly to: IsoDate | null;
  /** Time zone of the dossier, for documents that bear no day yet. */
  readonly timeZone: string;
}

/** A page of the list, and after which document the next one begins. */
export interface PiecePage {
  readonly pieces: readonly Piece[];
  readonly next: Uuid | null;
}

/** The kinds of documents that a person may see in the list. */
export function kindsSeen(ctx: Ctx): DocumentKind[] {
  return KINDS.filter(({ right }) => ctx.rights.has(right)).map(({ kind }) => kind);
}

/**
 * A page of every document of the dossier that the person may read, newest first. Right `activity:read`; without the
 * right to any kind the list is empty.
 */
export async function listPieces(ctx: Ctx, filter: PieceFilter, after: Uuid | null): Promise<PiecePage> {
  authorize(ctx, "activity:read");
  const found = await slice(ctx, filter, { after, limit: PIECES_PAGE + 1 });
  const pieces = found.slice(0, PIECES_PAGE);
  return { pieces, next: found.length > PIECES_PAGE ? pieces.at(-1)?.id ?? null : null };
}

/** The same, whole, in slices: a list of any length in bounded memory. Rights `activity:read` and `lists:export`. */
export async function* exportPieces(ctx: Ctx, filter: PieceFilter): AsyncGenerator<Piece> {
  authorize(ctx, "activity:read");
  authorize(ctx, "lists:export");
  let after: Uuid | null = null;
  for (;;) {
    const found: readonly Piece[] = await slice(ctx, filter, { after, limit: EXPORT_SLICE });
    yield* found;
    const last = found.at(-1);
    if (!last || found.length < EXPORT_SLICE) return;
    after = last.id;
  }
}

async function slice(
  ctx: Ctx,
  { kind, ...days }: PieceFilter,
  page: { after: Uuid | null; limit: number },
): Promise<Piece[]> {
  const kinds = kindsSeen(ctx).filter((each) => kind === null || each === kind);
  if (kinds.length === 0) return [];
  const wanted = { tenantId: ctx.tenantId, kinds, ...days, ...page };
  return await withTenant(ctx, (tx) => readPieces(tx, wanted), { mode: "read", oneStatement: true });
}
