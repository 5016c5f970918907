import { sql } from "drizzle-orm";
import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { row, rows, type Tx } from "../../platform/db/transaction.ts";
import type { Language } from "../people_store.ts";
import type { Addressee } from "./account_store.ts";

/** Writes the wish of the person in scope for another address: a link and its mail. */
export async function insertAddressWish(
  tx: Tx,
  wish: {
    emailKey: string;
    email: string;
    linkId: Uuid;
    tokenHash: Uint8Array;
    mailId: Uuid;
    at: IsoInstant;
    expiresAt: IsoInstant;
  },
): Promise<void> {
  const { emailKey, email, linkId, tokenHash, mailId, at, expiresAt } = wish;
  await rows(
    tx,
    sql`select control.ask_address(${emailKey}, ${email}, ${linkId}, ${tokenHash}, ${mailId}, ${at}, ${expiresAt})`,
  );
}

/** Spends the link from the new mailbox; null for a dead one, and where somebody else was faster. */
export async function spendAddressLink(
  tx: Tx,
  link: {
    tokenHash: Uint8Array;
    emailKey: string;
    at: IsoInstant;
    undo: { linkId: Uuid; tokenHash: Uint8Array; expiresAt: IsoInstant };
  },
): Promise<{ personId: Uuid; oldEmail: string; language: Language } | null> {
  const { tokenHash, emailKey, at, undo } = link;
  return await row<{ personId: Uuid; oldEmail: string; language: Language }>(
    tx,
    sql`select person_id as "personId", old_email as "oldEmail", language from control.spend_address(${tokenHash},
      ${emailKey}, ${at}, ${undo.linkId}, ${undo.tokenHash}, ${undo.expiresAt})`,
  );
}

/** Spends the link from the former mailbox; null for a dead one, and where the address is somebody else's now. */
export async function spendRestoreLink(
  tx: Tx,
  link: { tokenHash: Uint8Array; emailKey: string; at: IsoInstant },
): Promise<Addressee | null> {
  return await row<Addressee>(
    tx,
    sql`select person_id as "personId", email, language
      from control.spend_restore(${link.tokenHash}, ${link.emailKey}, ${link.at})`,
  );
}
