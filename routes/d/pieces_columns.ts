import { formatInstant, type IsoInstant } from "../../lib/base/dates.ts";
import type { XlsxCell, XlsxColumnKind } from "../../lib/platform/xlsx.ts";
import type { Piece } from "../../lib/reports/mod.ts";
import type { DossierContext } from "../handler.ts";
import { KINDS, stateOf } from "./documents_words.ts";

/** A column that « Liste des pièces » may show. */
export interface PieceColumn {
  readonly label: string;
  readonly kind: XlsxColumnKind;
  readonly cell: (piece: Piece, c: DossierContext) => XlsxCell;
}

/** Every column, in the order of the table; those of `FOLLOWED` are shown where none is chosen. */
export const PIECE_COLUMNS = {
  type: { label: "Type", kind: "text", cell: ({ kind }) => KINDS[kind].title },
  number: { label: "N°", kind: "text", cell: ({ number }) => number ?? "brouillon" },
  state: { label: "État", kind: "text", cell: (piece, c) => stateOf(piece, c.get("ctx").today).word },
  customer: { label: "Client", kind: "text", cell: ({ customerName }) => customerName },
  subject: { label: "Objet", kind: "text", cell: ({ subject }) => subject },
  day: { label: "Date", kind: "date", cell: ({ issueOn }) => issueOn },
  due: { label: "Échéance", kind: "date", cell: ({ dueOn }) => dueOn },
  net: { label: "Total HT", kind: "cents", cell: ({ netCents }) => BigInt(netCents) },
  vat: { label: "TVA", kind: "cents", cell: ({ vatCents }) => BigInt(vatCents) },
  gross: { label: "Total TTC", kind: "cents", cell: ({ grossCents }) => BigInt(grossCents) },
  paid: { label: "Déjà réglé", kind: "cents", cell: ({ paidCents }) => BigInt(paidCents) },
  created_by: { label: "Créée par", kind: "text", cell: ({ createdBy }) => createdBy },
  created_at: { label: "Créée le", kind: "text", cell: ({ createdAt }, c) => moment(createdAt, c) },
  updated_by: { label: "Modifiée par", kind: "text", cell: ({ updatedBy }) => updatedBy },
  updated_at: { label: "Modifiée le", kind: "text", cell: ({ updatedAt }, c) => moment(updatedAt, c) },
  issued_by: { label: "Émise par", kind: "text", cell: ({ issuedBy }) => issuedBy },
  issued_at: { label: "Émise le", kind: "text", cell: ({ issuedAt }, c) => moment(issuedAt, c) },
  sent_by: { label: "Envoyée par", kind: "text", cell: ({ sentBy }) => sentBy },
  sent_at: { label: "Envoyée le", kind: "text", cell: ({ lastSentAt }, c) => moment(lastSentAt, c) },
  sent_count: { label: "Envois", kind: "number", cell: ({ sentCount }) => sentCount },
} as const satisfies Record<string, PieceColumn>;

/** Name of a column in addresses. */
export type PieceColumnName = keyof typeof PIECE_COLUMNS;

/** Columns of who did what, shown where none is chosen. */
export const FOLLOWED: readonly PieceColumnName[] = [
  "type",
  "number",
  "customer",
  "gross",
  "created_by",
  "created_at",
  "updated_by",
  "updated_at",
  "issued_by",
  "issued_at",
];

/** Columns named in the address, `?col=number&col=state` or `?col=number,state`; strange names are left out. */
export function columnsIn(c: DossierContext): PieceColumnName[] {
  const asked = new Set((c.req.queries("col") ?? []).flatMap((text) => text.split(",")));
  const chosen = (Object.keys(PIECE_COLUMNS) as PieceColumnName[]).filter((name) => asked.has(name));
  return chosen.length > 0 ? chosen : [...FOLLOWED];
}

function moment(instant: IsoInstant | null, c: DossierContext): string | null {
  return instant === null ? null : formatInstant(instant, c.get("entered").dossier.timeZone);
}
