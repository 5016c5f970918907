import type { PersonCtx } from "../base/ctx.ts";
import { withControl } from "../platform/db/tenant.ts";
import { type DossierChoice, loadMyDossiers } from "./membership_store.ts";

/** The dossiers that the signed-in person may choose from, by name; none for a visitor. */
export async function listDossiers(ctx: PersonCtx): Promise<readonly DossierChoice[]> {
  if (!ctx.personId) return [];
  return await withControl({ personId: ctx.personId }, loadMyDossiers, { mode: "read" });
}
