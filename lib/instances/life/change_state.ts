import type { PersonCtx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { type Issue, refuseAll } from "../../base/refusal.ts";
import { actReasonIssues, readActReason } from "../../identity/mod.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import { withOperator } from "../../platform/db/tenant.ts";
import { noteAct } from "../acts/note_act.ts";
import { issue, refuse } from "../refusals.ts";
import type { InstanceState } from "../states.ts";
import type { Operator } from "../trial/trial_mails.ts";
import { announce } from "./announce.ts";
import { changeId, doneBefore, doneMeanwhile } from "./done_before.ts";
import { type Ending, ENDINGS } from "./life.ts";
import { changeAsOperator, loadLife } from "./life_store.ts";
import { leaveTrialCell } from "./leave_trial_cell.ts";
import { type LifeAct, TRANSITIONS } from "./transitions.ts";

/** How the operator's staff is called in « Qui a fait quoi ». */
export const STAFF = "Équipe Paraphe";

/** What an operator asks of a dossier's life, as typed. */
export interface StateForm {
  /** Drawn with the form: sent twice, it changes the state once. */
  readonly id?: string;
  readonly act: string;
  readonly reason: string;
  /** What becomes of it, where it is closed. */
  readonly ending?: string;
}

/**
 * Activates, suspends, reactivates, closes or reopens a dossier, with a reason that stays in both logs. The present
 * state is judged in control, under its lock: of two operators at once one is refused. Activated, it leaves its trial
 * cell at the next quiet hour. Asked again under one id, it was done once. Gives the new state.
 * Refuses: `act_reason`, `life_act`, `life_ending` (422), `instance_unknown` (404), `life_refused` (409).
 */
export async function changeState(
  ctx: PersonCtx,
  by: Operator,
  { tenantId, ...form }: StateForm & { readonly tenantId: Uuid },
): Promise<InstanceState> {
  const { act, ending } = readForm(form), reason = readActReason(form.reason);
  const id = changeId(form.id);
  return await withOperator({ database: CONTROL, role: "ops_control" }, async (tx) => {
    const life = await loadLife(tx, tenantId);
    if (!life) throw refuse("instance_unknown");
    const { operatorId, name: asker } = by;
    const known = await doneBefore(tx, { tenantId, id, act });
    if (known !== null) return known;
    const to = await changeAsOperator(tx, tenantId, { id, act, operatorId, asker, reason, at: ctx.now, ending });
    if (to === null) return await doneMeanwhile(tx, { tenantId, id, act });
    await noteAct(tx, by, { at: ctx.now, act, subject: { kind: "instance", id: tenantId }, reason });
    const change = { tenantId, id, act, from: life.state, to, askedBy: "operator" } as const;
    await announce(tx, ctx, { life, change, actor: STAFF, ending });
    if (act === "activate") await leaveTrialCell(tx, ctx, { life, by, change: id, reason });
    return to;
  });
}

const OPERATORS_ACTS = new Set(TRANSITIONS.filter(({ by }) => by.includes("operator")).map(({ act }) => act));

function readForm(form: StateForm): { act: OperatorsAct; ending: Ending | null } {
  const faults: Issue[] = [];
  if (!OPERATORS_ACTS.has(form.act as LifeAct)) faults.push(issue("life_act"));
  const ending = ENDINGS.find((known) => known === form.ending) ?? null;
  if (form.act === "close" && ending === null) faults.push(issue("life_ending"));
  refuseAll([...faults, ...actReasonIssues(form.reason)]);
  return { act: form.act as OperatorsAct, ending: form.act === "close" ? ending : null };
}

type OperatorsAct = Exclude<LifeAct, "keep" | "erase">;
