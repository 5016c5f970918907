import { authorize, type Ctx } from "../../base/ctx.ts";
import { addSeconds } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { elapsedMs } from "../../platform/clock.ts";
import { withControl, withTenant } from "../../platform/db/tenant.ts";
import { enqueue } from "../../platform/jobs.ts";
import { clearSpools } from "../clear_spools.ts";
import { EXPIRE_EXIT, TELL_LACKING } from "../jobs.ts";
import { openSitting, type Sitting } from "../making/sitting.ts";
import { openSha256, type Sha256, toHex } from "../reader/sha256.js";
import { EXIT_DAYS, FIRST_LEAVING, type Leaving, type StoredExit } from "./exit.ts";
import { writeExitEnding } from "./exit_ending.ts";
import { type EndedExit, endExit, findExit, moveExitOn } from "./exit_store.ts";
import { beginAgain, enqueueExit } from "./exit_travel.ts";
import { writeData } from "./write_data.ts";
import { writeExitDocuments } from "./write_documents.ts";
import { writeSheet } from "./write_sheet.ts";

/** After how long a step is ended, and the next begun by whoever takes it. A job's step may take 15 s. */
const BUDGET_MS = 5_000;

/**
 * Carries an exit archive one step further, and asks for the next. A step that was done already does nothing; done
 * twice at once, it counts once, and the other's objects are removed. Where the dossier has moved since, it is begun
 * again. Right `sealed_log:archive`: a job's.
 */
export async function advanceExit(
  ctx: Ctx,
  { id, step }: { id: Uuid; step: number },
  { budgetMs = BUDGET_MS }: { budgetMs?: number } = {},
): Promise<void> {
  authorize(ctx, "sealed_log:archive");
  const found = await withTenant(ctx, (tx) => findExit(tx, ctx, id), { mode: "read", oneStatement: true });
  const exit = found ?? await beginAgain(ctx, { id, step });
  // Whoever ended it may have died before he had tidied up.
  if (exit && /^(done|failed)$/.test(exit.state)) await clearSpools(ctx, exit);
  if (!exit || exit.step !== step || !/^(asked|making)$/.test(exit.state)) return;
  const begun = exit.cursor ?? FIRST_LEAVING;
  const digest = openSha256(begun.digest ?? undefined);
  const sitting = openSitting(ctx, id, begun, (bytes) => digest.update(bytes));
  try {
    const isOurs = begun.phase === "ending"
      ? await end(ctx, exit, { sitting, digest })
      : await goOn(ctx, exit, { sitting, digest, budgetMs });
    if (!isOurs) await sitting.discard();
  } catch (error) {
    await sitting.discard().catch(() => {});
    throw error;
  }
}

interface Writing {
  readonly sitting: Sitting<Leaving>;
  readonly digest: Sha256;
}

async function goOn(
  ctx: Ctx,
  { id, step }: StoredExit,
  { sitting, digest, budgetMs }: Writing & { readonly budgetMs: number },
): Promise<boolean> {
  const start = elapsedMs(0);
  let isAgain = false;
  do isAgain = await oneTurn(ctx, sitting) === "again"; while (
    !isAgain && sitting.making.phase !== "ending" && elapsedMs(start) < budgetMs
  );
  await sitting.close();
  // Begun again: what was written so far is thrown away with the announcements of its parts.
  const leaving = isAgain
    ? { ...FIRST_LEAVING, tries: sitting.making.tries + 1 }
    : { ...sitting.making, digest: digest.state() };
  return await withTenant(ctx, async (tx) => {
    if (!await moveExitOn(tx, ctx, { id, step, leaving })) return false;
    await enqueueExit(tx, ctx, { id, step: step + 1 });
    return true;
  });
}

async function oneTurn(ctx: Ctx, sitting: Sitting<Leaving>): Promise<"again" | void> {
  switch (sitting.making.phase) {
    case "data":
      return await writeData(ctx, sitting);
    case "sheets":
      return await writeSheet(ctx, sitting);
    case "documents":
      return await writeExitDocuments(ctx, sitting);
    case "ending":
      return;
  }
}

/** Tells operators once, before the end is committed: whoever dies in between tells the same again. */
async function tellLacking(ctx: Ctx, { id, lacking }: { id: Uuid; lacking: number }): Promise<void> {
  const { tenantId } = ctx, payload = { tenantId, exitId: id, lacking };
  await withControl({ tenantId }, (tx) => enqueue(tx, TELL_LACKING, { tenantId, payload, dedupeKey: id }));
}

async function end(ctx: Ctx, exit: StoredExit, { sitting, digest }: Writing): Promise<boolean> {
  await writeExitEnding(exit, sitting);
  await sitting.close();
  const { parts, entries: files, offset: bytes, isWhole, documents, lacking } = sitting.making;
  const { id, step } = exit;
  const expiresAt = addSeconds(ctx.now, EXIT_DAYS * 86_400);
  const sha256 = toHex(digest.digest());
  const ended: EndedExit = { isWhole, documents, lacking, files, bytes, sha256, parts, doneAt: ctx.now, expiresAt };
  if (lacking > 0) await tellLacking(ctx, { id, lacking });
  const isOurs = await withTenant(ctx, async (tx) => {
    if (!await endExit(tx, ctx, { id, step, ended })) return false;
    const payload = { exitId: id };
    await enqueue(tx, EXPIRE_EXIT, { tenantId: ctx.tenantId, payload, dedupeKey: id, runAt: expiresAt });
    return true;
  });
  if (isOurs) await clearSpools(ctx, { id, parts });
  return isOurs;
}
