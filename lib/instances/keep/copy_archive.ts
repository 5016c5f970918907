import { present } from "../../base/assert.ts";
import { dayOf, type IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { elapsedMs } from "../../platform/clock.ts";
import { sha256Hex } from "../../platform/crypto.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import { withOperator } from "../../platform/db/tenant.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { openFrames, sealFrames } from "../../platform/frames.ts";
import { enqueue } from "../../platform/jobs.ts";
import { newId, randomBytes } from "../../platform/random.ts";
import { storeOf } from "../../platform/stores.ts";
import type { Store, StoredFile } from "../../platform/storage/store.ts";
import { KEEP_ARCHIVE } from "../jobs.ts";
import { loadLife } from "../life/life_store.ts";
import type { Emptying } from "../life/empty_cell.ts";
import type { PurgeProof } from "../life/purge.ts";
import { RollBack, type Slice, type SliceInfo } from "../procedures/console_procedure.ts";
import { archiveSource, type SourceArchive } from "./archive_source.ts";
import { frameKey, keptFolder, keptKey, type KeptPart, keptStore, keptUntil, runOf, wrapKey } from "./kept.ts";
import { dropKept, findToKeep, insertKept, loadLocked, verifyKept } from "./kept_store.ts";

/**
 * Seconds before it is asked again whether the archive is made, and after how long a long reading says that it lives.
 */
const ARCHIVE_WAIT_S = 30, STAY_MS = 5_000;
/** Bytes of a symmetric key. */
const KEY_BYTES = 32;
/** Media type of what is stored: frames that nobody reads without the key. */
const SEALED_TYPE = "application/octet-stream";

/** What the steps of a keeping hand to each other. */
export interface KeepCursor extends Emptying {
  /** Id of what is kept, and of the warrant. */
  readonly keptId: Uuid;
  /** The operator who agreed beside the one who closed; null where an owner closed. */
  readonly secondedBy: Uuid | null;
  /** The archive that was asked for because there was none. */
  readonly asked: Uuid | null;
  readonly archive: SourceArchive | null;
  readonly keepUntil: IsoInstant | null;
  /** Parts that are written, then read back. */
  readonly part: number;
  /** SHA-256 of the ZIP as far as it was read back. */
  readonly digest: unknown;
  readonly sealed: readonly string[];
  /** From the fence on. */
  readonly proof: PurgeProof | null;
}

type Info = SliceInfo<KeepCursor>;

/**
 * Finds the archive of everything that was made since the closing, and nothing was issued or received after; asks for
 * one where there is none, and waits for it.
 */
export async function findArchive(info: Info): Promise<Slice<KeepCursor>> {
  const { tenantId, cursor } = info;
  const { life, wanted } = await onControl(async (tx) => ({
    life: await loadLife(tx, tenantId),
    wanted: await findToKeep(tx, tenantId),
  }));
  // Opened again meanwhile, or not over by the database's clock.
  if (!life || !wanted) throw new RollBack("not_to_keep");
  const source = archiveSource();
  const found = await inCell(life.cell, tenantId, async (tx) => {
    const archive = await source.find(tx, { tenantId, since: wanted.since, asked: cursor.asked });
    return { archive, yearEnd: await source.yearEnd(tx, tenantId, dayOf(wanted.since, life.timeZone)) };
  });
  if (found.archive === "failed") throw new RollBack("archive_failed");
  if (found.archive === "making") return { cursor, isDone: false, waitS: ARCHIVE_WAIT_S };
  if (found.archive === "none") return await askArchive(info);
  const { yearEnd, archive } = found;
  const keepUntil = keptUntil(dayOf(wanted.since, life.timeZone), { yearEnd, timeZone: life.timeZone });
  const figures = { archiveBytes: archive.bytes, archiveParts: archive.parts.length };
  return { cursor: { ...cursor, cell: life.cell, archive, keepUntil }, isDone: true, figures };
}

async function askArchive({ tenantId, cursor }: Info): Promise<Slice<KeepCursor>> {
  const asked = cursor.asked ?? newId();
  await onControl((tx) =>
    enqueue(tx, KEEP_ARCHIVE, { tenantId, payload: { tenantId, changeId: asked }, dedupeKey: asked })
  );
  return { cursor: { ...cursor, asked }, isDone: false, waitS: ARCHIVE_WAIT_S };
}

/**
 * Reads the archive as somebody without our program would; one that is not sound is never kept in place of a dossier.
 */
export async function checkArchive({ cursor, stay }: Info): Promise<Slice<KeepCursor>> {
  const archive = archiveOf(cursor), { chain, manifestSha256 } = archive;
  const reading = readingOf(cursor, stay);
  const verdict = await archiveSource().read({ size: archive.bytes, read: reading.read });
  // What the store did not hand over says nothing of the archive.
  if (reading.broke()) throw reading.broke();
  if (!verdict.isSound) throw new RollBack("archive_unsound");
  if (verdict.manifestSha256 !== manifestSha256 || verdict.headHash !== chain.hash) throw new RollBack("archive_other");
  return { cursor, isDone: true };
}

/** Any stretch of the ZIP, out of its parts; says now and then that the reading goes on. */
function readingOf(cursor: KeepCursor, stay: Info["stay"]) {
  const { parts } = archiveOf(cursor), store = storeOf(cursor.cell);
  let since = elapsedMs(0), broken: unknown = null;
  async function read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    if (elapsedMs(since) > STAY_MS) {
      await stay();
      since = elapsedMs(0);
    }
    const bytes = new Uint8Array(Math.max(0, end - start));
    let at = 0;
    for (const { key, bytes: length } of parts) {
      const first = Math.max(start - at, 0), last = Math.min(end - at, length) - 1;
      if (first <= last) bytes.set(await wholeOf(store, key, { first, last }), at + first - start);
      at += length;
    }
    return bytes;
  }
  return {
    read: (start: number, end: number) =>
      read(start, end).catch((error) => {
        broken ??= error;
        throw error;
      }),
    broke: () => broken,
  };
}

