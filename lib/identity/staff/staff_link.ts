import type { PersonCtx } from "../../base/ctx.ts";
import { addSeconds } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { wrapSecret } from "../../platform/crypto.ts";
import { masterKey } from "../../platform/outside.ts";
import { randomToken } from "../../platform/random.ts";
import { totpContext } from "../operator_access.ts";
import { sessionHash } from "../sessions.ts";
import { newTotpSecret } from "../totp.ts";
import type { StaffLink } from "./staff_store.ts";

/** How long an operator may follow the link that an administrator handed over. */
export const STAFF_LINK_HOURS = 24;

/** Draws a link: its token, known at this moment alone, and what is kept of it. */
export function newStaffLink(ctx: PersonCtx, operatorId: Uuid): { readonly token: string; readonly link: StaffLink } {
  const token = randomToken();
  const totpDraft = wrapSecret(masterKey(), newTotpSecret(), totpContext(operatorId));
  return {
    token,
    link: { hash: sessionHash(token), expiresAt: addSeconds(ctx.now, STAFF_LINK_HOURS * 3_600), totpDraft },
  };
}
