import type { PersonCtx } from "../base/ctx.ts";
import { present } from "../base/assert.ts";
import { withControl } from "../platform/db/tenant.ts";
import { takeAttempt } from "./attempt_store.ts";
import { accountKey, OPENINGS_PER_PERSON } from "./rate_limits.ts";
import { refuse } from "./refusals.ts";

/** Counts a dossier that a signed-in person opens, in a transaction of its own. Refuses `too_many_openings` (429). */
export async function countOpening(ctx: PersonCtx): Promise<void> {
  const keyHash = accountKey(present(ctx.personId, "person who opens a dossier"));
  const mayOpen = await withControl({}, (tx) => takeAttempt(tx, OPENINGS_PER_PERSON, { keyHash, at: ctx.now }));
  if (!mayOpen) throw refuse("too_many_openings");
}
