/** How often a dossier wants its proof by mail. */
export type Pace = "monthly" | "weekly" | "daily" | "never";

/** Paces from the rarest that mails to none at all, as the page offers them. */
export const PACES: readonly Pace[] = ["monthly", "weekly", "daily", "never"];

/** Most addresses besides those of the members. */
export const MAX_ADDRESSES = 10;

/** To whom a dossier wants its proofs mailed, and how often. */
export interface AnchorChoice {
  readonly pace: Pace;
  /** Administrators and accountants of the dossier, whoever they are when the mail leaves. */
  readonly toMembers: boolean;
  /** Addresses besides. */
  readonly addresses: readonly string[];
}

/** What holds until a dossier chooses. */
export const DEFAULT_CHOICE: AnchorChoice = { pace: "monthly", toMembers: true, addresses: [] };
