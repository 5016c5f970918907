import { authorize, type Ctx } from "../base/ctx.ts";
import { isUuid } from "../base/ids.ts";
import { withTenant } from "../platform/db/tenant.ts";
import type { Tx } from "../platform/db/transaction.ts";
import type { FileRecord } from "./file.ts";
import { findFile } from "./file_store.ts";
import { refuse } from "./refusals.ts";

/**
 * What is known of a file; its bytes stand in the store under `storeKey(file)`.
 * Right `files:read`. Refuses: `not_found`, unknown or foreign alike.
 */
export async function openFile(ctx: Ctx, id: string): Promise<FileRecord> {
  authorize(ctx, "files:read");
  return await withTenant(ctx, (tx) => loadFile(tx, ctx, id), { mode: "read" });
}

/** The same inside another module's transaction, which has authorised its own act. */
export async function loadFile(tx: Tx, ctx: Ctx, id: string): Promise<FileRecord> {
  const file = isUuid(id) ? await findFile(tx, ctx, id) : null;
  if (!file) throw refuse("not_found");
  return file;
}
