import { sql } from "drizzle-orm";
import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { row, rows, type Tx } from "../../platform/db/transaction.ts";
import type { Language } from "../people_store.ts";
import type { AccountMail, AccountMailKind } from "./account_mail.tsx";

/** Writes down a mail to leave. */
export async function insertMail(
  tx: Tx,
  mail: AccountMail & { id: Uuid; at: IsoInstant },
): Promise<void> {
  await rows(
    tx,
    sql`select control.post_account_mail(${mail.id}, ${mail.kind}, ${mail.email}, ${mail.language}, ${mail.linkId},
      ${JSON.stringify(mail.facts)}::jsonb, ${mail.at})`,
  );
}

/** A mail that has not left yet, or null. */
export async function findMail(tx: Tx, mailId: Uuid): Promise<AccountMail | null> {
  return await row<
    {
      kind: AccountMailKind;
      email: string;
      language: Language;
      linkId: Uuid | null;
      facts: Readonly<Record<string, string>>;
    }
  >(
    tx,
    sql`select kind, email, language, link_id as "linkId", facts from control.account_mail(${mailId})`,
  );
}

/** Forgets a mail that has left. */
export async function dropMail(tx: Tx, mailId: Uuid): Promise<void> {
  await rows(tx, sql`select control.drop_account_mail(${mailId})`);
}
