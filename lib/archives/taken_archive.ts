import { readLog } from "../antifraud/mod.ts";
import type { Ctx } from "../base/ctx.ts";
import { listArchives } from "./list_archives.ts";
import { refuse } from "./refusals.ts";

/** Characters of a digest that are enough to show that somebody has read it. */
const TYPED_LEAST = 8;

/** Records that say something of the dossier's handling, and add nothing to what an archive holds. */
export const QUIET: ReadonlySet<string> = new Set([
  "archive_made",
  // An archive renders what nobody has opened yet, and carries those files; what is issued later is its own record.
  "document_rendered",
  "dossier_state_changed",
  "log_verified",
  "sign_in_failures",
  "control_opened",
  "control_viewed",
  "control_closed",
  "day_closed",
  "month_closed",
  "key_rotated",
  "version_changed",
]);

/** Records looked at after an archive: more than its handling leaves. */
export const LOOKED_AT = 500;

/**
 * The digest of the whole archive that somebody took with him, by the first characters of it that he typed: made of
 * everything, and nothing was issued or received since. Rights `sealed_log:archive` and `sealed_log:read`.
 * Refuses `not_taken` (no such archive), `taken_too_old` (422).
 */
export async function takenArchive(ctx: Ctx, typedDigest: string): Promise<string> {
  const typed = typedDigest.replaceAll(/\s/g, "").toLowerCase();
  const archives = await listArchives(ctx);
  const taken = typed.length < TYPED_LEAST ? undefined : archives.find(
    ({ isWhole, state, manifestSha256 }) => isWhole && state === "done" && manifestSha256?.startsWith(typed),
  );
  if (!taken?.manifestSha256) throw refuse("not_taken");
  const since = await readLog(ctx, { after: taken.lastSeq ?? 0n, limit: LOOKED_AT });
  if (since.length === LOOKED_AT || since.some(({ type }) => !QUIET.has(type))) throw refuse("taken_too_old");
  return taken.manifestSha256;
}
