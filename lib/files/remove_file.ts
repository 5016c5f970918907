import type { Ctx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import type { Tx } from "../platform/db/transaction.ts";
import type { FileRecord } from "./file.ts";
import { deleteFile, discountFile } from "./file_store.ts";
import { loadFile } from "./open_file.ts";
import { refuse } from "./refusals.ts";

/**
 * Takes a file out of the dossier in the caller's transaction and gives its last row: whoever calls removes the bytes
 * after the commit. The caller has authorised its own act. Refuses: `not_found`; `sealed` for an issued document's,
 * an attestation's and for a part of an archive.
 */
export async function removeFile(tx: Tx, ctx: Ctx, id: Uuid): Promise<FileRecord> {
  const file = await loadFile(tx, ctx, id);
  if (file.purpose !== "attachment" && file.purpose !== "image") throw refuse("sealed");
  const gone = await deleteFile(tx, ctx, id);
  if (!gone) throw refuse("not_found");
  await discountFile(tx, ctx, gone);
  return gone;
}
