import { present } from "../../base/assert.ts";
import { addSeconds } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { storeOf } from "../../platform/stores.ts";
import { withOperator } from "../../platform/db/tenant.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { newId } from "../../platform/random.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import type { ConsoleProcedureKind, Slice, SliceInfo } from "../procedures/console_procedure.ts";
import { announce } from "./announce.ts";
import { loadLife } from "./life_store.ts";
import { type PurgeProof, WARRANT_DAYS } from "./purge.ts";
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
import { countLifeMails, eraseInstance, finishPurge } from "./purge_store.ts";

/** Rows deleted by one transaction, and files removed by one slice. */
const SLICE_ROWS = 2_000, SLICE_FILES = 200;
/** Seconds before it is asked again whether the last mail has left. */
const MAIL_WAIT_S = 20;
/** Who erases. */
const PROGRAM = "automate";

/** What the steps hand to each other. */
export interface ErasureCursor {
  readonly purgeId: Uuid;
  readonly cell: string;
  readonly reason: WholeWarrant["reason"];
  readonly grantedBy: Uuid;
  readonly secondedBy: Uuid;
  /** From the fence on. */
  readonly proof: PurgeProof | null;
  /** Rows and files gone so far. */
  readonly gone: number;
}

type Info = SliceInfo<ErasureCursor>;

/**
 * Erases a closed dossier for good. The directory decides first: from then on it opens to nobody and there is only
 * forward. Then the cell: warrant and fence, the proof counted, files, rows, a count that finds nothing left. At last
 * control forgets its people, once they were told. Every slice may be cut anywhere and run again.
 */
export const ERASE_DOSSIER: ConsoleProcedureKind<ErasureCursor> = {
  kind: "erase_dossier",
  label: "Effacement d’un dossier",
  isExclusive: true,
  decides: null,
  steps: [
    { name: "directory", in: "control", run: leaveDirectory },
    { name: "fence", in: "slices", run: fence },
    { name: "files", in: "slices", run: removeFiles },
    { name: "rows", in: "slices", run: deleteRows },
    { name: "check", in: "slices", run: check },
    { name: "tell", in: "slices", run: waitForMails },
    { name: "forget", in: "control", run: forget },
  ],
};

async function leaveDirectory(tx: Tx, { ctx, tenantId, cursor }: Info): Promise<ErasureCursor> {
  const life = present(await loadLife(tx, tenantId), "dossier to erase");
  const change = newId();
  if (!await eraseInstance(tx, { tenantId, id: cursor.purgeId }, { change, asker: PROGRAM, at: ctx.now })) {
    throw new Error("the directory refuses to erase");
  }
  await announce(tx, ctx, {
    life,
    change: { tenantId, id: change, act: "erase", from: life.state, to: "erased", askedBy: "program" },
    actor: PROGRAM,
  });
  return { ...cursor, cell: life.cell };
}

/** Once shut the dossier does not change any more: counted again, it gives the same proof, unless it is half gone. */
async function fence({ ctx, tenantId, cursor }: Info): Promise<Slice<ErasureCursor>> {
  const { purgeId: id, reason, grantedBy, secondedBy, cell } = cursor;
  const expiresAt = addSeconds(ctx.now, WARRANT_DAYS * 86_400);
  const proof = await withOperator({ database: cell, role: "ops_mover", tenantId }, async (tx) => {
    await shutDossier(tx, tenantId);
    await writeWarrant(tx, { tenantId, id, reason, grantedBy, secondedBy, expiresAt });
    const tables = await purgedTables(tx);
    return { tables: tables.length, rows: await countRows(tx, tables, tenantId), ...await readProof(tx, tenantId) };
  });
  return { cursor: { ...cursor, proof }, isDone: true, figures: { rows: proof.rows, files: proof.files } };
}

async function removeFiles({ tenantId, cursor }: Info): Promise<Slice<ErasureCursor>> {
  const store = storeOf(cursor.cell);
  const { files } = await store.list(`${tenantId}/`, { limit: SLICE_FILES });
  if (files.length > 0) await store.remove(files.map(({ key }) => key));
  const gone = cursor.gone + files.length;
  if (files.length > 0) return { cursor: { ...cursor, gone }, isDone: false, figures: { filesGone: gone } };
  return { cursor: { ...cursor, gone: 0 }, isDone: true, figures: { filesGone: gone } };
}

/** Each transaction deletes one slice of the first table, children first, that still holds something. */
async function deleteRows({ tenantId, cursor, budget }: Info): Promise<Slice<ErasureCursor>> {
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
async function check({ tenantId, cursor }: Info): Promise<Slice<ErasureCursor>> {
  const left = await withOperator({ database: cursor.cell, role: "ops_mover", tenantId }, async (tx) => {
    return await countRows(tx, await purgedTables(tx), tenantId);
  });
  const { files } = await storeOf(cursor.cell).list(`${tenantId}/`, { limit: 1 });
  if (left > 0 || files.length > 0) throw new Error("something is left of an erased dossier");
  return { cursor, isDone: true, figures: { rowsLeft: left, filesLeft: files.length } };
}

async function waitForMails({ tenantId, cursor }: Info): Promise<Slice<ErasureCursor>> {
  const waiting = await withOperator({ database: CONTROL, role: "ops_control" }, (tx) => countLifeMails(tx, tenantId));
  return waiting === 0 ? { cursor, isDone: true } : { cursor, isDone: false, waitS: MAIL_WAIT_S };
}

async function forget(tx: Tx, { ctx, tenantId, cursor }: Info): Promise<ErasureCursor> {
  const proof = present(cursor.proof, "proof of an erasure");
  await finishPurge(tx, { tenantId, id: cursor.purgeId }, { proof, at: ctx.now });
  return cursor;
}
