import type { Ctx } from "../../base/ctx.ts";
import { authorize } from "../../base/ctx.ts";
import { withTenant } from "../../platform/db/tenant.ts";
import { INCLUDED_BYTES, type OwnSize, percentOf } from "./size.ts";
import { selectOwnSize } from "./size_store.ts";

/** What the dossier weighs now and what makes it up, by an exact scan. Right `company:read`. */
export async function findOwnSize(ctx: Ctx): Promise<OwnSize> {
  authorize(ctx, "company:read");
  const size = await withTenant(ctx, selectOwnSize, { mode: "read" });
  return { ...size, at: ctx.now, includedBytes: INCLUDED_BYTES, percent: percentOf(size) };
}
