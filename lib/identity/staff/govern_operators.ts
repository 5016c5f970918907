import type { PersonCtx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { type Issue, refuseAll } from "../../base/refusal.ts";
import { emailKey } from "../../base/text.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { firstPage } from "../../platform/keyset_query.ts";
import { newId } from "../../platform/random.ts";
import { readAddress } from "../_typed_address.ts";
import { actReasonIssues, readActReason } from "../acts/operator_act.ts";
import { insertOperatorAct } from "../acts/operator_act_store.ts";
import { onOperators } from "../operator_access.ts";
import { OPERATOR_ROLES, type OperatorRole } from "../operator_roles.ts";
import type { OperatorSession } from "../operator_store.ts";
import { issue, refuse } from "../refusals.ts";
import { personName } from "../rename.ts";
import type { StaffAct } from "./staff_acts.ts";
import { type OperatorFilter, OPERATORS_PER_PAGE, selectOperators } from "./staff_list_query.ts";
import { newStaffLink } from "./staff_link.ts";
import {
  endSessionsOfOperator,
  inviteOperatorRow,
  resetOperatorRow,
  selectStaff,
  shutOperatorOutRow,
  type StaffMember,
  updateRole,
} from "./staff_store.ts";

/** An act of an administrator on an operator. */
export interface StaffWish {
  readonly operatorId: Uuid;
  readonly reason: string;
}

/** Every operator, for the page of operators. */
export async function listOperators(ctx: PersonCtx): Promise<readonly StaffMember[]> {
  return await onOperators((tx) => selectStaff(tx, ctx.now));
}

/** One page of operators. */
export interface OperatorPage {
  readonly rows: readonly StaffMember[];
  /** Give it back as `after` for the next page; null on the last. */
  readonly next: string | null;
}

/** Operators for the console, by name unless told otherwise, filtered by role, access and text. */
export async function listOperatorPage(ctx: PersonCtx, filter: OperatorFilter = {}): Promise<OperatorPage> {
  const found = await onOperators((tx) => selectOperators(tx, filter, ctx.now));
  return firstPage(found, OPERATORS_PER_PAGE, ({ id }) => id);
}

/** One operator. Refuses `operator_unknown` (404). */
export async function getOperator(ctx: PersonCtx, operatorId: Uuid): Promise<StaffMember> {
  const found = (await listOperators(ctx)).find(({ id }) => id === operatorId);
  if (!found) throw refuse("operator_unknown");
  return found;
}

/**
 * Makes an operator who is to follow a link within 24 hours, handed over by the administrator: the token is known at
 * this moment alone. Refuses: `email`, `name`, `operator_role`, `act_reason` (422), `operator_exists` (409).
 */
export async function inviteOperator(
  ctx: PersonCtx,
  by: OperatorSession,
  wish: { readonly email: string; readonly name: string; readonly role: string; readonly reason: string },
): Promise<{ readonly operatorId: Uuid; readonly token: string }> {
  const email = readAddress(wish.email), name = personName(wish.name), role = roleOf(wish.role);
  const faults: Issue[] = [];
  if (email === null) faults.push(issue("email"));
  if (name === null) faults.push(issue("name"));
  if (role === null) faults.push(issue("operator_role"));
  refuseAll([...faults, ...actReasonIssues(wish.reason)]);
  const reason = readActReason(wish.reason), operatorId = newId(), { token, link } = newStaffLink(ctx, operatorId);
  const known = { email: email!, emailKey: emailKey(email!), name: name!, role: role! };
  await onOperators(async (tx) => {
    const pair = { askerId: by.operatorId, operatorId };
    if (!await inviteOperatorRow(tx, { ...pair, ...known, link, at: ctx.now })) throw refuse("operator_exists");
    await note(tx, ctx, by, { act: "invite_operator", operatorId, reason });
  });
  return { operatorId, token };
}

/**
 * Gives an operator another role, from his next page on; nobody changes his own.
 * Refuses: `operator_role`, `act_reason` (422), `operator_not_yours` (409).
 */
export async function changeOperatorRole(
  ctx: PersonCtx,
  by: OperatorSession,
  wish: StaffWish & { readonly role: string },
): Promise<void> {
  const role = roleOf(wish.role);
  refuseAll([...(role === null ? [issue("operator_role")] : []), ...actReasonIssues(wish.reason)]);
  await govern(ctx, by, { ...wish, act: "change_operator_role" }, (tx, pair) => updateRole(tx, pair, role!));
}

/**
 * Takes an operator's password, codes and passkeys away and ends his sessions; the link opens his access again. For
 * who lost a device, or whose device somebody else holds. Refuses: `act_reason` (422), `operator_not_yours` (409).
 */
export async function resetOperator(ctx: PersonCtx, by: OperatorSession, wish: StaffWish): Promise<{ token: string }> {
  const { token, link } = newStaffLink(ctx, wish.operatorId), drawn = { link, at: ctx.now };
  await govern(ctx, by, { ...wish, act: "reset_operator" }, (tx, pair) => resetOperatorRow(tx, pair, drawn));
  return { token };
}

/** Ends an operator's sessions, one's own included. Refuses: `act_reason` (422), `operator_not_yours` (409). */
export async function endOperatorSessions(ctx: PersonCtx, by: OperatorSession, wish: StaffWish): Promise<void> {
  await govern(ctx, by, { ...wish, act: "end_operator_sessions" }, async (tx, pair) => {
    return await endSessionsOfOperator(tx, pair, ctx.now) !== null;
  });
}

/**
 * Shuts an operator out, or lets him in again with the factors he had; nobody shuts himself out.
 * Refuses: `act_reason` (422), `operator_not_yours` (409).
 */
export async function shutOperatorOut(
  ctx: PersonCtx,
  by: OperatorSession,
  wish: StaffWish & { readonly isShut: boolean },
): Promise<void> {
  const act = wish.isShut ? "shut_operator_out" : "let_operator_in", changed = { isShut: wish.isShut, at: ctx.now };
  await govern(ctx, by, { ...wish, act }, (tx, pair) => shutOperatorOutRow(tx, pair, changed));
}

async function govern(
  ctx: PersonCtx,
  by: OperatorSession,
  wish: StaffWish & { readonly act: StaffAct },
  work: (tx: Tx, pair: { askerId: Uuid; operatorId: Uuid }) => Promise<boolean>,
): Promise<void> {
  const reason = readActReason(wish.reason), { operatorId, act } = wish;
  await onOperators(async (tx) => {
    if (!await work(tx, { askerId: by.operatorId, operatorId })) throw refuse("operator_not_yours");
    await note(tx, ctx, by, { act, operatorId, reason });
  });
}

async function note(
  tx: Tx,
  ctx: PersonCtx,
  by: OperatorSession,
  { act, operatorId, reason }: { act: StaffAct; operatorId: Uuid; reason: string },
): Promise<void> {
  await insertOperatorAct(tx, by, { at: ctx.now, act, subject: { kind: "operator", id: operatorId }, reason });
}

function roleOf(typed: string): OperatorRole | null {
  return OPERATOR_ROLES.find((role) => role === typed) ?? null;
}