/** Draws the key of this archive alone and writes it down, wrapped, before the first byte is sealed under it. */
export async function drawKey(tx: Tx, { ctx, tenantId, cursor }: Info): Promise<KeepCursor> {
  const { id: archiveId, parts, ...facts } = archiveOf(cursor);
  const { keptId: id, secondedBy } = cursor;
  const wrappedKey = wrapKey(randomBytes(KEY_BYTES), { tenantId, id });
  await insertKept(tx, {
    ...{ tenantId, id, archiveId, ...facts, secondedBy, wrappedKey },
    parts: parts.map(({ bytes, sha256 }): KeptPart => ({ bytes, sha256, sealedSha256: null })),
    keepUntil: present(cursor.keepUntil, "end of a keeping"),
    writtenAt: ctx.now,
  });
  return cursor;
}

/**
 * Seals the next parts into the store. A part is what its archive says, or nothing is sealed: one key never meets two
 * contents. Done again, a part gives the same object, and the one that is there stays.
 */
export async function writeParts({ tenantId, cursor, budget }: Info): Promise<Slice<KeepCursor>> {
  const { parts } = archiveOf(cursor), store = keptStore();
  const kept = await lockedOf(tenantId, cursor), key = frameKey(kept);
  const sealed = [...cursor.sealed];
  let n = cursor.part;
  do {
    const part = present(parts[n], "part of an archive");
    const bytes = await wholeOf(storeOf(cursor.cell), part.key);
    if (bytes.length !== part.bytes || sha256Hex(bytes) !== part.sha256) throw new RollBack("archive_changed");
    const object = sealFrames(key, runOf(kept, n), bytes);
    sealed[n] = sha256Hex(object);
    await putOnce(store, keptKey(kept, n), { object, sha256: sealed[n]! });
    n += 1;
  } while (n < parts.length && budget.left() > 0);
  const isDone = n === parts.length;
  return { cursor: { ...cursor, part: isDone ? 0 : n, sealed }, isDone, figures: { partsWritten: n } };
}

