import { eq, sql } from "drizzle-orm";
import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import type { PasswordPolicy } from "../identity/mod.ts";
import { instantFromDriver } from "../platform/db/columns.ts";
import { rows, type Tx } from "../platform/db/transaction.ts";
import { passwordPolicies } from "./schema.ts";

/** A member whose account is blocked. */
export interface BlockedMember {
  readonly personId: Uuid;
  readonly email: string;
  readonly name: string | null;
  readonly blockedAt: IsoInstant;
}

/** What a dossier asks of passwords, or null where it has set nothing. */
export async function findPasswordPolicy(tx: Tx, tenantId: Uuid): Promise<PasswordPolicy | null> {
  const [found] = await tx.select().from(passwordPolicies).where(eq(passwordPolicies.tenantId, tenantId));
  if (!found) return null;
  const { minLength, maxAttempts } = found;
  const needs = new Set([
    ...(found.needsDigit ? ["digit" as const] : []),
    ...(found.needsLower ? ["lower" as const] : []),
    ...(found.needsUpper ? ["upper" as const] : []),
    ...(found.needsSpecial ? ["special" as const] : []),
  ]);
  return { minLength, maxAttempts, needs };
}

/** Writes what a dossier asks of passwords over what it asked before. */
export async function writePasswordPolicy(
  tx: Tx,
  { tenantId, at, policy }: { tenantId: Uuid; at: IsoInstant; policy: PasswordPolicy },
): Promise<void> {
  const { minLength, maxAttempts, needs } = policy;
  const values = {
    minLength,
    maxAttempts,
    needsDigit: needs.has("digit"),
    needsLower: needs.has("lower"),
    needsUpper: needs.has("upper"),
    needsSpecial: needs.has("special"),
    updatedAt: at,
  };
  await tx.insert(passwordPolicies).values({ tenantId, ...values })
    .onConflictDoUpdate({ target: passwordPolicies.tenantId, set: values });
}

/** The members of the dossier in scope whose account is blocked, the longest blocked first. */
export async function loadBlockedMembers(tx: Tx): Promise<BlockedMember[]> {
  const found = await rows<Omit<BlockedMember, "blockedAt"> & { blockedAt: string }>(
    tx,
    sql`select person_id as "personId", email, name, blocked_at as "blockedAt" from control.blocked_members()`,
  );
  return found.map((member) => ({ ...member, blockedAt: instantFromDriver(member.blockedAt) }));
}
