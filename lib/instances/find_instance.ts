import type { PersonCtx } from "../base/ctx.ts";
import { withControl } from "../platform/db/tenant.ts";
import { loadByPublicId, type PublicPlace } from "./directory_store.ts";

/** Where the dossier of a public link lives, by the first part of the link; null for an unknown one. */
export async function findInstanceByPublicId(_ctx: PersonCtx, publicId: string): Promise<PublicPlace | null> {
  return await withControl({}, (tx) => loadByPublicId(tx, publicId), { mode: "read" });
}
