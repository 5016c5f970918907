import { sql } from "drizzle-orm";
import type { IsoDate, IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { instantFromDriver } from "../platform/db/columns.ts";
import { row, rows, type Tx } from "../platform/db/transaction.ts";

/** What a sign-up from the offers brings besides. */
export interface SignUpChoices {
  readonly personName: string;
  readonly plan: string;
  readonly termsVersion: IsoDate;
}

/** A text that a person accepted. */
export interface Consent {
  readonly document: "cga";
  /** Day of the version. */
  readonly version: IsoDate;
  readonly consentedAt: IsoInstant;
  readonly ip: string;
}

/** Writes what a sign-up chose, beside its request. */
export async function insertChoices(
  tx: Tx,
  of: SignUpChoices & { requestId: Uuid; at: IsoInstant; ip: string },
): Promise<void> {
  await rows(
    tx,
    sql`select control.record_sign_up_choices(${of.requestId}, ${of.personName}, ${of.plan}, ${of.termsVersion},
      ${of.at}, ${of.ip})`,
  );
}

/** Makes the choices of a confirmed sign-up the person's; null where the short form was filled in. */
export async function takeChoices(
  tx: Tx,
  of: { requestId: Uuid; consentId: Uuid },
): Promise<{ plan: string; label: string } | null> {
  return await row<{ plan: string; label: string }>(
    tx,
    sql`select plan, label from control.take_sign_up_choices(${of.requestId}, ${of.consentId})`,
  );
}

/** What the person in scope accepted, oldest first. */
export async function loadConsents(tx: Tx): Promise<Consent[]> {
  const found = await rows<Omit<Consent, "consentedAt"> & { at: string }>(
    tx,
    sql`select document, version, consented_at as at, ip from control.my_consents()`,
  );
  return found.map(({ at, ...consent }) => ({ ...consent, consentedAt: instantFromDriver(at) }));
}
