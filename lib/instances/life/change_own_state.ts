import type { Ctx } from "../../base/ctx.ts";
import { cleanText, hasForbiddenCharacters } from "../../base/text.ts";
import { withControl } from "../../platform/db/tenant.ts";
import { refuse } from "../refusals.ts";
import type { InstanceState } from "../states.ts";
import { announce } from "./announce.ts";
import { archiveWitness } from "./archive_witness.ts";
import { changeId, doneBefore, doneMeanwhile } from "./done_before.ts";
import { type Ending, ENDINGS } from "./life.ts";
import { changeAsOwner, loadLife } from "./life_store.ts";

/** Longest reason that an owner may give; he may give none. */
export const MAX_OWN_REASON = 500;

/** What an owner answers to the one question of a closing. */
export interface ClosingForm {
  /** Drawn with the form: sent twice, it closes once. */
  readonly id?: string;
  /** `erase` or `keep`. */
  readonly ending: string;
  /** First characters of the digest of the archive he downloaded; only where everything is to go. */
  readonly digest: string;
  readonly reason: string;
}

/**
 * Closes the dossier for its owner. `erase`: he holds a whole archive that nothing was added to since, and everything
 * goes after the cooling-off. `keep`: it stays closed for ten years. Until the cooling-off is over he may reopen it.
 * Refuses: `owners_only` (403), `life_ending`, `own_reason`, and what the archive's witness refuses (422),
 * `life_refused` (409).
 */
export async function closeOwnDossier(ctx: Ctx, form: ClosingForm): Promise<InstanceState> {
  const ending = ENDINGS.find((known) => known === form.ending);
  if (!ending) throw refuse("life_ending");
  const reason = readReason(form.reason);
  const archive = ending === "erase" ? await archiveWitness()(ctx, form.digest) : null;
  return await changeOwn(ctx, { id: form.id ?? "", act: "close", ending, archive, reason });
}

/**
 * Opens again what an owner closed, within the cooling-off: the dossier is what it was before.
 * Refuses: `owners_only` (403), `life_refused` (409).
 */
export async function reopenOwnDossier(ctx: Ctx, { id = "" }: { id?: string } = {}): Promise<InstanceState> {
  return await changeOwn(ctx, { id, act: "reopen", ending: null, archive: null, reason: "" });
}

async function changeOwn(
  ctx: Ctx,
  { id: typedId, ...asked }: {
    id: string;
    act: "close" | "reopen";
    ending: Ending | null;
    archive: string | null;
    reason: string;
  },
): Promise<InstanceState> {
  const { tenantId, personId, actor } = ctx, id = changeId(typedId);
  return await withControl({ tenantId, personId }, async (tx) => {
    const life = await loadLife(tx, tenantId);
    if (!life) throw refuse("instance_unknown");
    const known = await doneBefore(tx, { tenantId, id, act: asked.act });
    if (known !== null) return known;
    const to = await changeAsOwner(tx, { ...asked, id, asker: actor, at: ctx.now });
    if (to === "owners_only") throw refuse("owners_only");
    if (to === null) return await doneMeanwhile(tx, { tenantId, id, act: asked.act });
    const change = { tenantId, id, act: asked.act, from: life.state, to, askedBy: "owner" } as const;
    await announce(tx, ctx, { life, change, actor, ending: asked.ending });
    return to;
  });
}

function readReason(typed: string): string {
  const reason = cleanText(typed);
  if (reason.length > MAX_OWN_REASON || hasForbiddenCharacters(reason)) {
    throw refuse("own_reason", { values: { max: String(MAX_OWN_REASON) } });
  }
  return reason;
}
