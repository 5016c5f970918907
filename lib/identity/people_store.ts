import { sql } from "drizzle-orm";
import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { emailKey } from "../base/text.ts";
import { instantFromDriver } from "../platform/db/columns.ts";
import { row, rows, type Tx } from "../platform/db/transaction.ts";
import type { PasswordShape } from "./password_strength.ts";

/** A person, with what a password is compared with. */
export interface Credentials {
  readonly personId: Uuid;
  readonly passwordHash: string;
}

/** What a sign-up leads to: which link its mail carries, or none. */
export type SignUpPurpose = "confirm_signup" | "open_second_dossier" | "refused_signup";

/** Languages that the mails of identity are written in. */
export type Language = "fr" | "en";

/** A sign-up as it is written down. */
export interface SignUpRecord {
  readonly requestId: Uuid;
  readonly tokenId: Uuid;
  readonly tokenHash: Uint8Array;
  readonly purpose: SignUpPurpose;
  readonly at: IsoInstant;
  readonly expiresAt: IsoInstant;
  readonly email: string;
  readonly emailKey: string;
  readonly companyName: string;
  readonly language: Language;
  /** Of a new address only. */
  readonly passwordHash: string | null;
  /** The person who opens a further dossier. */
  readonly personId: Uuid | null;
}

/** A sign-up as its link finds it. */
export interface FoundSignUp {
  readonly requestId: Uuid;
  readonly purpose: SignUpPurpose;
  readonly email: string;
  readonly companyName: string;
  readonly language: Language;
  readonly expiresAt: IsoInstant;
  readonly isSpent: boolean;
}

/** What a spent link gives. */
export interface ConfirmedSignUp {
  readonly requestId: Uuid;
  readonly tokenId: Uuid;
  readonly personId: Uuid;
  readonly email: string;
  /** Name, or the address of somebody who has given none. */
  readonly label: string;
  readonly companyName: string;
  /** False for a person who opens a further dossier. */
  readonly isNewPerson: boolean;
}

/** The person of an address, or null. */
export async function findCredentials(tx: Tx, emailKey: string): Promise<Credentials | null> {
  return await row<Credentials>(
    tx,
    sql`select person_id as "personId", password_hash as "passwordHash" from control.credentials_of(${emailKey})`,
  );
}

/** What the person in scope compares his password with, or null for nobody. */
export async function findMyCredentials(tx: Tx): Promise<Credentials & { readonly email: string } | null> {
  return await row<Credentials & { email: string }>(
    tx,
    sql`select person_id as "personId", email, password_hash as "passwordHash" from control.my_credentials()`,
  );
}

/** Writes a sign-up and its link. */
export async function insertSignUp(tx: Tx, record: SignUpRecord): Promise<void> {
  await rows(
    tx,
    sql`select control.record_sign_up(${record.requestId}, ${record.tokenId}, ${record.tokenHash}, ${record.purpose},
      ${record.at}, ${record.expiresAt}, ${record.email}, ${record.emailKey}, ${record.companyName},
      ${record.language}, ${record.passwordHash}, ${record.personId})`,
  );
}

/** The sign-up of a link, whatever its state, or null. */
export async function findSignUp(tx: Tx, tokenHash: Uint8Array): Promise<FoundSignUp | null> {
  const found = await row<Omit<FoundSignUp, "expiresAt"> & { expiresAt: string }>(
    tx,
    sql`select request_id as "requestId", purpose, email, company_name as "companyName", language, expires_at as "expiresAt",
      spent_at is not null as "isSpent" from control.find_sign_up(${tokenHash})`,
  );
  return found && { ...found, expiresAt: instantFromDriver(found.expiresAt) };
}

/** Spends a link and makes the person of a new address; null unless the link was alive. */
export async function spendSignUp(
  tx: Tx,
  link: { tokenHash: Uint8Array; at: IsoInstant; newPersonId: Uuid },
): Promise<ConfirmedSignUp | null> {
  return await row<ConfirmedSignUp>(
    tx,
    sql`select request_id as "requestId", token_id as "tokenId", person_id as "personId", email, label,
      company_name as "companyName", is_new as "isNewPerson" from control.spend_sign_up(${link.tokenHash}, ${link.at}, ${link.newPersonId})`,
  );
}

/** Stores a stronger hash of the same password, unless the password was changed meanwhile. */
export async function replacePasswordHash(
  tx: Tx,
  person: Credentials,
  { newHash }: { newHash: string },
): Promise<void> {
  await rows(tx, sql`select control.replace_password(${person.personId}, ${person.passwordHash}, ${newHash})`);
}

/** Keeps the shape of a password that was just compared or set, where it is not known already. */
export async function notePassword(tx: Tx, personId: Uuid, { length, kinds }: PasswordShape): Promise<void> {
  await rows(tx, sql`select control.note_password(${personId}, ${length}::integer, ${`{${kinds.join()}}`}::text[])`);
}

/** The shape of the password of the person in scope; null while none was seen. */
export async function loadMyPasswordShape(tx: Tx): Promise<PasswordShape | null> {
  return await row<PasswordShape>(tx, sql`select length, kinds from control.my_password_strength()`);
}

/** Makes a person whose address is confirmed; false when the address has an account already. */
export async function insertPerson(
  tx: Tx,
  person: {
    personId: Uuid;
    email: string;
    name: string;
    language: Language;
    passwordHash: string;
    at: IsoInstant;
  },
): Promise<boolean> {
  const { personId, email, name, language, passwordHash, at } = person;
  const made = await row<{ made: boolean }>(
    tx,
    sql`select control.make_person(${personId}, ${email}, ${emailKey(email)}, ${name}, ${language}, ${passwordHash},
      ${at}) as made`,
  );
  return made?.made ?? false;
}

/** Changes the name of the person in scope. */
export async function renameMe(tx: Tx, name: string): Promise<void> {
  await rows(tx, sql`select control.rename_me(${name})`);
}

/** Drops what is over: old log entries, links, sign-ups, sessions and counters. */
export async function sweep(tx: Tx, at: IsoInstant, keep: { logDays: number; deadDays: number }): Promise<void> {
  await rows(tx, sql`select control.sweep_identity(${at}, ${keep.logDays}, ${keep.deadDays})`);
}
