import { authorize, type Ctx } from "../base/ctx.ts";
import { withTenant } from "../platform/db/tenant.ts";
import type { FileUsage } from "./file.ts";
import { findUsage } from "./file_store.ts";

/** How many files the dossier has, and their bytes: the files' part of its size. Right `files:read`. */
export async function getFileUsage(ctx: Ctx): Promise<FileUsage> {
  authorize(ctx, "files:read");
  return await withTenant(ctx, (tx) => findUsage(tx, ctx), { mode: "read" });
}
