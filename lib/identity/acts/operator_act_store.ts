import type { Tx } from "../../platform/db/transaction.ts";
import { newId } from "../../platform/random.ts";
import { operatorActs } from "../schema.ts";
import type { Actor, OperatorAct } from "./operator_act.ts";

/** Adds an act to the operators' log, in the transaction that carries it out. Nothing changes it afterwards. */
export async function insertOperatorAct(tx: Tx, by: Actor, { at, act, subject, reason }: OperatorAct): Promise<void> {
  const { operatorId, name: operator } = by, { kind: subjectKind, id: subjectId, instanceId } = subject;
  const about = { subjectKind, subjectId, instanceId: instanceId ?? null };
  await tx.insert(operatorActs).values({ id: newId(), at, operatorId, operator, act, reason, ...about });
}
