import type { Ctx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { ensureRendered } from "./render_document.ts";

/** Renders the file of an issued document, where nobody has wanted it sooner. */
export async function renderDocument(ctx: Ctx, { documentId }: { documentId: Uuid }): Promise<void> {
  await ensureRendered(ctx, documentId);
}
