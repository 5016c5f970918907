import { assert } from "../../base/assert.ts";
import type { PersonCtx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { withControl } from "../../platform/db/tenant.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { loadFactors } from "./factor_store.ts";
import { loadPasskeys, type Passkey } from "./passkey_store.ts";

/** What a person has set up besides his password. */
export interface Factors {
  readonly totp: boolean;
  readonly mailCode: boolean;
  readonly passkeys: readonly Omit<Passkey, "credentialId" | "transports">[];
  /** Recovery codes that were not used yet. */
  readonly recoveryLeft: number;
  /** True when sign-in asks for a second step. */
  readonly any: boolean;
}

/** What the signed-in person has set up. */
export async function listFactors(ctx: PersonCtx): Promise<Factors> {
  return await withControl({ personId: me(ctx) }, factorsIn, { mode: "read" });
}

/** The same, of the person in scope. */
export async function factorsIn(tx: Tx): Promise<Factors> {
  const { hasTotp: totp, hasMailCode: mailCode, recoveryLeft } = await loadFactors(tx);
  const passkeys = (await loadPasskeys(tx)).map(({ credentialId: _, transports: __, ...passkey }) => passkey);
  return { totp, mailCode, passkeys, recoveryLeft, any: totp || mailCode || passkeys.length > 0 };
}

/** The person who is signed in: factors are nobody else's business. */
export function me({ personId }: PersonCtx): Uuid {
  assert(personId, "only a signed-in person has factors");
  return personId;
}
