import type { Uuid } from "../../base/ids.ts";

/** What a trial may mail, as each request is told. */
export interface TrialMails {
  /** The SIRET that an operator confirmed; documents that show it leave without the limits of a trial. */
  readonly confirmedSiret: string | null;
  /** True while reports of abuse wait to be looked at: nothing leaves. */
  readonly isHeld: boolean;
}

/** Why a mail is held: `link` with a domain, `iban` with its two ends, `abuse` with nothing. */
export interface HeldReason {
  readonly kind: "link" | "iban" | "abuse";
  readonly fragment: string;
}

/** What an operator decides of a held mail. */
export type Decision = "released" | "refused";

/** A decision as the product carries it out: what, why, and where the dossier is. */
export interface MailDecision {
  readonly decision: Decision;
  readonly reason: string;
  readonly cell: string;
  readonly epoch: number;
}

/** What a report of abuse says is wrong, in the words of who reports. */
export const ABUSE_KINDS = {
  unknown_sender: "Je ne connais pas cette entreprise",
  fraud: "C’est une tentative d’escroquerie",
  unwanted: "Je n’ai rien commandé ni demandé",
  other: "Autre chose",
} as const;

/** Key of what is wrong. */
export type AbuseKind = keyof typeof ABUSE_KINDS;

/** Who acts in the console. */
export interface Operator {
  readonly operatorId: Uuid;
  readonly name: string;
}