/** What is there already is what a step that died has written; anything else is taken out first. */
async function putOnce(
  store: Store,
  key: string,
  { object, sha256 }: { object: Uint8Array; sha256: string },
): Promise<void> {
  const there = await store.get(key);
  if (there && sha256Hex(await bytesOf(there)) === sha256) return;
  if (there) await store.remove([key]);
  await store.put(key, object, { contentType: SEALED_TYPE });
}

/** Reads every object back, opens it, and compares: what is kept is what was archived, to the last bit. */
export async function readBack({ ctx, tenantId, cursor, budget }: Info): Promise<Slice<KeepCursor>> {
  const kept = await lockedOf(tenantId, cursor), key = frameKey(kept);
  const digest = archiveSource().digest(cursor.digest);
  let n = cursor.part;
  do {
    const { sha256 } = present(kept.parts[n], "part of a kept archive");
    const object = await wholeOf(keptStore(), keptKey(kept, n));
    if (sha256Hex(object) !== cursor.sealed[n]) throw new Error("a kept object is not what was written");
    const bytes = openFrames(key, runOf(kept, n), object);
    if (sha256Hex(bytes) !== sha256) throw new Error("a kept object does not hold its part");
    digest.update(bytes);
    n += 1;
  } while (n < kept.parts.length && budget.left() > 0);
  const figures = { partsRead: n };
  if (n < kept.parts.length) return { cursor: { ...cursor, part: n, digest: digest.state() }, isDone: false, figures };
  const parts = kept.parts.map((part, place) => ({ ...part, sealedSha256: cursor.sealed[place]! }));
  const sha256 = digest.hex();
  const isOurs = kept.state === "verified" ||
    await onControl((tx) => verifyKept(tx, kept, { parts, sha256, at: ctx.now }));
  if (!isOurs) throw new Error("a kept archive was verified by nobody");
  return { cursor: { ...cursor, part: 0, digest: null }, isDone: true, figures };
}

/** Takes back objects and key: the dossier stays as it was, closed, in its cell. */
export async function undoCopy({ tenantId, cursor }: Info): Promise<Slice<KeepCursor>> {
  const kept = { tenantId, id: cursor.keptId }, store = keptStore();
  const { files, next } = await store.list(keptFolder(kept));
  await store.remove(files.map((file) => file.key));
  if (next !== null) return { cursor, isDone: false };
  await onControl((tx) => dropKept(tx, kept));
  return { cursor: { ...cursor, part: 0, sealed: [], digest: null }, isDone: true };
}

/** The archive that was found. */
export function archiveOf({ archive }: KeepCursor): SourceArchive {
  return present(archive, "archive to keep");
}

async function lockedOf(tenantId: Uuid, { keptId }: KeepCursor) {
  const kept = await onControl((tx) => loadLocked(tx, tenantId));
  if (kept?.id !== keptId) throw new RollBack("kept_other");
  return kept;
}

async function wholeOf(store: Store, key: string, range?: { first: number; last: number }): Promise<Uint8Array> {
  const file = await store.get(key, range);
  if (!file) throw new RollBack("archive_gone");
  return await bytesOf(file);
}

async function bytesOf(file: StoredFile): Promise<Uint8Array> {
  return new Uint8Array(await new Response(file.body).arrayBuffer());
}

function onControl<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return withOperator({ database: CONTROL, role: "ops_control" }, work);
}

function inCell<T>(cell: string, tenantId: Uuid, work: (tx: Tx) => Promise<T>): Promise<T> {
  return withOperator({ database: cell, role: "ops_mover", tenantId }, work);
}
