import { present } from "../../base/assert.ts";
import type { Uuid } from "../../base/ids.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { newId } from "../../platform/random.ts";
import { clearAlert } from "../alerts/raise_alert.ts";
import { announce } from "../life/announce.ts";
import { waitForMails } from "../life/erase_dossier.ts";
import { loadLife } from "../life/life_store.ts";
import type { PurgeProof } from "../life/purge.ts";
import { finishPurge } from "../life/purge_store.ts";
import type { ConsoleProcedureKind, Slice, SliceInfo } from "../procedures/console_procedure.ts";
import { keptFolder, keptStore } from "./kept.ts";
import { destroyKept, loadKept } from "./kept_store.ts";

/** Objects removed by one slice. */
const SLICE_FILES = 200;
/** Who erases. */
const PROGRAM = "automate";

/** What the steps hand to each other. */
export interface DestructionCursor {
  readonly purgeId: Uuid;
  readonly keptId: Uuid | null;
  readonly proof: PurgeProof | null;
}

type Info = SliceInfo<DestructionCursor>;

/**
 * Destroys what was kept of a dossier, its years over, on the word of two operators. State and key go in one
 * transaction, the first: from then on nobody reads the archive, and there is only forward. Then its objects, a look
 * that finds none, and control forgets its people once they were told. Proof: how many objects, their bytes, the digest
 * and the head of the log that they held.
 */
export const ERASE_KEPT: ConsoleProcedureKind<DestructionCursor> = {
  kind: "erase_kept",
  label: "Destruction d’une archive conservée",
  isExclusive: true,
  decides: null,
  steps: [
    { name: "destroy_key", in: "control", run: destroyKey },
    { name: "objects", in: "slices", run: removeObjects },
    { name: "tell", in: "slices", run: waitForMails },
    { name: "forget", in: "control", run: forget },
  ],
};

async function destroyKey(tx: Tx, { ctx, tenantId, cursor }: Info): Promise<DestructionCursor> {
  const life = present(await loadLife(tx, tenantId), "dossier to erase");
  const { id: keptId, bytes, parts, chain, sha256 } = present(await loadKept(tx, tenantId), "archive to destroy");
  const change = newId();
  if (!await destroyKept(tx, { tenantId, id: cursor.purgeId }, { change, asker: PROGRAM, at: ctx.now })) {
    throw new Error("the directory refuses to erase");
  }
  await clearAlert(tx, { kind: "retention_over", subject: { kind: "dossier", id: tenantId }, at: ctx.now });
  await announce(tx, ctx, {
    life,
    change: { tenantId, id: change, act: "erase", from: life.state, to: "erased", askedBy: "program" },
    actor: PROGRAM,
  });
  return { ...cursor, keptId, proof: { tables: 0, rows: 0, files: parts.length, bytes, chain, archive: sha256 } };
}

/** Removes the next objects, then looks whether any is left. */
async function removeObjects({ tenantId, cursor }: Info): Promise<Slice<DestructionCursor>> {
  const store = keptStore(), folder = keptFolder({ tenantId, id: present(cursor.keptId, "archive to destroy") });
  const { files } = await store.list(folder, { limit: SLICE_FILES });
  if (files.length > 0) await store.remove(files.map(({ key }) => key));
  return { cursor, isDone: files.length === 0, figures: { filesGone: cursor.proof?.files ?? 0 } };
}

async function forget(tx: Tx, { ctx, tenantId, cursor }: Info): Promise<DestructionCursor> {
  const proof = present(cursor.proof, "proof of a destruction");
  await finishPurge(tx, { tenantId, id: cursor.purgeId }, { proof, at: ctx.now });
  return cursor;
}
