import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { groupThousands } from "../../base/money.ts";
import { type Issue, refuseAll } from "../../base/refusal.ts";
import { cleanText, hasForbiddenCharacters } from "../../base/text.ts";
import { issue } from "../refusals.ts";

/** Who acts in the console; the program itself, at its start or at the terminal, has no id. */
export interface Actor {
  readonly operatorId: Uuid | null;
  readonly name: string;
}

/** What an act is about: its kind and an id of ours (a cell's name, a dossier's id), never a person's address. */
export interface ActSubject {
  readonly kind: string;
  readonly id: string;
  /** The dossier concerned, where there is one. */
  readonly instanceId?: Uuid | undefined;
}

/** An act as it is written down. */
export interface OperatorAct {
  readonly at: IsoInstant;
  /** Its code, in `snake_case`; the console's list says it in words. */
  readonly act: string;
  readonly subject: ActSubject;
  /** Why, as `readActReason` gives it back. */
  readonly reason: string;
}

/** Shortest and longest reason of an act, in characters. */
export const ACT_REASON = { min: 10, max: 1_000 } as const;

/** What is wrong with the reason of an act, at its field: one fault of a form that may have others. */
export function actReasonIssues(typed: string): Issue[] {
  const { length } = cleanText(typed);
  const isSound = length >= ACT_REASON.min && length <= ACT_REASON.max && !hasForbiddenCharacters(cleanText(typed));
  return isSound
    ? []
    : [issue("act_reason", { values: { min: String(ACT_REASON.min), max: groupThousands(String(ACT_REASON.max)) } })];
}

/** The reason of an operator's act, clean. Refuses `act_reason` (422). */
export function readActReason(typed: string): string {
  refuseAll(actReasonIssues(typed));
  return cleanText(typed);
}
