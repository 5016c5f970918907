import type { PersonCtx } from "../../base/ctx.ts";
import { readActReason } from "../acts/operator_act.ts";
import { insertOperatorAct } from "../acts/operator_act_store.ts";
import { keyOfTyped } from "../_typed_address.ts";
import { onOperators } from "../operator_access.ts";
import type { OperatorSession } from "../operator_store.ts";
import { refuse } from "../refusals.ts";
import type { StaffAct } from "./staff_acts.ts";
import { endSessionsOfPerson } from "./staff_store.ts";

/**
 * Ends every session of a person, wherever he is signed in, and the sign-ins that wait for a second step: for a stolen
 * device, or an account that somebody else uses. He signs in again with his own factors. The log names the person by
 * his id, never by his address. How many sessions were alive is given back.
 * Refuses: `act_reason`, `person_unknown` (422).
 */
export async function endPersonSessions(
  ctx: PersonCtx,
  by: OperatorSession,
  wish: { readonly email: string; readonly reason: string },
): Promise<number> {
  const reason = readActReason(wish.reason), emailKey = keyOfTyped(wish.email);
  return await onOperators(async (tx) => {
    const found = await endSessionsOfPerson(tx, { askerId: by.operatorId, emailKey, at: ctx.now });
    if (!found) throw refuse("person_unknown");
    const act: StaffAct = "end_person_sessions", subject = { kind: "person", id: found.personId };
    await insertOperatorAct(tx, by, { at: ctx.now, act, subject, reason });
    return found.ended;
  });
}
