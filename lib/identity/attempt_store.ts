import { sql } from "drizzle-orm";
import type { PersonCtx } from "../base/ctx.ts";
import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { present } from "../base/assert.ts";
import { row, rows, type Tx } from "../platform/db/transaction.ts";
import { newId } from "../platform/random.ts";
import type { RateLimit } from "./rate_limits.ts";

/** Kinds of entries of the security log. */
export type SecurityEvent =
  | "sign_in_wrong"
  | "sign_in_limited"
  | "sign_up_limited"
  | "operator_sign_in_wrong"
  | "operator_sign_in_limited"
  | "proof_wrong"
  | "proof_limited"
  | "second_step_wrong"
  | "second_step_limited";

/** Takes one attempt of a limit; false when none is left. Correct with any number of processes. */
export async function takeAttempt(
  tx: Tx,
  limit: RateLimit,
  { keyHash, at }: { keyHash: Uint8Array; at: IsoInstant },
): Promise<boolean> {
  const answer = await row<{ taken: boolean }>(
    tx,
    sql`select control.take_attempt(${limit.bucket}, ${keyHash}, ${at}, ${limit.attempts}::integer,
      ${limit.windowSeconds}::integer) as taken`,
  );
  return present(answer, "answer of take_attempt").taken;
}

/** Gives all attempts back, after a success. */
export async function forgetAttempts(tx: Tx, limit: RateLimit, keyHash: Uint8Array): Promise<void> {
  await rows(tx, sql`select control.forget_attempts(${limit.bucket}, ${keyHash})`);
}

/** Writes one refusal into the security log. */
export async function noteSecurity(
  tx: Tx,
  ctx: PersonCtx,
  entry: { event: SecurityEvent; personId?: Uuid | null; operatorId?: Uuid | null },
): Promise<void> {
  await rows(
    tx,
    sql`select control.note_security(${newId()}, ${ctx.now}, ${entry.event}, ${entry.personId ?? null},
      ${entry.operatorId ?? null}, ${ctx.request.ip}, ${ctx.request.id})`,
  );
}
