import { present } from "../../base/assert.ts";
import type { PersonCtx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { withControl } from "../../platform/db/tenant.ts";
import { type Consent, loadConsents } from "../consent_store.ts";
import { type KeptKind, type KeptThing, loadKeptData } from "./kept_data_store.ts";
import { loadMySessions, type OwnSession } from "./device_store.ts";
import { loadMyPasswordShape } from "../people_store.ts";
import type { PasswordShape } from "../password_strength.ts";
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
  /** Length and kinds of signs of the password, as last seen; null where it was not seen since they are noted. */
  readonly passwordShape: PasswordShape | null;
  readonly consents: readonly Consent[];
  /** Kind, name and dates: what opens doors is nobody's to take away. */
  readonly secondFactors: readonly KeptThing[];
  readonly sessions: readonly OwnSession[];
  /** Browsers and networks used before, which stand here as digests: their last dates. */
  readonly devices: readonly KeptThing[];
  readonly securityLog: readonly SecurityEntry[];
  /** Wrong passwords in a row, the block that followed, and the attempts counted of late. */
  readonly blocksAndLimits: readonly KeptThing[];
  /** Sessions that have ended, links and sign-ups, until they are swept. */
  readonly past: readonly KeptThing[];
}

/** Everything that identity holds of the signed-in person, but for what opens doors. */
export async function getIdentityData(ctx: PersonCtx): Promise<IdentityData> {
  return await withControl({ personId: ctx.personId }, async (tx) => {
    const account = present(await loadMyAccount(tx), "account of a signed-in person");
    const kept = await loadKeptData(tx);
    const of = (...kinds: KeptKind[]) => kept.filter(({ kind }) => kinds.includes(kind));
    return {
      account,
      passwordShape: await loadMyPasswordShape(tx),
      consents: await loadConsents(tx),
      secondFactors: of("totp", "mail_code", "passkey", "recovery_code"),
      sessions: await loadMySessions(tx, ctx.now),
      devices: of("device"),
      securityLog: await loadMySecurityLog(tx),
      blocksAndLimits: of("wrong_passwords", "limit"),
      past: of("ended_session", "link", "sign_up"),
    };
  }, { mode: "read" });
}
