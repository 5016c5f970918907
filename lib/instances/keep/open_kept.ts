import type { Ctx, PersonCtx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import { withControl, withOperator } from "../../platform/db/tenant.ts";
import { FRAME_BYTES, FRAME_TAG_BYTES, framesOf, openFrames } from "../../platform/frames.ts";
import { refuse } from "../refusals.ts";
import { frameKey, type KeptArchive, keptKey, keptStore, type LockedArchive, runOf } from "./kept.ts";
import { loadKept, loadLocked } from "./kept_store.ts";

/** Bytes of a frame as it is stored. */
const STORED_FRAME = FRAME_BYTES + FRAME_TAG_BYTES;

/** A kept archive ready to be sent. */
export interface OpenedKept {
  readonly kept: KeptArchive;
  readonly name: string;
  readonly bytes: number;
  /** SHA-256 of the whole ZIP. */
  readonly sha256: string;
  /** Its bytes from the first to the last, both included: opened frame by frame, memory holds a few. */
  read(range: { first: number; last: number }): ReadableStream<Uint8Array>;
}

/** What is kept of one's own dossier, for the subscriber's area; null where nothing is. */
export async function findOwnKept({ tenantId }: Pick<Ctx, "tenantId">): Promise<KeptArchive | null> {
  return await withControl({ tenantId }, (tx) => loadKept(tx, tenantId), { mode: "read" });
}

/** What is kept of a dossier, for the console: facts and digests, no contents. */
export async function viewKept(_ctx: PersonCtx, tenantId: Uuid): Promise<KeptArchive | null> {
  return await withOperator({ database: CONTROL, role: "ops_control" }, (tx) => loadKept(tx, tenantId));
}

/**
 * The archive that is kept of a dossier, whole or from any byte, for an owner or an administrator. No cell is asked.
 * Refuses `nothing_kept` (404), `kept_owners` (403); its stream fails where the store lacks or has changed a byte.
 */
export async function openKept(
  { tenantId, rights }: Pick<Ctx, "tenantId" | "rights">,
  { isOwner }: { readonly isOwner: boolean },
): Promise<OpenedKept> {
  const kept = await withControl({ tenantId }, (tx) => loadLocked(tx, tenantId), { mode: "read" });
  if (!kept || kept.state === "written" || kept.sha256 === null) throw refuse("nothing_kept");
  if (!isOwner && !rights.has("members:write")) throw refuse("kept_owners");
  const { wrappedKey: _key, ...shown } = kept;
  const { bytes, sha256 } = kept;
  const read = (range: { first: number; last: number }) => ReadableStream.from(chunks(kept, range));
  return { kept: shown, name: `Archive ${kept.fromOn} ${kept.toOn}.zip`, bytes, sha256, read };
}

/** Frames that are read and opened at once: a mebibyte. */
const FRAMES_AT_ONCE = 16;

async function* chunks(
  kept: LockedArchive,
  { first, last }: { first: number; last: number },
): AsyncGenerator<Uint8Array> {
  const key = frameKey(kept), store = keptStore();
  let start = 0;
  for (const [n, { bytes }] of kept.parts.entries()) {
    const from = Math.max(first - start, 0), to = Math.min(last - start, bytes - 1);
    start += bytes;
    if (from > to) continue;
    const run = runOf(kept, n), count = framesOf(bytes), end = Math.floor(to / FRAME_BYTES);
    for (let frame = Math.floor(from / FRAME_BYTES); frame <= end; frame += FRAMES_AT_ONCE) {
      const until = Math.min(frame + FRAMES_AT_ONCE, end + 1);
      const stored = { first: frame * STORED_FRAME, last: until * STORED_FRAME - 1 };
      const file = await store.get(keptKey(kept, n), stored);
      if (!file) throw refuse("nothing_kept");
      const sealed = new Uint8Array(await new Response(file.body).arrayBuffer());
      const place = { first: run.first + frame, isLast: run.isLast && until === count };
      const opened = openFrames(key, place, sealed), at = frame * FRAME_BYTES;
      yield opened.subarray(Math.max(from - at, 0), Math.min(to - at + 1, opened.length));
    }
  }
}
