import type { Guest } from "../../access/mod.ts";
import type { Ctx } from "../../base/ctx.ts";
import type { IsoDate } from "../../base/dates.ts";
import type { Archive } from "../archive.ts";
import { listArchives } from "../list_archives.ts";
import { openArchive, type OpenedArchive } from "../open_archive.ts";
import { refuse } from "../refusals.ts";

/**
 * The archives of a control: those that were made and hold nothing outside of its days; of two for the same days the
 * last, and none that another holds whole. Right `sealed_log:archive`.
 */
export async function controlArchives(ctx: Ctx, { from, to }: { from: IsoDate; to: IsoDate }): Promise<Archive[]> {
  const made = (await listArchives(ctx)).filter(({ state, fromOn, toOn }) =>
    state === "done" && fromOn >= from && toOn <= to
  );
  const isInside = (one: Archive, other: Archive) => one.fromOn >= other.fromOn && one.toOn <= other.toOn;
  return made.filter((archive, at) =>
    !made.some((other, place) => place !== at && isInside(archive, other) && (!isInside(other, archive) || place < at))
  );
}

/** One of them, for a guest. Refuses `not_found` for every other archive of the dossier. */
export async function openGuestArchive({ ctx, from, to }: Guest, id: string): Promise<OpenedArchive> {
  if (!(await controlArchives(ctx, { from, to })).some((archive) => archive.id === id)) throw refuse("not_found");
  return await openArchive(ctx, id);
}
