import type { PersonCtx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { enqueue, NO_TENANT } from "../../platform/jobs.ts";
import { newId } from "../../platform/random.ts";
import { ACCOUNT_MAIL } from "../jobs.ts";
import type { AccountMail } from "./account_mail.tsx";
import { insertMail } from "./mail_store.ts";

/** Asks for a mail about an account, in the transaction that gives reason to it. */
export async function postMail(
  tx: Tx,
  ctx: PersonCtx,
  mail: Omit<AccountMail, "linkId" | "facts"> & Partial<Pick<AccountMail, "linkId" | "facts">>,
): Promise<void> {
  const id = newId();
  await insertMail(tx, { linkId: null, facts: {}, ...mail, id, at: ctx.now });
  await enqueueMail(tx, id);
}

/** Asks for a mail that is written down already. */
export async function enqueueMail(tx: Tx, mailId: Uuid): Promise<void> {
  await enqueue(tx, ACCOUNT_MAIL, { tenantId: NO_TENANT, payload: { mailId }, dedupeKey: mailId, priority: 10 });
}
