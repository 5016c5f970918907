import { sql } from "drizzle-orm";
import { present } from "../base/assert.ts";
import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { instantFromDriver } from "../platform/db/columns.ts";
import { row, rows, type Tx } from "../platform/db/transaction.ts";
import type { Language } from "./people_store.ts";
import type { RateLimit } from "./rate_limits.ts";
import { DEFAULT_PASSWORD_POLICY, type PasswordPolicy, type SignClass, strictest } from "./password_strength.ts";

/** A blocked account, as the link of its mail finds it. */
export interface FoundBlock {
  readonly personId: Uuid;
  readonly email: string;
  /** Of the person's mails. */
  readonly language: Language;
  /** Wrong passwords in a row. */
  readonly used: number;
  readonly blockedAt: IsoInstant;
  readonly linkExpiresAt: IsoInstant;
}

/** A policy as columns; all null for a dossier that has set none. */
export interface PolicyRow {
  readonly minLength: number | null;
  readonly needsDigit: boolean | null;
  readonly needsLower: boolean | null;
  readonly needsUpper: boolean | null;
  readonly needsSpecial: boolean | null;
  readonly maxAttempts: number | null;
}

/** What holds for a person: the strictest among his dossiers; for nobody, what the program asks. */
export async function loadPolicyOf(tx: Tx, personId: Uuid | null): Promise<PasswordPolicy> {
  const found = await rows<PolicyRow>(
    tx,
    sql`select min_length as "minLength", needs_digit as "needsDigit", needs_lower as "needsLower",
      needs_upper as "needsUpper", needs_special as "needsSpecial", max_attempts as "maxAttempts"
      from control.password_policies_of(${personId})`,
  );
  return strictest(found.map(policyOfRow));
}

/** A policy out of its columns. */
export function policyOfRow(found: PolicyRow): PasswordPolicy {
  if (found.minLength === null || found.maxAttempts === null) return DEFAULT_PASSWORD_POLICY;
  const needs: readonly [SignClass, boolean | null][] = [
    ["digit", found.needsDigit],
    ["lower", found.needsLower],
    ["upper", found.needsUpper],
    ["special", found.needsSpecial],
  ];
  return {
    minLength: found.minLength,
    maxAttempts: found.maxAttempts,
    needs: new Set(needs.filter(([, isNeeded]) => isNeeded).map(([kind]) => kind)),
  };
}

/** Takes one comparison of a person's password; false when none is left, he is blocked, or he is nobody. */
export async function takePasswordTry(
  tx: Tx,
  { personId, allowed }: { personId: Uuid | null; allowed: number },
): Promise<boolean> {
  const answer = await row<{ taken: boolean }>(
    tx,
    sql`select control.take_password_try(${personId}, ${allowed}::integer) as taken`,
  );
  return present(answer, "answer of take_password_try").taken;
}

/** Blocks a person who has no comparison left; true when a mail with this link is due. */
export async function blockPassword(
  tx: Tx,
  block: {
    readonly personId: Uuid | null;
    readonly allowed: number;
    readonly at: IsoInstant;
    readonly linkHash: Uint8Array;
    readonly expiresAt: IsoInstant;
  },
): Promise<boolean> {
  const answer = await row<{ blocked: boolean }>(
    tx,
    sql`select control.block_password(${block.personId}, ${block.allowed}::integer, ${block.at}, ${block.linkHash},
      ${block.expiresAt}) as blocked`,
  );
  return present(answer, "answer of block_password").blocked;
}

/** Clears the attempts that a limit counts on a person's account, then his tries and his block. */
export async function clearPasswordTries(tx: Tx, personId: Uuid, { bucket }: RateLimit): Promise<void> {
  await rows(tx, sql`select control.lift_block(${personId}, ${bucket})`);
}

/** The block of a link, whatever its age, or null. */
export async function findBlock(tx: Tx, linkHash: Uint8Array): Promise<FoundBlock | null> {
  const found = await row<
    Omit<FoundBlock, "blockedAt" | "linkExpiresAt"> & Record<"blockedAt" | "linkExpiresAt", string>
  >(
    tx,
    sql`select person_id as "personId", email, language, used, blocked_at as "blockedAt", link_expires_at as "linkExpiresAt"
      from control.find_block(${linkHash})`,
  );
  return found && {
    ...found,
    blockedAt: instantFromDriver(found.blockedAt),
    linkExpiresAt: instantFromDriver(found.linkExpiresAt),
  };
}

/** Spends the link of a block; gives the key of the account, null unless the link was alive. */
export async function spendBlock(tx: Tx, linkHash: Uint8Array, at: IsoInstant): Promise<string | null> {
  const spent = await row<{ key: string }>(
    tx,
    sql`select email_key as key from control.spend_block(${linkHash}, ${at})`,
  );
  return spent ? spent.key : null;
}
