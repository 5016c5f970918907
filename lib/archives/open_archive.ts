import { authorize, type Ctx } from "../base/ctx.ts";
import { isUuid } from "../base/ids.ts";
import { storeKey } from "../files/mod.ts";
import { withTenant } from "../platform/db/tenant.ts";
import { storeOf } from "../platform/stores.ts";
import { type Archive, archiveFileName, type ArchivePart } from "./archive.ts";
import { findArchive } from "./archive_store.ts";
import { shown } from "./list_archives.ts";
import { refuse } from "./refusals.ts";

/** An archive ready to be sent. */
export interface OpenedArchive {
  readonly archive: Archive;
  readonly name: string;
  /** Length of the whole ZIP. */
  readonly bytes: number;
  /** Its bytes from the first to before the last, part after part: memory holds one chunk. */
  read(range: { first: number; last: number }): ReadableStream<Uint8Array>;
}

/** One archive of the dossier. Right `sealed_log:archive`. Refuses `not_found`, unknown and foreign alike. */
export async function getArchive(ctx: Ctx, id: string): Promise<Archive> {
  authorize(ctx, "sealed_log:archive");
  const found = isUuid(id)
    ? await withTenant(ctx, (tx) => findArchive(tx, ctx, id), { mode: "read", oneStatement: true })
    : null;
  if (!found) throw refuse("not_found");
  return shown(found);
}

/**
 * An archive's ZIP, whole or from any byte. Right `sealed_log:archive`. Refuses `not_found`, `not_ready` before it is
 * made; `no_file` where the store lacks a part.
 */
export async function openArchive(ctx: Ctx, id: string): Promise<OpenedArchive> {
  const archive = await getArchive(ctx, id);
  if (archive.state !== "done" || archive.bytes === null) throw refuse("not_ready");
  const { bytes } = archive;
  const read = (range: { first: number; last: number }) => readParts(ctx, archive, range);
  return { archive, name: archiveFileName(archive), bytes, read };
}

/** The bytes of a ZIP that stands in parts. Its stream fails with `no_file` where the store lacks one. */
export function readParts(
  ctx: Ctx,
  archive: { readonly parts: readonly ArchivePart[] },
  range: { first: number; last: number },
): ReadableStream<Uint8Array> {
  return ReadableStream.from(chunks(ctx, archive, range));
}

async function* chunks(
  ctx: Ctx,
  { parts }: { readonly parts: readonly ArchivePart[] },
  { first, last }: { first: number; last: number },
): AsyncGenerator<Uint8Array> {
  let start = 0;
  for (const part of parts) {
    const from = Math.max(first - start, 0), to = Math.min(last - start, part.bytes - 1);
    start += part.bytes;
    if (from > to) continue;
    const key = storeKey({ tenantId: ctx.tenantId, id: part.id });
    const file = await storeOf(ctx.cell).get(key, { first: from, last: to });
    if (!file) throw refuse("no_file");
    yield* file.body;
  }
}
