import { type IsoDate, type IsoInstant } from "./dates.ts";
import type { Uuid } from "./ids.ts";
import { Refusal } from "./refusal.ts";

/** A right, as `resource:action`; the table of all of them is lib/access/rights.ts. */
export type Right = `${string}:${string}`;

/** The request that a verb serves; its id ties the page a person saw to our log. */
export interface RequestInfo {
  readonly id: string;
  /** Address of the caller, for rate limits and proof of acceptance; never logged. */
  readonly ip: string;
  readonly userAgent?: string | undefined;
  /** What the caller's browser asks for, of the languages that mails are written in; French where it says nothing. */
  readonly language?: "fr" | "en" | undefined;
}

/** What every verb is told first: who asks, when, and by which request. */
export interface PersonCtx {
  readonly now: IsoInstant;
  readonly request: RequestInfo;
  /** Null for visitors and jobs. */
  readonly personId: Uuid | null;
}

/** The same inside a dossier: which tenant, in which cell, with which rights. */
export interface Ctx extends PersonCtx {
  readonly tenantId: Uuid;
  /** Id of the cell that holds the dossier, as the directory said when the request began. */
  readonly cell: string;
  /** Epoch of the dossier in the directory; the fence refuses a stale one. */
  readonly epoch: number;
  readonly rights: ReadonlySet<Right>;
  /** Name shown in « Qui a fait quoi »: a person's, or `automate`. */
  readonly actor: string;
  /** True for a guest: whatever a verb tries, his dossier is opened to be read. */
  readonly isReadOnly?: boolean;
  /** Business day of `now` in the company's time zone. */
  readonly today: IsoDate;
}

/** What a profile does not allow. The edge tells the missing right in French: `lib/access` knows its words. */
export class Forbidden extends Refusal {
  readonly right: Right;

  constructor(right: Right, words: string = right) {
    super(403, [{
      code: "access.forbidden",
      sentence: `Votre profil ne permet pas cette action (droit «\u00a0${words}\u00a0»). ` +
        "Demandez-le à l’administrateur du dossier.",
    }]);
    this.right = right;
  }
}

/** First act of every verb: throws 403 with the name of the missing right. */
export function authorize(ctx: Ctx, right: Right): void {
  if (!ctx.rights.has(right)) throw new Forbidden(right);
}
