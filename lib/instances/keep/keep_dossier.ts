import { present } from "../../base/assert.ts";
import { addSeconds } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import { withOperator } from "../../platform/db/tenant.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { newId } from "../../platform/random.ts";
import { clearAlert } from "../alerts/raise_alert.ts";
import { announce } from "../life/announce.ts";
import { checkEmpty, deleteRows, removeFiles, shutAndCount } from "../life/empty_cell.ts";
import { loadLife } from "../life/life_store.ts";
import { WARRANT_DAYS } from "../life/purge.ts";
import { type ConsoleProcedureKind, RollBack, type Slice, type SliceInfo } from "../procedures/console_procedure.ts";
import { checkArchive, drawKey, findArchive, type KeepCursor, readBack, undoCopy, writeParts } from "./copy_archive.ts";
import { finishKeeping, keepInstance, loadCloser, loadLocked, selectGivenUp } from "./kept_store.ts";

/** Who keeps. */
const PROGRAM = "automate";

type Info = SliceInfo<KeepCursor>;

/**
 * Keeps the archive of a dossier that was closed to be kept, its cooling-off over: found, read as by a stranger, sealed
 * under a key of its own into a store of its own, read back. Then the directory says so, which decides; from there on
 * there is only forward: the cell is shut, counted under a warrant, emptied, and looked at. Every slice may be cut
 * anywhere and run again; before the decision everything is taken back.
 */
export const KEEP_DOSSIER: ConsoleProcedureKind<KeepCursor> = {
  kind: "keep_dossier",
  label: "Conservation d’un dossier fermé",
  isExclusive: true,
  decides: "keep",
  failure: "keep_failed",
  steps: [
    { name: "archive", in: "slices", run: findArchive },
    { name: "read_archive", in: "slices", run: checkArchive },
    { name: "draw_key", in: "control", run: drawKey, undo: undoCopy },
    { name: "write_kept", in: "slices", run: writeParts, undo: undoCopy },
    { name: "read_back", in: "slices", run: readBack },
    { name: "keep", in: "control", run: keep },
    { name: "fence", in: "slices", run: fence },
    { name: "files", in: "slices", run: removeFiles },
    { name: "rows", in: "slices", run: deleteRows },
    { name: "check", in: "slices", run: checkEmpty },
    { name: "prove", in: "control", run: prove },
  ],
};

/** Where a keeping begins. */
export function newKeeping(keptId: Uuid, secondedBy: Uuid | null): KeepCursor {
  const none = { asked: null, archive: null, keepUntil: null, digest: null, proof: null };
  return { keptId, secondedBy, cell: "", gone: 0, part: 0, sealed: [], ...none };
}

/** The deciding write. Control refuses it where the dossier was opened again, or its days are not over by its clock. */
async function keep(tx: Tx, { ctx, tenantId, cursor }: Info): Promise<KeepCursor> {
  const life = present(await loadLife(tx, tenantId), "dossier to keep");
  const change = newId();
  if (!await keepInstance(tx, { tenantId, id: cursor.keptId }, { change, asker: PROGRAM, at: ctx.now })) {
    throw new RollBack("not_to_keep");
  }
  await announce(tx, ctx, {
    life,
    change: { tenantId, id: change, act: "keep", from: life.state, to: "kept", askedBy: "program" },
    actor: PROGRAM,
  });
  return { ...cursor, cell: life.cell };
}

async function fence({ ctx, tenantId, cursor }: Info): Promise<Slice<KeepCursor>> {
  const { closer, kept } = await withOperator({ database: CONTROL, role: "ops_control" }, async (tx) => ({
    closer: await loadCloser(tx, tenantId),
    kept: await loadLocked(tx, tenantId),
  }));
  const proof = await shutAndCount(cursor.cell, {
    tenantId,
    id: cursor.keptId,
    reason: "kept",
    grantedBy: present(closer, "whoever closed a dossier"),
    secondedBy: cursor.secondedBy ?? `sha256:${present(kept?.sha256, "digest of a kept archive")}`,
    expiresAt: addSeconds(ctx.now, WARRANT_DAYS * 86_400),
  });
  return { cursor: { ...cursor, proof }, isDone: true, figures: { rows: proof.rows, files: proof.files } };
}

async function prove(tx: Tx, { ctx, tenantId, cursor }: Info): Promise<KeepCursor> {
  const proof = present(cursor.proof, "proof of a keeping");
  await finishKeeping(tx, { tenantId, id: cursor.keptId }, { proof, at: ctx.now });
  // What kept it from being kept is over.
  for (const id of await selectGivenUp(tx, tenantId)) {
    await clearAlert(tx, { kind: "keep_failed", subject: { kind: "procedure", id }, at: ctx.now });
  }
  return cursor;
}
