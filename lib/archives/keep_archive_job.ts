import { dossierPlace } from "../company/mod.ts";
import type { PersonCtx } from "../base/ctx.ts";
import { dayOf } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { Refusal } from "../base/refusal.ts";
import { askArchive } from "./ask_archive.ts";

/**
 * Asks for the archive of everything of a dossier that was closed to be kept, so that it is there for its ten years
 * whether or not anybody asked. Once for a closing, however often it is run; while another is being made it is tried
 * again. A dossier in which nothing was ever sealed has none.
 */
export async function keepArchiveJob(
  job: PersonCtx,
  { tenantId, changeId }: { readonly tenantId: Uuid; readonly changeId: Uuid },
): Promise<void> {
  const place = await dossierPlace(tenantId);
  if (!place) return;
  const rights = new Set(["sealed_log:archive", "sealed_log:read"] as const);
  const ctx = { ...job, tenantId, ...place, actor: "automate", rights, today: dayOf(job.now) };
  try {
    await askArchive(ctx, { id: changeId, period: "whole" });
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "archives.nothing_sealed") throw error;
  }
}
