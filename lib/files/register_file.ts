import { assert } from "../base/assert.ts";
import type { Ctx } from "../base/ctx.ts";
import { cleanLine, hasForbiddenCharacters } from "../base/text.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { MAX_FILE_BYTES } from "../platform/storage/store.ts";
import { type FileRecord, MAX_FILE_NAME, type StoredBlob } from "./file.ts";
import { countFile, insertFile } from "./file_store.ts";
import { refuse } from "./refusals.ts";

/**
 * Registers a blob whose bytes already stand in the store under `storeKey`, in the caller's transaction, and counts
 * them into the dossier's size. The caller has authorised its own act; the bytes are put first, so that no row ever
 * names bytes that are not there. Refuses: `empty`, `too_large`, `name_form`.
 */
export async function registerFile(tx: Tx, ctx: Ctx, blob: StoredBlob): Promise<FileRecord> {
  if (blob.bytes === 0) throw refuse("empty");
  if (blob.bytes > MAX_FILE_BYTES) throw refuse("too_large");
  assert(Number.isSafeInteger(blob.bytes) && blob.bytes > 0, "a file has a whole number of bytes");
  const file = await insertFile(tx, ctx, { ...blob, name: checkedName(blob.name) });
  await countFile(tx, ctx, blob);
  return file;
}

function checkedName(typed: string): string {
  const name = cleanLine(typed.slice(0, 4 * MAX_FILE_NAME));
  const isSound = name !== "" && name.length <= MAX_FILE_NAME && !/[/\\]/.test(name);
  if (!isSound || hasForbiddenCharacters(name)) throw refuse("name_form");
  return name;
}
