import type { PersonCtx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { type Issue, refuseAll } from "../../base/refusal.ts";
import { actReasonIssues, readActReason } from "../../identity/mod.ts";
import type { Cell, CellKind } from "../cells/cell.ts";
import { onControl } from "../cells/ask_cell.ts";
import { listCells } from "../cells/view_cells.ts";
import { quietHour } from "../life/leave_trial_cell.ts";
import type { Life } from "../life/life.ts";
import { loadLife } from "../life/life_store.ts";
import type { Destination } from "../moves/move.ts";
import { startMove } from "../moves/start_move.ts";
import type { ProcedureKey } from "../procedure_store.ts";
import { issue, refuse } from "../refusals.ts";
import type { Operator } from "../trial/trial_mails.ts";
import { type ProcedureRow, selectProcedures } from "./procedure_query.ts";

/** When a move may begin, in words. */
export const MOVE_TIMES = { now: "Tout de suite", quiet: "À la prochaine heure creuse, 3 h du matin" } as const;

/** Kinds of cell that a dossier may be sent to without naming one. */
const KINDS: readonly CellKind[] = ["trial", "production"];

/** What an operator types to move a dossier. */
export interface MoveForm {
  /** A cell's id, or `kind:production`: the emptiest open one of a kind. */
  readonly to: string;
  readonly when: string;
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
}

/** What the form of a move proposes. Refuses `instance_unknown` (404). */
export async function viewMove(ctx: PersonCtx, tenantId: Uuid): Promise<MoveView> {
  const [life, underWay] = await onControl(async (tx) => {
    return [await loadLife(tx, tenantId), await selectProcedures(tx, { tenantId, state: "under_way" })] as const;
  });
  if (!life) throw refuse("instance_unknown");
  const cells = (await listCells(ctx)).filter(({ id }) => id !== life.cell);
  const kinds = KINDS.filter((kind) => cells.some((cell) => cell.kind === kind && cell.state === "open"));
  const isHeld = underWay.some(({ isExclusive }) => isExclusive);
  return { life, cells, kinds, isHeld, underWay: underWay.map(({ companyName: _name, at: _at, ...row }) => row) };
}

/**
 * Begins the move of a dossier to a cell, or to the emptiest open one of a kind, now or at its next quiet hour.
 * Refuses `move_target`, `move_time`, `act_reason` (422), `instance_unknown` (404), `no_target`,
 * `exemplar_kept`, `procedure_under_way` (409).
 */
export async function askMove(
  ctx: PersonCtx,
  by: Operator,
  { tenantId, ...form }: MoveForm & { readonly tenantId: Uuid },
): Promise<ProcedureKey> {
  const to = readDestination(form.to), faults: Issue[] = [];
  if (to === null) faults.push(issue("move_target"));
  if (!Object.hasOwn(MOVE_TIMES, form.when)) faults.push(issue("move_time"));
  refuseAll([...faults, ...actReasonIssues(form.reason)]);
  const reason = readActReason(form.reason);
  return await onControl(async (tx) => {
    const life = await loadLife(tx, tenantId);
    if (!life) throw refuse("instance_unknown");
    const notBefore = form.when === "quiet" ? { notBefore: quietHour(ctx.now, life.timeZone) } : {};
    return await startMove(tx, ctx, { tenantId, to: to!, by, reason, ...notBefore });
  });
}

function readDestination(typed: string): Destination | null {
  const kind = KINDS.find((known) => `kind:${known}` === typed);
  if (kind === "trial" || kind === "production") return { kind };
  return /^[a-z][a-z0-9-]{0,39}$/.test(typed) ? { cell: typed } : null;
}
