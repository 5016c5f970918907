import { present } from "../../base/assert.ts";
import type { PersonCtx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { withControl } from "../../platform/db/tenant.ts";
import { loadMySessions, type OwnSession } from "./device_store.ts";
import { type Account, loadMyAccount, loadMySecurityLog, type SecurityEntry } from "./profile_store.ts";

/** The account of the signed-in person. */
export async function getAccount(ctx: PersonCtx): Promise<Account> {
  const { personId } = ctx;
  return present(await withControl({ personId }, loadMyAccount, { mode: "read" }), "account of a signed-in person");
}

/** The name under which others see a person, or null once he is gone. */
export async function labelOf(personId: Uuid): Promise<string | null> {
  const account = await withControl({ personId }, loadMyAccount, { mode: "read" });
  return account && (account.name ?? account.email);
}

/** Everything that identity holds of a person. */
export interface IdentityData {
  readonly account: Account;
  readonly sessions: readonly OwnSession[];
  readonly securityLog: readonly SecurityEntry[];
}

/** Everything that identity holds of the signed-in person, but for what opens doors. */
export async function getIdentityData(ctx: PersonCtx): Promise<IdentityData> {
  return await withControl({ personId: ctx.personId }, async (tx) => ({
    account: present(await loadMyAccount(tx), "account of a signed-in person"),
    sessions: await loadMySessions(tx, ctx.now),
    securityLog: await loadMySecurityLog(tx),
  }), { mode: "read" });
}
