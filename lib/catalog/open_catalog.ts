import type { Ctx } from "../base/ctx.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { newId } from "../platform/random.ts";
import { insertCategory } from "./category_store.ts";

/** Gives a new dossier the categories of its trade; one that is there is left alone. Subscriber of `dossier_opened`. */
export async function openCatalog(tx: Tx, ctx: Ctx, categories: readonly string[]): Promise<void> {
  for (const name of categories) await insertCategory(tx, ctx, { id: newId(), name });
}
