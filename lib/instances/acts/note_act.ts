import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { type Actor, insertOperatorAct } from "../../identity/mod.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { insertInstanceAct } from "../trial/instance_act_store.ts";
import type { Act, ActSubjectKind } from "./acts.ts";

/** An act of an operator, as it is noted. */
export interface NotedAct {
  readonly at: IsoInstant;
  readonly act: Act;
  /** A dossier by its id; anything else by its own, with the dossier it belongs to where there is one. */
  readonly subject: { readonly kind: ActSubjectKind; readonly id: string; readonly instanceId?: Uuid };
  /** Why, clean: as `readActReason` gives it back. */
  readonly reason: string;
}

/**
 * Notes an act in the operators' log, and in the dossier's own where it concerns one: in the transaction of control
 * (role `ops_control`) that carries it out, so that no act is without its line and no line without its act.
 */
export async function noteAct(tx: Tx, by: Actor, { at, act, subject, reason }: NotedAct): Promise<void> {
  const instanceId = subject.instanceId ?? (subject.kind === "instance" ? subject.id as Uuid : undefined);
  await insertOperatorAct(tx, by, { at, act, reason, subject: { ...subject, instanceId } });
  if (instanceId) await insertInstanceAct(tx, { tenantId: instanceId, at, by, act, reason });
}
