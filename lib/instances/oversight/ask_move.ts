import type { PersonCtx } from "../../base/ctx.ts";
import { addSeconds, instantAt, type IsoInstant, parseDate } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { type Issue, refuseAll } from "../../base/refusal.ts";
import { actReasonIssues, readActReason } from "../../identity/mod.ts";
import type { Cell, CellKind } from "../cells/cell.ts";
import { onControl } from "../cells/ask_cell.ts";
import { listCells } from "../cells/view_cells.ts";
import type { Life } from "../life/life.ts";
import { loadLife } from "../life/life_store.ts";
import type { Destination } from "../moves/move.ts";
import { startMove } from "../moves/start_move.ts";
import type { ProcedureKey } from "../procedure_store.ts";
import { issue, refuse } from "../refusals.ts";
import type { Operator } from "../trial/trial_mails.ts";
import { type ProcedureRow, selectProcedures } from "./procedure_query.ts";
import { nextQuietHour, quietHourIn } from "./quiet_hour.ts";

/** When a move may begin: at once, at the next quiet hour, or at a day and an hour that are typed. */
export const MOVE_TIMES = ["now", "quiet", "at"] as const;

/** How far ahead a move may be planned, in days. */
export const MOVE_AHEAD_DAYS = 30;

/** Kinds of cell that a dossier may be sent to without naming one. */
const KINDS: readonly CellKind[] = ["trial", "production"];

/** What an operator types to move a dossier. */
export interface MoveForm {
  /** A cell's id, or `kind:production`: the emptiest open one of a kind. */
  readonly to: string;
  readonly when: string;
  /** Of a move that is planned: a day and `HH:MM`, in Europe/Paris. */
  readonly day?: string;
  readonly time?: string;
  readonly reason: string;
}

/** A dossier that may be moved: where it is, where it could go, and what is under way. */
export interface MoveView {
  readonly life: Life;
  /** Every cell but its own. */
  readonly cells: readonly Cell[];
  readonly kinds: readonly CellKind[];
  readonly underWay: readonly Omit<ProcedureRow, "companyName">[];
  /** True while one of them lets no move begin. */
  readonly isHeld: boolean;
  /** The hour of the day at which a planned move begins, Europe/Paris. */
  readonly quietHour: number;
}

/** What the form of a move proposes. Refuses `instance_unknown` (404). */
export async function viewMove(ctx: PersonCtx, tenantId: Uuid): Promise<MoveView> {
  const [life, underWay, { hour: quietHour }] = await onControl(async (tx) => {
    const found = await selectProcedures(tx, { tenantId, state: "under_way" });
    return [await loadLife(tx, tenantId), found, await quietHourIn(tx)] as const;
  });
  if (!life) throw refuse("instance_unknown");
  const cells = (await listCells(ctx)).filter(({ id }) => id !== life.cell);
  const kinds = KINDS.filter((kind) => cells.some((cell) => cell.kind === kind && cell.state === "open"));
  const isHeld = underWay.some(({ isExclusive }) => isExclusive);
  const rows = underWay.map(({ companyName: _name, at: _at, ...row }) => row);
  return { life, cells, kinds, isHeld, quietHour, underWay: rows };
}

/**
 * Begins the move of a dossier to a cell, or to the emptiest open one of a kind: now, at the next quiet hour, or at a
 * day and an hour of the thirty days to come.
 * Refuses `move_target`, `move_time`, `move_day`, `move_past`, `move_far`, `act_reason` (422), `instance_unknown`
 * (404), `no_target`, `exemplar_kept`, `procedure_under_way` (409).
 */
export async function askMove(
  ctx: PersonCtx,
  by: Operator,
  { tenantId, ...form }: MoveForm & { readonly tenantId: Uuid },
): Promise<ProcedureKey> {
  const to = readDestination(form.to), faults: Issue[] = [];
  if (to === null) faults.push(issue("move_target"));
  const when = MOVE_TIMES.find((known) => known === form.when);
  if (!when) faults.push(issue("move_time"));
  const at = when === "at" ? readMoment(ctx.now, form) : null;
  if (at !== null && "fault" in at) faults.push(at.fault);
  refuseAll([...faults, ...actReasonIssues(form.reason)]);
  const reason = readActReason(form.reason);
  return await onControl(async (tx) => {
    const life = await loadLife(tx, tenantId);
    if (!life) throw refuse("instance_unknown");
    const planned = at !== null && "instant" in at ? at.instant : null;
    const notBefore = when === "quiet" ? await nextQuietHour(tx, ctx.now) : planned;
    return await startMove(tx, ctx, { tenantId, to: to!, by, reason, ...notBefore !== null && { notBefore } });
  });
}

/** The instant that a day and an hour name, or what is wrong with them. */
function readMoment(now: IsoInstant, { day = "", time = "" }: MoveForm): { instant: IsoInstant } | { fault: Issue } {
  const date = parseDate(day), [, hour, minute] = /^([01]?\d|2[0-3])\s*[h:]\s*([0-5]\d)$/i.exec(time.trim()) ?? [];
  if (date === null) return { fault: issue("move_day") };
  if (hour === undefined) return { fault: issue("move_hour") };
  const instant = instantAt(date, `${hour.padStart(2, "0")}:${minute}`);
  if (instant <= now) return { fault: issue("move_past") };
  if (instant > addSeconds(now, MOVE_AHEAD_DAYS * 86_400)) {
    return { fault: issue("move_far", { values: { days: `${MOVE_AHEAD_DAYS}` } }) };
  }
  return { instant };
}

function readDestination(typed: string): Destination | null {
  const kind = KINDS.find((known) => `kind:${known}` === typed);
  if (kind === "trial" || kind === "production") return { kind };
  return /^[a-z][a-z0-9-]{0,39}$/.test(typed) ? { cell: typed } : null;
}
