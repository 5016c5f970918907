import { seal } from "../antifraud/mod.ts";
import { assert } from "../base/assert.ts";
import { authorize, type Ctx } from "../base/ctx.ts";
import { formatDate } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { recordActivity } from "../company/mod.ts";
import { registerFile } from "../files/mod.ts";
import { elapsedMs } from "../platform/clock.ts";
import { withTenant } from "../platform/db/tenant.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { enqueue } from "../platform/jobs.ts";
import { ARCHIVE_TYPE, archiveFileName, type StoredArchive } from "./archive.ts";
import { findArchive, lastManifest, lockQueue, moveOn, setAsked, setDone, takeEnd } from "./archive_store.ts";
import { askFirstWaiting } from "./begin_next.ts";
import { clearSpools } from "./clear_spools.ts";
import { MAKE_ARCHIVE } from "./jobs.ts";
import { writeDocuments } from "./making/documents.ts";
import { type Ended, writeEnding } from "./making/ending.ts";
import { writeMonthList } from "./making/lists.ts";
import { beginAt, type Making } from "./making/making.ts";
import { writeRecords } from "./making/records.ts";
import { openSitting, type Sitting } from "./making/sitting.ts";
import { writeIndex, writeTable } from "./making/tables.ts";

/** After how long a step is ended, and the next begun by whoever takes it. A job's step may take 15 s. */
const BUDGET_MS = 5_000;

/** What is left beside records and documents, in the same units: tables, lists and the end. */
const UNITS_OF_THE_REST = 20;

/**
 * Carries an archive one step further, and asks for the next; the last one seals `archive_made` and begins the archive
 * that waits. A step that was done already does nothing; done twice at once, it counts once, and the other's objects
 * are removed. Right `sealed_log:archive`.
 */
export async function advanceArchive(
  ctx: Ctx,
  { id, step }: { id: Uuid; step: number },
  { budgetMs = BUDGET_MS }: { budgetMs?: number } = {},
): Promise<void> {
  authorize(ctx, "sealed_log:archive");
  const found = await withTenant(ctx, async (tx) => {
    const [archive, previous] = [await findArchive(tx, ctx, id), await lastManifest(tx, ctx)];
    return archive && { archive, previous };
  }, { mode: "read" });
  // Whoever ended it may have died before he had tidied up.
  if (found && /^(done|failed)$/.test(found.archive.state)) await clearSpools(ctx, found.archive);
  if (!found || found.archive.step !== step || !/^(asked|making)$/.test(found.archive.state)) return;
  const sitting = openSitting(ctx, id, found.archive.cursor ?? beginAt(found.archive.firstSeq));
  try {
    const isOurs = sitting.making.phase === "ending"
      ? await end(ctx, found, sitting)
      : await goOn(ctx, found.archive, { sitting, budgetMs });
    if (!isOurs) await sitting.discard();
  } catch (error) {
    await sitting.discard().catch(() => {});
    throw error;
  }
}

async function goOn(
  ctx: Ctx,
  archive: StoredArchive,
  { sitting, budgetMs }: { sitting: Sitting; budgetMs: number },
): Promise<boolean> {
  const start = elapsedMs(0);
  do await oneTurn(ctx, archive, sitting); while (sitting.making.phase !== "ending" && elapsedMs(start) < budgetMs);
  await sitting.close();
  const { id, step } = archive;
  return await withTenant(ctx, async (tx) => {
    const isOurs = await moveOn(tx, ctx, { id, step, making: sitting.making, ...unitsOf(archive, sitting.making) });
    if (isOurs) await askNext(tx, ctx, { id, step: step + 1 });
    return isOurs;
  });
}

async function oneTurn(ctx: Ctx, archive: StoredArchive, sitting: Sitting): Promise<void> {
  switch (sitting.making.phase) {
    case "records":
      return await writeRecords(ctx, archive, sitting);
    case "documents":
      return await writeDocuments(ctx, sitting);
    case "tables":
      return await writeTable(ctx, sitting);
    case "indexes":
      return await writeIndex(ctx, archive, sitting);
    case "lists":
      return await writeMonthList(sitting);
    case "ending":
      return;
  }
}

async function askNext(tx: Tx, ctx: Ctx, { id, step }: { id: Uuid; step: number }): Promise<void> {
  const payload = { archiveId: id, step };
  await enqueue(tx, MAKE_ARCHIVE, { tenantId: ctx.tenantId, payload, dedupeKey: `${id} ${step}` });
}

async function end(
  ctx: Ctx,
  found: { archive: StoredArchive; previous: string | null },
  sitting: Sitting,
): Promise<boolean> {
  const ended = await writeEnding(ctx, found, sitting);
  await sitting.close();
  const isOurs = await withTenant(ctx, (tx) => finish(tx, ctx, { archive: found.archive, ended, sitting }));
  if (isOurs) await clearSpools(ctx, { id: found.archive.id, parts: sitting.making.parts });
  return isOurs;
}

async function finish(
  tx: Tx,
  ctx: Ctx,
  { archive, ended, sitting }: { archive: StoredArchive; ended: Ended; sitting: Sitting },
): Promise<boolean> {
  const { id, step, fromOn: from, toOn: to } = archive;
  const { making } = sitting;
  await lockQueue(tx, ctx);
  if (!await takeEnd(tx, ctx, { id, step, making, ended })) return false;
  for (const part of making.parts) {
    await registerFile(tx, ctx, { ...part, name: archiveFileName(archive), mime: ARCHIVE_TYPE, purpose: "archive" });
  }
  const next = await askFirstWaiting(tx, ctx);
  const summary = `Archive faite : du ${formatDate(from)} au ${formatDate(to)}, ${ended.files} fichiers`;
  await recordActivity(tx, ctx, { verb: "makeArchive", subject: { kind: "archive", id }, summary });
  const span = { firstSeq: archive.firstSeq, lastSeq: archive.lastSeq };
  const payload = { archive: id, from, to, ...ended, ...span };
  await seal(tx, ctx, [{ type: "archive_made", subjectId: id, payload }], {
    write: async ([own]) => {
      assert(own, "the seal of the archive");
      const { totalUnits: doneUnits } = unitsOf(archive, making);
      // Sent together and in this order: one at a time is being made.
      const isDone = setDone(tx, ctx, { id, sealSeq: own.seq, doneAt: own.at, doneUnits });
      await Promise.all([isDone, next && setAsked(tx, ctx, next)]);
    },
  });
  return true;
}

/** What the progress bar shows: records read and documents written out of all of them, then the rest. */
function unitsOf({ firstSeq, lastSeq }: StoredArchive, making: Making): { doneUnits: number; totalUnits: number } {
  const records = Number(lastSeq - firstSeq) + 1;
  const read = making.seq - Number(firstSeq) + 1;
  // Before all records are read, as many documents are expected as so far.
  const documents = making.phase === "records"
    ? Math.round(making.documents * records / Math.max(read, 1))
    : making.documents;
  const rest = { records: 0, documents: 0, tables: 2, indexes: 10, lists: 15, ending: 18 }[making.phase];
  return { doneUnits: read + making.written + rest, totalUnits: records + documents + UNITS_OF_THE_REST };
}
