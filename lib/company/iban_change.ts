import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";

/** Hours that another IBAN waits when nobody confirms it sooner. */
export const IBAN_DELAY_HOURS = 24;

/** Where a change of IBAN stands. */
export type IbanChangeState = "pending" | "effective" | "refused";

/** Why a change took effect: the first IBAN, a passkey, the accord of somebody else, a day gone by. */
export type IbanWay = "first" | "passkey" | "second_person" | "delay";

/** What somebody showed for this very act. */
export type IbanProof = "passkey" | null;

/** A change of the printed IBAN, with what goes with it. */
export interface IbanChange {
  readonly id: Uuid;
  /** Null where none was printed. */
  readonly beforeIban: string | null;
  /** Null to print none any more. */
  readonly iban: string | null;
  readonly bic: string | null;
  readonly bankName: string | null;
  readonly askedAt: IsoInstant;
  readonly askedBy: Uuid | null;
  readonly effectiveAt: IsoInstant;
  readonly state: IbanChangeState;
}

/** What may be said of an IBAN aloud: `… 2606`; `aucun` for none. */
export function lastFour(iban: string | null): string {
  return iban === null ? "aucun" : `…\u00a0${iban.slice(-4)}`;
}
