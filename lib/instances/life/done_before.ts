import { isUuid, type Uuid } from "../../base/ids.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { newId } from "../../platform/random.ts";
import { refuse } from "../refusals.ts";
import type { InstanceState } from "../states.ts";
import { findChange } from "./life_store.ts";
import type { LifeAct } from "./transitions.ts";

/** The id of a change, as its form was drawn with; one of its own where the form has none. */
export function changeId(typed = ""): Uuid {
  return isUuid(typed) ? typed : newId();
}

/** A change, by its form. */
interface Asked {
  readonly tenantId: Uuid;
  readonly id: Uuid;
  readonly act: LifeAct;
}

/**
 * The state that a change led to when its form was carried out before; null where it was not.
 * Refuses `life_refused` for an id that another act has used (409).
 */
export async function doneBefore(tx: Tx, { tenantId, id, act }: Asked): Promise<InstanceState | null> {
  const known = await findChange(tx, { tenantId, id });
  if (known && known.act !== act) throw refuse("life_refused");
  return known?.to ?? null;
}

/**
 * The same where the table has just refused: the form may have been carried out while this one waited for the dossier's
 * lock. Refuses `life_refused` where it was not (409).
 */
export async function doneMeanwhile(tx: Tx, asked: Asked): Promise<InstanceState> {
  const to = await doneBefore(tx, asked);
  if (to === null) throw refuse("life_refused");
  return to;
}
