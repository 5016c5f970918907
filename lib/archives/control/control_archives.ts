import type { Guest } from "../../access/mod.ts";
import { openArchive, type OpenedArchive } from "../open_archive.ts";
import { refuse } from "../refusals.ts";
import { controlYears } from "./control_years.ts";

/** An archive of a guest's years. Refuses `not_found` for every other archive of the dossier. */
export async function openGuestArchive({ ctx, from, to }: Guest, id: string): Promise<OpenedArchive> {
  const years = await controlYears(ctx, { from, to });
  if (!years.some(({ archive }) => archive?.id === id)) throw refuse("not_found");
  return await openArchive(ctx, id);
}
