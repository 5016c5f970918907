import type { PersonCtx } from "../base/ctx.ts";
import { sha256 } from "../platform/crypto.ts";
import { CONTROL } from "../platform/db/pools.ts";
import { withOperator } from "../platform/db/tenant.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { timestampUrl } from "../platform/outside.ts";
import { insertStamp, selectUnstamped } from "./stamp_store.ts";
import { askTimestamp } from "./timestamp_client.ts";

/** Days stamped by one run; what is left comes with the next hour. */
const STAMPED_AT_ONCE = 3;

/**
 * Has the anchors that have no timestamp stamped by the authority that the operator set (RFC 3161); does nothing
 * without one. Throws when it does not answer or stamps something else: the job is run again.
 */
export async function stampAnchors(ctx: PersonCtx): Promise<void> {
  const authority = timestampUrl();
  if (authority === null) return;
  for (const { day, statement } of await onControl((tx) => selectUnstamped(tx, STAMPED_AT_ONCE))) {
    const token = await askTimestamp(authority, sha256(statement));
    await onControl((tx) => insertStamp(tx, { day, authority, token, stampedAt: ctx.now }));
  }
}

function onControl<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return withOperator({ database: CONTROL, role: "ops_control" }, work);
}
