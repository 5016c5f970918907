import type { PersonCtx } from "../../base/ctx.ts";
import { addToDate, dayOf, type IsoDate, type IsoInstant, parseDate, startOfDay } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { type Issue, refuseAll } from "../../base/refusal.ts";
import { actReasonIssues, readActReason } from "../../identity/mod.ts";
import { noteAct } from "../../instances/mod.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import { withOperator } from "../../platform/db/tenant.ts";
import { newId } from "../../platform/random.ts";
import { recordAct } from "../record_act.ts";
import { asTeam, IN_A_CELL, type Operator } from "../recovery/recovery.ts";
import { issue, refuse } from "../refusals.ts";
import { erasureHands, RETENTION_YEARS } from "./erasure.ts";
import { insertErasure, loadPlace } from "./erasure_store.ts";

/** What an operator writes of contents that are to go. */
export interface ErasureForm {
  readonly reason: string;
  /** Last day whose contents go, as typed: `2015-12-31`. */
  readonly until: string;
}

/**
 * Asks for the contents of a dossier's sealed records to be erased up to a day, their retention over; another operator
 * decides. One at a time for a dossier, and nothing that no archive holds.
 * Refuses `erasure_no_dossier` (404), `erasure_dossier`, `erasure_nothing`, `erasure_unarchived`, `erasure_under_way`
 * (409), `act_reason`, `erasure_until`, `erasure_retention` (422).
 */
export async function askErasure(
  ctx: PersonCtx,
  operator: Operator,
  { tenantId, ...form }: ErasureForm & { readonly tenantId: Uuid },
): Promise<Uuid> {
  const typed = readForm(form, dayOf(ctx.now));
  const place = await onControl((tx) => loadPlace(tx, tenantId));
  if (!place) throw refuse("erasure_no_dossier");
  if (!IN_A_CELL.has(place.state)) throw refuse("erasure_dossier");
  const { records, unarchived } = await erasureHands().reach({ cell: place.cell, tenantId }, typed.contentsBefore);
  if (records === 0n) throw refuse("erasure_nothing");
  if (unarchived > 0n) throw refuse("erasure_unarchived", { values: { count: String(unarchived) } });
  const id = newId();
  await onControl(async (tx) => {
    const asked = { askedBy: operator.operatorId, askedByName: operator.name, askedAt: ctx.now };
    if (!await insertErasure(tx, { tenantId, id, ...typed, reaches: records, ...asked })) {
      throw refuse("erasure_under_way");
    }
    const subject = { kind: "erasure", id, instanceId: tenantId } as const, { reason } = typed;
    await noteAct(tx, operator, { at: ctx.now, act: "ask_erasure", subject, reason });
    await recordAct(tx, asTeam(tenantId, ctx.now), {
      verb: "askErasure",
      subject: { kind: "erasure", id },
      summary: "Effacement de contenus hors conservation demandé",
    });
  });
  return id;
}

/** The last day of the last calendar year whose retention is over: what the form proposes. */
export function lastErasableYearEnd(today: IsoDate): IsoDate {
  return `${Number(today.slice(0, 4)) - RETENTION_YEARS - 1}-12-31` as IsoDate;
}

/** What was typed, as it is kept; every fault at once. */
function readForm(
  form: ErasureForm,
  today: IsoDate,
): { reason: string; untilOn: IsoDate; contentsBefore: IsoInstant } {
  const untilOn = parseDate(form.until), faults: Issue[] = actReasonIssues(form.reason);
  if (untilOn === null) faults.push(issue("erasure_until"));
  else if (addToDate(addToDate(untilOn, { days: 1 }), { years: RETENTION_YEARS }) > today) {
    faults.push(issue("erasure_retention"));
  }
  refuseAll(faults);
  const reason = readActReason(form.reason);
  return { reason, untilOn: untilOn!, contentsBefore: startOfDay(addToDate(untilOn!, { days: 1 })) };
}

function onControl<T>(work: Parameters<typeof withOperator<T>>[1]): Promise<T> {
  return withOperator({ database: CONTROL, role: "ops_control" }, work);
}
