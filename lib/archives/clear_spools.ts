import type { Ctx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { storeOf } from "../platform/stores.ts";
import { spoolFolder } from "./making/sitting.ts";

/** Removes what the steps of an archive kept for each other, that of steps that died included. */
export async function clearSpools(ctx: Ctx, archiveId: Uuid): Promise<void> {
  const store = storeOf(ctx.cell);
  for (;;) {
    const { files, next } = await store.list(spoolFolder(ctx, archiveId));
    await store.remove(files.map(({ key }) => key));
    if (next === null) return;
  }
}
