import { present } from "../../base/assert.ts";
import { addSeconds } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { withOperator } from "../../platform/db/tenant.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { newId } from "../../platform/random.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import type { ConsoleProcedureKind, Slice, SliceInfo } from "../procedures/console_procedure.ts";
import { announce } from "./announce.ts";
import { checkEmpty, deleteRows, type Emptying, removeFiles, shutAndCount } from "./empty_cell.ts";
import { loadLife } from "./life_store.ts";
import { type PurgeProof, WARRANT_DAYS } from "./purge.ts";
import type { WholeWarrant } from "./purge_cell_store.ts";
import { countLifeMails, eraseInstance, finishPurge } from "./purge_store.ts";

/** Seconds before it is asked again whether the last mail has left. */
const MAIL_WAIT_S = 20;
/** Who erases. */
const PROGRAM = "automate";

/** What the steps hand to each other. */
export interface ErasureCursor extends Emptying {
  readonly purgeId: Uuid;
  readonly reason: WholeWarrant["reason"];
  readonly grantedBy: Uuid;
  readonly secondedBy: Uuid;
  /** From the fence on. */
  readonly proof: PurgeProof | null;
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
    { name: "check", in: "slices", run: checkEmpty },
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

async function fence({ ctx, tenantId, cursor }: Info): Promise<Slice<ErasureCursor>> {
  const { purgeId: id, reason, grantedBy, secondedBy, cell } = cursor;
  const expiresAt = addSeconds(ctx.now, WARRANT_DAYS * 86_400);
  const proof = await shutAndCount(cell, { tenantId, id, reason, grantedBy, secondedBy, expiresAt });
  return { cursor: { ...cursor, proof }, isDone: true, figures: { rows: proof.rows, files: proof.files } };
}

/** Waits until the mails about the end have left: their addresses are about to be forgotten. */
export async function waitForMails<C>({ tenantId, cursor }: SliceInfo<C>): Promise<Slice<C>> {
  const waiting = await withOperator({ database: CONTROL, role: "ops_control" }, (tx) => countLifeMails(tx, tenantId));
  return waiting === 0 ? { cursor, isDone: true } : { cursor, isDone: false, waitS: MAIL_WAIT_S };
}

async function forget(tx: Tx, { ctx, tenantId, cursor }: Info): Promise<ErasureCursor> {
  const proof = present(cursor.proof, "proof of an erasure");
  await finishPurge(tx, { tenantId, id: cursor.purgeId }, { proof, at: ctx.now });
  return cursor;
}
