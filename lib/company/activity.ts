import type { IsoDate, IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";

/** What an act was about: the noun of the table's row, and its id. */
export interface Subject {
  /** `company`, `customer`, `item`, `invoice`… */
  readonly kind: string;
  readonly id: Uuid;
}

/** An act to write down. */
export interface Act {
  /** Name of the verb in code: `issueInvoice`. */
  readonly verb: string;
  readonly subject: Subject;
  /** French sentence: `Facture FA2026-0012 émise`. No personal data beyond what the document shows. */
  readonly summary: string;
}

/** An act as « Qui a fait quoi » shows it. */
export interface ActDone {
  readonly id: Uuid;
  readonly at: IsoInstant;
  /** Null for the program itself and for people without account. */
  readonly personId: Uuid | null;
  /** Name shown: the person's label of today, or the actor's own. */
  readonly actor: string;
  readonly verb: string;
  readonly subjectKind: string;
  readonly subjectId: Uuid;
  readonly summary: string;
  /** Name of the member that the act was about, where it was about one. */
  readonly about: string | null;
}

/** What « Qui a fait quoi » is narrowed to; days count inclusively, in the time zone given. */
export interface ActivityFilter {
  readonly personId: Uuid | null;
  /** `invoice`, `customer`, `member`… */
  readonly subjectKind: string | null;
  readonly from: IsoDate | null;
  readonly to: IsoDate | null;
  readonly timeZone: string;
}

/** Somebody who has done something in the dossier. */
export interface Actor {
  readonly personId: Uuid;
  readonly label: string;
}

/** Where the next page of acts begins: the last act already shown. */
export type ActivityCursor = Pick<ActDone, "at" | "id">;

/** Acts on a page. */
export const ACTIVITY_PAGE = 50;
