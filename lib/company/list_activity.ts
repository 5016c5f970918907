import { authorize, type Ctx } from "../base/ctx.ts";
import { withTenant } from "../platform/db/tenant.ts";
import {
  type ActDone,
  ACTIVITY_PAGE,
  type ActivityCursor,
  type ActivityFilter,
  type Actor,
  type Subject,
} from "./activity.ts";
import { findActs, loadActors } from "./activity_store.ts";

/** A page of acts, newest first, and where the next one begins. */
export interface ActivityPage {
  readonly acts: readonly ActDone[];
  readonly next: ActivityCursor | null;
}

/**
 * « Qui a fait quoi »: the acts on one subject, or in the whole dossier when none is named. One statement.
 * Right `activity:read`. An unknown or foreign subject has no acts.
 */
export async function listActivity(
  ctx: Ctx,
  subject: Subject | null,
  { before = null, filter = null }: { before?: ActivityCursor | null; filter?: ActivityFilter | null } = {},
): Promise<ActivityPage> {
  authorize(ctx, "activity:read");
  const limit = ACTIVITY_PAGE + 1;
  const found = await withTenant(ctx, (tx) => findActs(tx, ctx, { subject, filter, before, limit }), { mode: "read" });
  const acts = found.slice(0, ACTIVITY_PAGE);
  return { acts, next: found.length > ACTIVITY_PAGE ? acts.at(-1) ?? null : null };
}

/** The people that « Qui a fait quoi » can be narrowed to, by name. Right `activity:read`. */
export async function listActors(ctx: Ctx): Promise<Actor[]> {
  authorize(ctx, "activity:read");
  return await withTenant(ctx, (tx) => loadActors(tx, ctx), { mode: "read", oneStatement: true });
}
