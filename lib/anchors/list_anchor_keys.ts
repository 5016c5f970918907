import type { PersonCtx } from "../base/ctx.ts";
import { CONTROL } from "../platform/db/pools.ts";
import { withControl, withOperator } from "../platform/db/tenant.ts";
import { selectKeyHistory } from "./anchor_store.ts";
import { type PublishedKey, publishedKey } from "./key_history.ts";

/** The keys that sign anchors, the first first, for everybody. */
export async function listPublishedKeys(_ctx: PersonCtx): Promise<readonly PublishedKey[]> {
  return (await withControl({}, selectKeyHistory, { mode: "read" })).map(publishedKey);
}

/** The same, for the console. */
export async function listAnchorKeys(_ctx: PersonCtx): Promise<readonly PublishedKey[]> {
  return (await withOperator({ database: CONTROL, role: "ops_control" }, selectKeyHistory)).map(publishedKey);
}
