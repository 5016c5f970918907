import type { Right } from "../base/ctx.ts";

/** Right to see items and categories. */
export const READ_RIGHT: Right = "catalog:read";
/** Right to create, change, archive and delete them. */
export const WRITE_RIGHT: Right = "catalog:write";
