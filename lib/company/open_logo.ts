import { authorize, type Ctx } from "../base/ctx.ts";
import { isUuid, type Uuid } from "../base/ids.ts";
import { withTenant } from "../platform/db/tenant.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { findLogo } from "./company_store.ts";
import type { Logo } from "./logo.ts";
import { refuse } from "./refusals.ts";

/** A logo with its bytes, for pages. Right `company:read`. Refuses: `logo_not_found`. */
export async function openLogo(ctx: Ctx, id: string): Promise<Logo> {
  authorize(ctx, "company:read");
  if (!isUuid(id)) throw refuse("logo_not_found");
  return await withTenant(ctx, (tx) => loadLogo(tx, ctx, id), { mode: "read" });
}

/** The same inside another module's transaction, for the document that was frozen with it. */
export async function loadLogo(tx: Tx, ctx: Ctx, id: Uuid): Promise<Logo> {
  const logo = await findLogo(tx, ctx, id);
  if (!logo) throw refuse("logo_not_found");
  return logo;
}
