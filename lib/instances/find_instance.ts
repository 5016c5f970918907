import type { PersonCtx } from "../base/ctx.ts";
import { withControl } from "../platform/db/tenant.ts";
import { loadByPublicId, type PublicPlace } from "./directory_store.ts";

/** What a public id looks like; anything else is unknown without asking. */
const PUBLIC_ID = /^[0-9a-hjkmnp-tv-z]{8}$/;

/** Where the dossier of a public link lives, by the first part of the link; null for an unknown one. */
export async function findInstanceByPublicId(_ctx: PersonCtx, publicId: string): Promise<PublicPlace | null> {
  if (!PUBLIC_ID.test(publicId)) return null;
  return await withControl({}, (tx) => loadByPublicId(tx, publicId), { mode: "read" });
}
