import { authorize, type Ctx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { Refusal } from "../base/refusal.ts";
import { storeKey } from "../files/mod.ts";
import { withTenant } from "../platform/db/tenant.ts";
import { attachedFile } from "../platform/pdf/attached_file.ts";
import { openReader } from "../platform/storage/read_into.ts";
import { storeOf } from "../platform/stores.ts";
import { fileIdsOf } from "./file_ids_query.ts";
import { refuse } from "./refusals.ts";
import { ensureRendered } from "./render_document.ts";

/** What an archive holds of one issued document. */
export interface ArchivedFiles {
  /** The very bytes that were sealed; they are overwritten when the next document is asked for. */
  readonly pdf: Uint8Array;
  /** The electronic invoice that the PDF carries; null where it carries none. */
  readonly xml: Uint8Array | null;
}

/**
 * The files of issued documents, one after the other, in the order of their ids; a document that nobody has wanted the
 * file of gets it now; null for one that is not there any more. Right `sealed_log:archive`. Refuses `not_rendered`
 * where the store lacks the file.
 */
export async function* archivedFiles(ctx: Ctx, documents: readonly Uuid[]): AsyncGenerator<ArchivedFiles | null> {
  authorize(ctx, "sealed_log:archive");
  const known = await withTenant(ctx, (tx) => fileIdsOf(tx, ctx, documents), { mode: "read", oneStatement: true });
  const read = openReader();
  for (const document of documents) {
    const fileId = known.get(document) ?? await renderedNow(ctx, document);
    yield fileId && await readFiles(ctx, fileId, read);
  }
}

async function readFiles(
  { tenantId, cell }: Ctx,
  id: Uuid,
  read: ReturnType<typeof openReader>,
): Promise<ArchivedFiles> {
  const file = await storeOf(cell).get(storeKey({ tenantId, id }));
  if (!file) throw refuse("not_rendered");
  const pdf = await read(file);
  return { pdf, xml: attachedFile(pdf) };
}

async function renderedNow(ctx: Ctx, document: Uuid): Promise<Uuid | null> {
  try {
    return (await ensureRendered(ctx, document)).fileId;
  } catch (error) {
    if (error instanceof Refusal && error.code === "sales.not_found") return null;
    throw error;
  }
}
