import type { IsoDate } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import type { Cents } from "../base/money.ts";
import type { DocumentKind, DocumentState } from "./document.ts";

/** Lines on a page of a list. */
export const DOCUMENTS_PAGE = 25;

/** What a list may be narrowed to. */
export type DocumentView = "all" | "draft" | "open" | "late" | "paid" | "sent" | "accepted" | "declined";

/** Views that each kind offers, in the order of the filter, in French. */
export const DOCUMENT_VIEWS: Readonly<Record<DocumentKind, Partial<Record<DocumentView, string>>>> = {
  quote: { all: "Tous", draft: "Brouillons", sent: "En attente", accepted: "Acceptés", declined: "Déclinés" },
  invoice: { all: "Toutes", draft: "Brouillons", open: "À encaisser", late: "En retard", paid: "Payées" },
  credit_note: { all: "Tous", draft: "Brouillons" },
};

/** What a list shows. */
export interface DocumentFilter {
  readonly kind: DocumentKind;
  readonly view: DocumentView;
  /** What was typed in the search box: number, customer, subject, or an amount. */
  readonly text?: string | undefined;
  readonly customerId?: Uuid | undefined;
  readonly cursor?: DocumentCursor | undefined;
}

/** Where a page begins: after (or, going back, before) the line named. */
export interface DocumentCursor {
  readonly id: Uuid;
  /** Due date of that line, for the views ordered by it. */
  readonly dueOn: IsoDate | null;
  readonly backwards: boolean;
}

/** A line of a list. */
export interface DocumentLine {
  readonly id: Uuid;
  readonly kind: DocumentKind;
  readonly state: DocumentState;
  readonly number: string | null;
  readonly customerId: Uuid | null;
  readonly customerName: string;
  readonly subject: string;
  readonly issueOn: IsoDate | null;
  readonly dueOn: IsoDate | null;
  readonly validUntil: IsoDate | null;
  readonly currency: string;
  readonly netCents: Cents;
  readonly grossCents: Cents;
  readonly paidCents: Cents;
  readonly creditedCents: Cents;
  readonly sentCount: number;
}

/** A page of a list; no total count is ever made. */
export interface DocumentPage {
  readonly documents: readonly DocumentLine[];
  readonly previous: DocumentCursor | null;
  readonly next: DocumentCursor | null;
}
