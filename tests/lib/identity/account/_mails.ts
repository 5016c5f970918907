import type { Sql } from "postgres";
import type { Uuid } from "../../../../lib/base/ids.ts";
import type { AccountMailKind } from "../../../../lib/identity/account/account_mail.tsx";
import { secretOf } from "../../../../lib/identity/one_time_token.ts";

/** The mails about an account that wait to leave for an address, oldest first. */
export async function mailsTo(control: Sql, email: string): Promise<{ kind: AccountMailKind; secret: string }[]> {
  const mails = await control`
    select m.kind, m.link_id from control.account_mails m
      join control.jobs j on j.kind = 'identity.account_mail' and j.payload ->> 'mailId' = m.id::text
    where m.email = ${email} order by m.created_at, m.id`;
  return mails.map(({ kind, link_id }) => ({ kind, secret: link_id ? secretOf(link_id as Uuid) : "" }));
}

/** The secret of the link in the last mail of a kind that waits for an address. */
export async function secretMailedTo(control: Sql, email: string, kind: AccountMailKind): Promise<string> {
  const mail = (await mailsTo(control, email)).findLast((mail) => mail.kind === kind);
  if (!mail) throw new Error(`no mail ${kind} to ${email}`);
  return mail.secret;
}
