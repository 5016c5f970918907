import { sql } from "drizzle-orm";
import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { instantFromDriver } from "../../platform/db/columns.ts";
import { row, rows, type Tx } from "../../platform/db/transaction.ts";
import type { Language } from "../people_store.ts";
import type { Addressee } from "./account_store.ts";

/** What we know of a person besides what he does in his dossiers. */
export interface Account {
  readonly personId: Uuid;
  readonly email: string;
  /** Null for somebody who has given none: his address stands for it. */
  readonly name: string | null;
  /** Language of the mails that he receives. */
  readonly language: Language;
  readonly confirmedAt: IsoInstant;
  readonly createdAt: IsoInstant;
}

/** A line of the security log. */
export interface SecurityEntry {
  readonly at: IsoInstant;
  readonly event: string;
  readonly ip: string;
}

/** The account of the person in scope, or null. */
export async function loadMyAccount(tx: Tx): Promise<Account | null> {
  const found = await row<Omit<Account, "confirmedAt" | "createdAt"> & { confirmedAt: string; createdAt: string }>(
    tx,
    sql`select person_id as "personId", email, name, language, confirmed_at as "confirmedAt", created_at as "createdAt"
      from control.my_account()`,
  );
  return found && {
    ...found,
    confirmedAt: instantFromDriver(found.confirmedAt),
    createdAt: instantFromDriver(found.createdAt),
  };
}

/** Changes the name and the language of the person in scope. */
export async function describeMe(tx: Tx, me: { name: string; language: Language }): Promise<void> {
  await rows(tx, sql`select control.describe_me(${me.name}, ${me.language})`);
}

/** Changes the password of the person in scope; null when it is no longer the one that was compared. */
export async function changeMyPassword(
  tx: Tx,
  change: { knownHash: string; newHash: string; at: IsoInstant },
): Promise<Omit<Addressee, "personId"> | null> {
  return await row<Omit<Addressee, "personId">>(
    tx,
    sql`select email, language from control.change_my_password(${change.knownHash}, ${change.newHash}, ${change.at})`,
  );
}

/** What the security log holds about the person in scope, oldest first. */
export async function loadMySecurityLog(tx: Tx): Promise<SecurityEntry[]> {
  const found = await rows<Omit<SecurityEntry, "at"> & { at: string }>(
    tx,
    sql`select at, event, ip from control.my_security_log()`,
  );
  return found.map((entry) => ({ ...entry, at: instantFromDriver(entry.at) }));
}
