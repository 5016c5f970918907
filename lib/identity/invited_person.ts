import type { PersonCtx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { refuseAll } from "../base/refusal.ts";
import { withControl } from "../platform/db/tenant.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { hashPassword } from "../platform/password_hash.ts";
import { newId } from "../platform/random.ts";
import { takeAttempt } from "./attempt_store.ts";
import { passwordIssues } from "./password_policy.ts";
import type { PasswordPolicy } from "./password_strength.ts";
import { insertPerson } from "./people_store.ts";
import { accountKey, INVITATIONS_PER_DOSSIER, INVITATIONS_PER_MAILBOX } from "./rate_limits.ts";
import { issue, refuse } from "./refusals.ts";
import { personName } from "./rename.ts";

/** Somebody who makes an account on the page of an invitation. */
export interface InvitedPersonForm {
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly companyName: string;
  /** What the dossier that invites asks of passwords; what the program asks unless said. */
  readonly policy?: PasswordPolicy | undefined;
}

/** The same, judged, with the hash instead of the password. */
export interface InvitedPerson {
  readonly personId: Uuid;
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
}

/**
 * Judges what was typed and hashes the password, before any transaction: a hash takes longer than a lock should.
 * Refuses `name`, `password_*` (422, at the fields).
 */
export async function prepareInvitedPerson(form: InvitedPersonForm): Promise<InvitedPerson> {
  const { email, companyName, password, policy } = form;
  const name = personName(form.name);
  const owner = { email, companyName };
  refuseAll([...(name === null ? [issue("name")] : []), ...passwordIssues(password, owner, policy)]);
  return { personId: newId(), email, name: name!, passwordHash: await hashPassword(password) };
}

/**
 * Makes the account of somebody whose mailbox an invitation's link has proved, in the transaction that spends the link.
 * False when the address has an account already.
 */
export async function makeInvitedPerson(tx: Tx, ctx: PersonCtx, person: InvitedPerson): Promise<boolean> {
  return await insertPerson(tx, { ...person, language: ctx.request.language ?? "fr", at: ctx.now });
}

/**
 * Counts an invitation about to be mailed, by its dossier and by its mailbox: nobody is flooded, from however many
 * dossiers. Refuses `too_many_invitations` (429).
 */
export async function countInvitation(
  ctx: PersonCtx,
  { tenantId, emailKey }: { tenantId: Uuid; emailKey: string },
): Promise<void> {
  const mayMail = await withControl({}, async (tx) => {
    const at = ctx.now;
    return await takeAttempt(tx, INVITATIONS_PER_DOSSIER, { keyHash: accountKey(tenantId), at }) &&
      await takeAttempt(tx, INVITATIONS_PER_MAILBOX, { keyHash: accountKey(emailKey), at });
  });
  if (!mayMail) throw refuse("too_many_invitations");
}
