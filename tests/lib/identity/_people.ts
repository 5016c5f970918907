import type { Sql } from "postgres";
import type { PersonCtx } from "../../../lib/base/ctx.ts";
import { addSeconds, type IsoInstant } from "../../../lib/base/dates.ts";
import type { Uuid } from "../../../lib/base/ids.ts";
import { secretOf } from "../../../lib/identity/one_time_token.ts";
import { now } from "../../../lib/platform/clock.ts";
import { newId, randomBase32, randomBytes } from "../../../lib/platform/random.ts";

/** A visitor, from an internet address of his own unless said. */
export function aVisitor(options: { ip?: string; after?: number; at?: IsoInstant; personId?: Uuid } = {}): PersonCtx {
  return {
    now: addSeconds(options.at ?? now(), options.after ?? 0),
    personId: options.personId ?? null,
    request: { id: newId(), ip: options.ip ?? anIp(), userAgent: "Firefox" },
  };
}

/** An internet address that nobody else in the run has. */
export function anIp(): string {
  return `2001:db8:${[...randomBytes(6)].map((byte) => byte.toString(16)).join("").match(/.{1,4}/g)!.join(":")}::1`;
}

/** A mailbox that nobody else in the run has. */
export function aMailbox(): string {
  return `${randomBase32(10)}@example.fr`;
}

/** Secret of the link in the last mail asked for an address, as its mailbox would hold it. */
export async function linkMailedTo(control: Sql, email: string): Promise<{ secret: string; purpose: string }> {
  const [token] = await control`
    select t.id, t.purpose from control.one_time_tokens t join control.sign_up_requests r on r.id = t.subject_id
      join control.jobs j on j.kind = 'identity.sign_up_mail' and j.payload ->> 'tokenId' = t.id::text
    where r.email = ${email} order by t.id desc limit 1`;
  if (!token) throw new Error(`no mail to ${email}`);
  return { secret: secretOf(token.id as Uuid), purpose: token.purpose as string };
}
