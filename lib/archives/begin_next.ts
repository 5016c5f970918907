import type { Ctx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { enqueue } from "../platform/jobs.ts";
import { firstWaiting, isOneUnderWay, setAsked } from "./archive_store.ts";
import { MAKE_ARCHIVE } from "./jobs.ts";

/** Begins the archive that has waited longest, unless one is being made. Under `lockQueue`. */
export async function beginNext(tx: Tx, ctx: Ctx): Promise<void> {
  if (await isOneUnderWay(tx, ctx)) return;
  const id = await askFirstWaiting(tx, ctx);
  if (id) await setAsked(tx, ctx, id);
}

/** Asks a job for the one that has waited longest, and gives it: `setAsked` has still to be said of it. */
export async function askFirstWaiting(tx: Tx, ctx: Ctx): Promise<Uuid | null> {
  const id = await firstWaiting(tx, ctx);
  if (!id) return null;
  const payload = { archiveId: id, step: 0 };
  await enqueue(tx, MAKE_ARCHIVE, { tenantId: ctx.tenantId, payload, dedupeKey: `${id} 0` });
  return id;
}
