import type { PersonCtx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { hmacSha256 } from "../../platform/crypto.ts";
import { withControl } from "../../platform/db/tenant.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { masterKey } from "../../platform/outside.ts";
import { randomBase32 } from "../../platform/random.ts";
import { refuse } from "../refusals.ts";
import { announceFactor } from "./announce_factor.ts";
import { replaceRecoveryCodes, spendRecoveryCode } from "./factor_store.ts";
import { factorsIn, me } from "./list_factors.ts";

/** How many recovery codes a set has. */
export const RECOVERY_CODES = 10;
/** Length of one, in base 32: 50 bits, guarded by few attempts and a keyed digest. */
const CODE_LENGTH = 10;

/**
 * Draws a new set and voids the old one. The codes are given once: the database keeps a keyed digest of each.
 * Refuses `no_factor` (409) to somebody whose sign-in has no second step.
 */
export async function newRecoveryCodes(ctx: PersonCtx): Promise<readonly string[]> {
  const personId = me(ctx);
  const codes = Array.from({ length: RECOVERY_CODES }, () => randomBase32(CODE_LENGTH));
  await withControl({ personId }, async (tx) => {
    if (!(await factorsIn(tx)).any) throw refuse("no_factor");
    await replaceRecoveryCodes(tx, codes.map((code) => digestOf(personId, code)), ctx.now);
    await announceFactor(tx, ctx, "recovery_codes_drawn");
  });
  return codes.map((code) => `${code.slice(0, CODE_LENGTH / 2)}-${code.slice(CODE_LENGTH / 2)}`);
}

/** Uses a recovery code of the person in scope up; false for a wrong or spent one. */
export async function spendRecovery(
  tx: Tx,
  ctx: PersonCtx,
  { personId, code }: { personId: Uuid; code: string },
): Promise<boolean> {
  // As read aloud or copied by hand: any case, with or without the hyphen, o for 0 and i or l for 1.
  const typed = code.toLowerCase().replace(/[\s-]/g, "").replaceAll("o", "0").replace(/[il]/g, "1");
  if (typed.length !== CODE_LENGTH) return false;
  const isRight = await spendRecoveryCode(tx, digestOf(personId, typed), ctx.now);
  if (isRight) await announceFactor(tx, { ...ctx, personId }, "recovery_code_used");
  return isRight;
}

function digestOf(personId: Uuid, code: string): Uint8Array {
  return hmacSha256(masterKey().subkey("recovery-code"), `${personId} ${code}`);
}
