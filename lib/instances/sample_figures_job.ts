import type { PersonCtx } from "../base/ctx.ts";
import { sampleFigures } from "./oversee.ts";

/** Samples one cell. Run again, it replaces the figures. */
export async function sampleFiguresJob(ctx: PersonCtx, { cell }: { cell: string }): Promise<void> {
  await sampleFigures(ctx, cell);
}
