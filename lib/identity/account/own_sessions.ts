import { assert } from "../../base/assert.ts";
import type { PersonCtx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { withControl } from "../../platform/db/tenant.ts";
import { loadMySessions, type OwnSession, revokeMyOtherSessions, revokeMySession } from "./device_store.ts";
import { refuse } from "./refusals.ts";

/** Where the signed-in person is signed in, the session used last first. */
export async function listSessions(ctx: PersonCtx): Promise<readonly OwnSession[]> {
  return await withControl({ personId: ctx.personId }, (tx) => loadMySessions(tx, ctx.now), { mode: "read" });
}

/** Ends one session of the signed-in person. Refuses `session` (404), the same for somebody else's and none. */
export async function closeSession(ctx: PersonCtx, sessionId: Uuid): Promise<void> {
  assert(ctx.personId, "only a signed-in person has sessions");
  const isDone = await withControl({ personId: ctx.personId }, (tx) => revokeMySession(tx, sessionId, ctx.now));
  if (!isDone) throw refuse("session");
}

/** Ends every session of the signed-in person but the one that he asks from. */
export async function closeOtherSessions(ctx: PersonCtx, keptId: Uuid): Promise<void> {
  assert(ctx.personId, "only a signed-in person has sessions");
  await withControl({ personId: ctx.personId }, (tx) => revokeMyOtherSessions(tx, keptId, ctx.now));
}
