import type postgres from "postgres";
import { approveRecovery, askRecovery, type RecoveryForm } from "../../../../lib/access/operator.ts";
import { beginRecovery } from "../../../../lib/access/recovery/begin_recovery_job.ts";
import { finishRecovery } from "../../../../lib/access/recovery/finish_recovery_job.ts";
import type { RecoveryKey } from "../../../../lib/access/recovery/recovery.ts";
import { objectionSecret } from "../../../../lib/access/recovery/recovery_link.ts";
import type { Uuid } from "../../../../lib/base/ids.ts";
import { Refusal } from "../../../../lib/base/refusal.ts";
import { enrolOperator } from "../../../../lib/identity/operator.ts";
import { CAST_PASSWORD } from "../../../../lib/identity/testing.ts";
import { newId } from "../../../../lib/platform/random.ts";
import { aMailbox, aVisitor } from "../../identity/_people.ts";

/** Seconds that the members have, and one more. */
export const DAYS_OVER = 72 * 3_600 + 1;

/** A new operator, as a session of the console names him. */
export async function anOperator(name: string): Promise<{ operatorId: Uuid; name: string }> {
  const { operatorId } = await enrolOperator(aVisitor(), {
    email: aMailbox(),
    name,
    password: CAST_PASSWORD,
    role: "administrator",
  });
  return { operatorId, name };
}

/** What an operator writes, all in order. */
export function aForm(wish: Partial<RecoveryForm> = {}): RecoveryForm {
  return {
    email: aMailbox(),
    name: "Paul Héritier",
    reason: "Le gérant est décédé ; sa fille reprend l’atelier.",
    evidence: ["register_extract", "identity_document", "register_call"],
    note: "",
    ownersLeave: false,
    despiteAdministrator: true,
    ...wish,
  };
}

/** Runs the job that tells the members. */
export async function tell({ tenantId, id: recoveryId }: RecoveryKey): Promise<void> {
  await beginRecovery(aVisitor(), { tenantId, recoveryId });
}

/** Runs the job that ends the wait, some seconds from now. */
export async function finish({ tenantId, id: recoveryId }: RecoveryKey, after = DAYS_OVER): Promise<void> {
  await finishRecovery(aVisitor({ after }), { tenantId, recoveryId }, { id: newId() });
}

/** A recovery that waits: asked by one, approved by the other, the members told. */
export async function aWaiting(
  tenantId: Uuid,
  [one, other]: readonly { operatorId: Uuid; name: string }[],
  wish: Partial<RecoveryForm> = {},
): Promise<RecoveryKey> {
  const id = await askRecovery(aVisitor(), one!, { ...aForm(wish), tenantId });
  const key = { tenantId, id };
  await approveRecovery(aVisitor(), other!, { ...key, isChecked: true, reason: "Pièces vues ce matin" });
  await tell(key);
  return key;
}

/** Where a recovery stands. */
export async function stateOf(control: postgres.Sql, { id }: RecoveryKey): Promise<string> {
  const [row] = await control`select state from control.recoveries where id = ${id}`;
  return String(row!.state);
}

/** Secret of the link that one member received. */
export async function secretOf(control: postgres.Sql, { id }: RecoveryKey, personId: Uuid): Promise<string> {
  const [row] = await control`select id from control.recovery_notices
    where recovery_id = ${id} and person_id = ${personId}`;
  return objectionSecret(row!.id as Uuid);
}

/** True for a refusal of this module. */
export function refusedAs(code: string): (error: unknown) => boolean {
  return (error) => error instanceof Refusal && error.issues.some((each) => each.code.endsWith(`.${code}`));
}
