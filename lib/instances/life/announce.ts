import type { Ctx, PersonCtx } from "../../base/ctx.ts";
import { dayOf } from "../../base/dates.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { enqueue } from "../../platform/jobs.ts";
import { emit } from "../../platform/events.ts";
import { stateChanged } from "../events.ts";
import { KEEP_ARCHIVE, SEAL_STATE, TELL_LIFE } from "../jobs.ts";
import type { ChangedState, Ending, Life } from "./life.ts";

/**
 * Says that a dossier's state has changed, in the transaction of control that changes it: subscribers react, the
 * dossier's log will hold a record, its owners and administrators get a mail, and one that is kept gets its archive.
 */
export async function announce(
  tx: Tx,
  ctx: PersonCtx,
  { life, change, actor, ending = null }: {
    life: Life;
    change: ChangedState;
    actor: string;
    /** Of a closing. */
    ending?: Ending | null;
  },
): Promise<void> {
  const { tenantId, cell, epoch, timeZone } = life;
  const inside: Ctx = { ...ctx, tenantId, cell, epoch, actor, rights: new Set(), today: dayOf(ctx.now, timeZone) };
  await emit(tx, inside, { event: stateChanged, payload: change });
  const key = { tenantId, dedupeKey: change.id };
  await enqueue(tx, SEAL_STATE, { ...key, payload: { ...change, at: ctx.now } });
  if (ending === "keep") await enqueue(tx, KEEP_ARCHIVE, { ...key, payload: { tenantId, changeId: change.id } });
  await enqueue(tx, TELL_LIFE, { ...key, payload: { tenantId, notice: change.act, key: change.id } });
}
