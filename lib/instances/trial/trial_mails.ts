import type { Uuid } from "../../base/ids.ts";
import { cleanText, hasForbiddenCharacters } from "../../base/text.ts";
import { refuse } from "../refusals.ts";

/** What a trial may mail, as each request is told. */
export interface TrialMails {
  /** The SIRET that an operator confirmed; documents that show it leave without the limits of a trial. */
  readonly confirmedSiret: string | null;
  /** True while reports of abuse wait to be looked at: nothing leaves. */
  readonly isHeld: boolean;
}

/** Who acts in the console. */
export interface Operator {
  readonly operatorId: Uuid;
  readonly name: string;
}

/** What an operator does to a dossier. */
export type InstanceAct = "confirm_siret" | "withdraw_siret";

/** Longest reason, in characters. */
export const MAX_REASON = 500;

/** The reason of an operator's act, clean. Refuses `reason_missing`, `reason_form` (422). */
export function readReason(typed: string): string {
  const reason = cleanText(typed);
  if (reason === "") throw refuse("reason_missing");
  if (reason.length > MAX_REASON || hasForbiddenCharacters(reason)) {
    throw refuse("reason_form", { values: { max: String(MAX_REASON) } });
  }
  return reason;
}
