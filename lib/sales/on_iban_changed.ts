import type { Ctx } from "../base/ctx.ts";
import type { IbanChanged } from "../company/mod.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { enqueue } from "../platform/jobs.ts";
import { TELL_IBAN_CHANGE } from "./jobs.ts";

/** Recent customers are told of another IBAN, by jobs: the transaction writes one row. */
export async function tellIbanChange(tx: Tx, ctx: Ctx, { changeId }: IbanChanged): Promise<void> {
  const payload = { changeId, after: null };
  await enqueue(tx, TELL_IBAN_CHANGE, { tenantId: ctx.tenantId, payload, dedupeKey: changeId });
}
