import { DiskStore } from "../../lib/platform/storage/disk_store.ts";
import { answerSigned } from "../../lib/platform/storage/signed_response.ts";
import { storeOf } from "../../lib/platform/stores.ts";
import { notFound, type OpenContext, type Routes } from "../handler.ts";

/**
 * Files under their short-lived signed addresses, where files lie on our own disk; the signature is the right, no
 * cookie is read. Hosted storage serves its own addresses, so that nothing stands here then.
 */
export const fileRoutes: Routes = { "GET /fichiers/:cell/:owner/:file": sendFile };

async function sendFile(c: OpenContext): Promise<Response> {
  const cell = c.req.param("cell") ?? "";
  const store = c.get("edge").cells.includes(cell) ? storeOf(cell) : null;
  if (!(store instanceof DiskStore)) throw notFound();
  return await answerSigned(store, c.req.raw);
}
