import { enterByLink, parsePublicToken } from "../../lib/access/mod.ts";
import type { Ctx, Right } from "../../lib/base/ctx.ts";
import { Refusal } from "../../lib/base/refusal.ts";
import { countLinkMiss } from "../../lib/identity/mod.ts";
import { type OpenContext, personCtx } from "../handler.ts";

/** A link that leads nowhere takes as long as one whose dossier had to be asked. */
const MISS_MS = 150;

/** The dossier that a public token leads into, and the second half of the token: what opens one thing there. */
export interface LinkEntrance {
  readonly ctx: Ctx;
  readonly token: string;
  readonly secret: string;
  /** True for a trial, whose pages and mails offer to report an abuse. */
  readonly isTrial: boolean;
  /** True for a dossier that does not act any more, or not now: it is read, not answered. */
  readonly isLocked: boolean;
}

/**
 * What the token of a public address opens, or null: unknown, expired, withdrawn, foreign and malformed are one answer,
 * after the same time, counted by the address that asks. Refuses `identity.too_many_links` beyond the limit.
 */
export async function openByLink<T>(
  c: OpenContext,
  { token, rights, open }: {
    token: string;
    rights: readonly Right[];
    open: (entrance: LinkEntrance) => Promise<T>;
  },
): Promise<T | null> {
  const started = performance.now();
  const opened = await find(c, { token, rights, open });
  if (opened) return opened;
  await countLinkMiss(personCtx(c));
  await pause(MISS_MS - (performance.now() - started));
  return null;
}

async function find<T>(
  c: OpenContext,
  { token, rights, open }: { token: string; rights: readonly Right[]; open: (entrance: LinkEntrance) => Promise<T> },
): Promise<T | null> {
  const parts = parsePublicToken(token);
  const entered = parts && await enterByLink(personCtx(c), { publicId: parts.publicId, rights });
  if (!parts || !entered) return null;
  try {
    const { ctx, isLocked } = entered;
    return await open({ ctx, token, secret: parts.secret, isTrial: entered.state === "trial", isLocked });
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return null;
    throw error;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}
