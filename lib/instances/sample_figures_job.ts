import type { PersonCtx } from "../base/ctx.ts";
import { sampleSizes } from "./size/sample_sizes.ts";

/** Samples one cell. Run again, it replaces the figures. */
export async function sampleFiguresJob(ctx: PersonCtx, { cell }: { cell: string }): Promise<void> {
  await sampleSizes(ctx, cell);
}
