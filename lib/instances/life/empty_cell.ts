import { storeOf } from "../../platform/stores.ts";
import { withOperator } from "../../platform/db/tenant.ts";
import type { Slice, SliceInfo } from "../procedures/console_procedure.ts";
import type { PurgeProof } from "./purge.ts";
import {
  countRows,
  deleteSlice,
  isPurgeAllowed,
  purgedTables,
  readProof,
  shutDossier,
  type WholeWarrant,
  writeWarrant,
} from "./purge_cell_store.ts";

/** Rows deleted by one transaction, and files removed by one slice. */
const SLICE_ROWS = 2_000, SLICE_FILES = 200;

/** What the steps that empty a cell of a dossier hand to each other. */
export interface Emptying {
  readonly cell: string;
  /** Rows and files gone so far. */
  readonly gone: number;
}

/**
 * Shuts a dossier, writes the warrant down, and counts what is there. Once shut it does not change any more: counted
 * again, it gives the same proof, unless it is half gone.
 */
export async function shutAndCount(cell: string, warrant: WholeWarrant): Promise<PurgeProof> {
  const { tenantId } = warrant;
  return await withOperator({ database: cell, role: "ops_mover", tenantId }, async (tx) => {
    await shutDossier(tx, tenantId);
    await writeWarrant(tx, warrant);
    const tables = await purgedTables(tx);
    return { tables: tables.length, rows: await countRows(tx, tables, tenantId), ...await readProof(tx, tenantId) };
  });
}

/** Removes the next files of a dossier from its cell's store. */
export async function removeFiles<C extends Emptying>({ tenantId, cursor }: SliceInfo<C>): Promise<Slice<C>> {
  const store = storeOf(cursor.cell);
  const { files } = await store.list(`${tenantId}/`, { limit: SLICE_FILES });
  if (files.length > 0) await store.remove(files.map(({ key }) => key));
  const gone = cursor.gone + files.length;
  if (files.length > 0) return { cursor: { ...cursor, gone }, isDone: false, figures: { filesGone: gone } };
  return { cursor: { ...cursor, gone: 0 }, isDone: true, figures: { filesGone: gone } };
}

/** Each transaction deletes one slice of the first table, children first, that still holds something. */
export async function deleteRows<C extends Emptying>({ tenantId, cursor, budget }: SliceInfo<C>): Promise<Slice<C>> {
  let { gone } = cursor;
  const scope = { database: cursor.cell, role: "ops_purger", tenantId } as const;
  for (const table of await withOperator(scope, purgedTables)) {
    for (let deleted = 1; deleted > 0;) {
      deleted = await withOperator(scope, async (tx) => {
        if (!await isPurgeAllowed(tx)) throw new Error("no warrant stands");
        return await deleteSlice(tx, table, { tenantId, limit: SLICE_ROWS });
      });
      gone += deleted;
      if (deleted > 0 && budget.left() <= 0) {
        return { cursor: { ...cursor, gone }, isDone: false, figures: { rowsGone: gone } };
      }
    }
  }
  return { cursor: { ...cursor, gone }, isDone: true, figures: { rowsGone: gone } };
}

/** Looked at with another role than the one that deleted: what a policy hid from the purger would show here. */
export async function checkEmpty<C extends Emptying>({ tenantId, cursor }: SliceInfo<C>): Promise<Slice<C>> {
  const left = await withOperator({ database: cursor.cell, role: "ops_mover", tenantId }, async (tx) => {
    return await countRows(tx, await purgedTables(tx), tenantId);
  });
  const { files } = await storeOf(cursor.cell).list(`${tenantId}/`, { limit: 1 });
  if (left > 0 || files.length > 0) throw new Error("something is left of an erased dossier");
  return { cursor, isDone: true, figures: { rowsLeft: left, filesLeft: files.length } };
}
