import { authorize, type Ctx } from "../base/ctx.ts";
import { withTenant } from "../platform/db/tenant.ts";
import type { Archive, StoredArchive } from "./archive.ts";
import { selectArchives } from "./archive_store.ts";

/** The dossier's archives, latest first: asked, under way, made and failed. Right `sealed_log:archive`. */
export async function listArchives(ctx: Ctx): Promise<Archive[]> {
  authorize(ctx, "sealed_log:archive");
  const found = await withTenant(ctx, (tx) => selectArchives(tx, ctx), { mode: "read", oneStatement: true });
  return found.map(shown);
}

/** An archive without what only its making knows. */
export function shown(archive: StoredArchive): Archive {
  const { cursor: _cursor, step: _step, prevHash: _prev, headHash: _head, chainId: _chain, ...rest } = archive;
  return rest;
}
