import { isHtmx } from "../lib/platform/web/answer.ts";
import type { RouteKey } from "./access.ts";
import type { DossierContext, Handler } from "./handler.ts";
import { sendKept, wantsJson } from "./respond.tsx";

/**
 * Pages that show what stands in their dossier and nothing else: nothing of the clock but the day, nothing of control
 * but what `enter` answered, nothing of another service. Looked at again before anything was written, they are the
 * same. What changes a dossier besides its writes must not stand here.
 */
export const REMEMBERED: ReadonlySet<RouteKey> = new Set<RouteKey>([
  "GET /d/:slug",
  "GET /d/:slug/devis",
  "GET /d/:slug/devis/:document",
  "GET /d/:slug/factures",
  "GET /d/:slug/factures/:document",
  "GET /d/:slug/avoirs",
  "GET /d/:slug/avoirs/:document",
  "GET /d/:slug/clients",
  "GET /d/:slug/clients/:customer",
  "GET /d/:slug/articles",
]);

/** Answers with the page as it was made before, where nothing was written since; else makes it and keeps it. */
export async function remembered(c: DossierContext, handler: Handler<DossierContext>): Promise<Response> {
  if (wantsJson(c) || isHtmx(c.req.raw)) return await handler(c);
  const { page, keep } = await c.get("edge").pages.look(c.get("ctx"), keyOf(c));
  if (page) return sendKept(c, page);
  c.set("remembering", { freshIds: [], keep });
  return await handler(c);
}

/** Everything a page is made of besides its dossier: who looks, with what rights, on which day, at which address. */
function keyOf(c: DossierContext): string {
  const { person, dossier, profile, isOwner, ctx } = c.get("entered");
  const { pathname, search } = new URL(c.req.url);
  const rights = [...ctx.rights].join();
  return JSON.stringify([
    ...[ctx.tenantId, ctx.cell, ctx.epoch, ctx.personId, ctx.today, profile, isOwner, rights],
    ...[person, dossier, pathname, search],
  ]);
}
