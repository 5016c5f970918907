import { authorize, type Ctx } from "../../base/ctx.ts";
import { isUuid } from "../../base/ids.ts";
import { withTenant } from "../../platform/db/tenant.ts";
import { readParts } from "../open_archive.ts";
import { refuse } from "../refusals.ts";
import { type ExitArchive, exitFileName, shownExit } from "./exit.ts";
import { findExit, findLastExit } from "./exit_store.ts";

/** The exit archive that was asked for last, in whatever state; null before the first. Right `members:write`. */
export async function findExitArchive(ctx: Ctx): Promise<ExitArchive | null> {
  authorize(ctx, "members:write");
  const found = await withTenant(ctx, (tx) => findLastExit(tx, ctx), { mode: "read", oneStatement: true });
  return found && shownExit(found);
}

/** An exit archive ready to be sent. */
export interface OpenedExit {
  readonly exit: ExitArchive;
  readonly name: string;
  /** Length of the whole ZIP. */
  readonly bytes: number;
  /** SHA-256 of the whole ZIP, in hexadecimal. */
  readonly sha256: string;
  /** Its bytes from the first to the last, both included, part after part: memory holds one chunk. */
  read(range: { first: number; last: number }): ReadableStream<Uint8Array>;
}

/**
 * An exit archive's ZIP, whole or from any byte. Right `members:write`. Refuses `not_found`, `not_ready` before it is
 * made, `exit_expired` (410) after its days; `no_file` where the store lacks a part.
 */
export async function openExitArchive(ctx: Ctx, id: string): Promise<OpenedExit> {
  authorize(ctx, "members:write");
  const found = isUuid(id)
    ? await withTenant(ctx, (tx) => findExit(tx, ctx, id), { mode: "read", oneStatement: true })
    : null;
  if (!found) throw refuse("not_found");
  const isOver = found.expiresAt !== null && found.expiresAt <= ctx.now;
  if (found.state === "expired" || isOver) throw refuse("exit_expired");
  if (found.state !== "done" || found.bytes === null || found.sha256 === null) throw refuse("not_ready");
  const { bytes, sha256 } = found;
  return {
    exit: shownExit(found),
    name: exitFileName(found),
    bytes,
    sha256,
    read: (range) => readParts(ctx, found, range),
  };
}
