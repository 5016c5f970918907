import { desc, eq } from "drizzle-orm";
import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { newId } from "../../platform/random.ts";
import { instanceActs } from "../schema.ts";
import type { Actor } from "../../identity/mod.ts";
import type { Act } from "../acts/acts.ts";

/** Acts of operators that the page of a dossier shows at most. */
const ACTS_SHOWN = 100;

/** What an operator did, as it is shown. */
export interface InstanceActRow {
  readonly id: Uuid;
  readonly at: IsoInstant;
  readonly operator: string;
  readonly act: Act;
  readonly reason: string;
}

/** Writes down what an operator does to a dossier, in the transaction that does it. */
export async function insertInstanceAct(
  tx: Tx,
  { tenantId, at, by, act, reason }: {
    tenantId: Uuid;
    at: IsoInstant;
    by: Actor;
    act: Act;
    reason: string;
  },
): Promise<void> {
  const { operatorId, name: operator } = by;
  await tx.insert(instanceActs).values({ tenantId, id: newId(), at, operatorId, operator, act, reason });
}

/** What operators did to a dossier, the latest first. */
export async function selectInstanceActs(tx: Tx, tenantId: Uuid): Promise<InstanceActRow[]> {
  const { id, at, operator, act, reason } = instanceActs;
  return await tx.select({ id, at, operator, act, reason }).from(instanceActs)
    .where(eq(instanceActs.tenantId, tenantId)).orderBy(desc(at), desc(id)).limit(ACTS_SHOWN);
}
