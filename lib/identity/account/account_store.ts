import { sql } from "drizzle-orm";
import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { row, rows, type Tx } from "../../platform/db/transaction.ts";
import type { Language } from "../people_store.ts";

/** What a link of an account is for. */
export type LinkPurpose = "reset_password" | "confirm_address" | "restore_address";

/** A link that is alive. */
export interface FoundLink {
  readonly personId: Uuid;
  /** The address that the person signs in with now. */
  readonly email: string;
  /** The address that the link gives to him, where it gives one. */
  readonly givenEmail: string | null;
}

/** A person as a mail speaks to him. */
export interface Addressee {
  readonly personId: Uuid;
  readonly email: string;
  readonly language: Language;
}

/** Writes the link and the mail of a forgotten password; of nobody where nobody has the address, by the same rows. */
export async function insertReset(
  tx: Tx,
  reset: { emailKey: string; linkId: Uuid; tokenHash: Uint8Array; mailId: Uuid; at: IsoInstant; expiresAt: IsoInstant },
): Promise<void> {
  const { emailKey, linkId, tokenHash, mailId, at, expiresAt } = reset;
  await rows(tx, sql`select control.ask_reset(${emailKey}, ${linkId}, ${tokenHash}, ${mailId}, ${at}, ${expiresAt})`);
}

/** A link that is alive, or null. */
export async function findLink(
  tx: Tx,
  link: { tokenHash: Uint8Array; purpose: LinkPurpose; at: IsoInstant },
): Promise<FoundLink | null> {
  return await row<FoundLink>(
    tx,
    sql`select person_id as "personId", email, given_email as "givenEmail"
      from control.find_account_link(${link.tokenHash}, ${link.purpose}, ${link.at})`,
  );
}

/** Spends the link of a forgotten password, sets the new one and ends every session; null for a dead link. */
export async function spendReset(
  tx: Tx,
  reset: { tokenHash: Uint8Array; newHash: string; at: IsoInstant },
): Promise<(Addressee & { emailKey: string }) | null> {
  return await row<Addressee & { emailKey: string }>(
    tx,
    sql`select person_id as "personId", email, email_key as "emailKey", language
      from control.spend_reset(${reset.tokenHash}, ${reset.newHash}, ${reset.at})`,
  );
}

/** Drops links and mails that are over. */
export async function sweepAccounts(tx: Tx, at: IsoInstant, deadDays: number): Promise<void> {
  await rows(tx, sql`select control.sweep_accounts(${at}, ${deadDays})`);
}
