import type { Ctx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { storeKey } from "../files/mod.ts";
import { storeOf } from "../platform/stores.ts";
import type { ArchivePart } from "./archive.ts";
import { announcedPart, spoolFolder } from "./making/spool.ts";

/**
 * Removes what the steps of an archive kept for each other, and the parts of the ZIP that it does not have: both those
 * of steps that died too. Done again, it finds nothing.
 */
export async function clearSpools(
  ctx: Ctx,
  { id, parts }: { readonly id: Uuid; readonly parts: readonly ArchivePart[] },
): Promise<void> {
  const store = storeOf(ctx.cell), kept = new Set<string>(parts.map((part) => part.id));
  for (;;) {
    const { files, next } = await store.list(spoolFolder(ctx, id));
    const announced = files.flatMap(({ key }) => announcedPart(key) ?? []);
    const strays = announced.filter((part) => !kept.has(part)).map((part) => storeKey({ ...ctx, id: part }));
    // The parts before what tells of them.
    await store.remove(strays);
    await store.remove(files.map(({ key }) => key));
    if (next === null) return;
  }
}
