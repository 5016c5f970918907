import type { Ctx, PersonCtx, Right } from "../base/ctx.ts";
import { dayOf } from "../base/dates.ts";
import { findInstanceByPublicId, type InstanceState, opennessOf } from "../instances/mod.ts";

/** Name under which « Qui a fait quoi » shows somebody who acts through a public link. */
export const LINK_ACTOR = "customer_link";

/** First and second part of a public token: the dossier's public id and the document's secret. */
export interface LinkParts {
  readonly publicId: string;
  readonly secret: string;
}

/** What a link leads into. */
export interface LinkedDossier {
  readonly ctx: Ctx;
  readonly slug: string;
  readonly state: InstanceState;
  /** True for one that is expired, suspended, closed or a copy: what it has sent is read, and not answered. */
  readonly isLocked: boolean;
}

/** Shape of a public token: 8 in base 32, a point, at least 100 bits in base 32 or base64url. */
const TOKEN = /^([0-9a-hjkmnp-tv-z]{8})\.([\w-]{20,64})$/;

/** Takes a public token apart, or null when it cannot be one. */
export function parsePublicToken(token: string): LinkParts | null {
  const [, publicId, secret] = TOKEN.exec(token) ?? [];
  return publicId && secret ? { publicId, secret } : null;
}

/**
 * Lets a visitor into the dossier that a public link names, with the rights of that link's document and no others; the
 * verb then finds the document by the hash of the secret. Null for an unknown or erased dossier: one page for both.
 */
export async function enterByLink(
  ctx: PersonCtx,
  link: { publicId: string; rights: readonly Right[] },
): Promise<LinkedDossier | null> {
  const place = await findInstanceByPublicId(ctx, link.publicId);
  if (!place) return null;
  const { tenantId, cell, epoch, slug, state } = place;
  const today = dayOf(ctx.now, place.timeZone);
  const rights = new Set(link.rights);
  const inside = { ...ctx, tenantId, cell, epoch, personId: null, actor: LINK_ACTOR, rights, today };
  return { ctx: inside, slug, state, isLocked: opennessOf(place, today) !== "open" };
}
