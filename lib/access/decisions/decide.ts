import type { PersonCtx } from "../../base/ctx.ts";
import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { readActReason } from "../../identity/mod.ts";
import { type Act, type InstanceState, noteAct } from "../../instances/mod.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import { withOperator } from "../../platform/db/tenant.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { recordAct } from "../record_act.ts";
import { asTeam, type Operator } from "../recovery/recovery.ts";
import { refuse } from "../refusals.ts";

/** What is asked of a dossier by one operator and decided by another. */
export interface Asked {
  readonly state: string;
  readonly askedBy: Uuid;
  readonly instanceState: InstanceState;
}

/** Which of them. */
export interface DecisionKey {
  readonly tenantId: Uuid;
  readonly id: Uuid;
}

/** A decision that cannot be taken back, as it is written: in the operators' log and in the dossier's own. */
export interface DecisionWords {
  readonly act: Act;
  readonly verb: string;
  /** For the people of the dossier: « Reprise du dossier refusée ». */
  readonly summary: string;
}

/** The second operator's word, as it is kept. */
export interface Said extends Operator {
  readonly approves: boolean;
  /** Why not; what an approval was for stands in the operators' log. */
  readonly reason: string | null;
  readonly at: IsoInstant;
}

/** A kind of what two operators decide: where it stands, what is said of it, what an approval begins. */
export interface DecisionOfTwo {
  readonly subject: "recovery" | "erasure";
  /** States of a dossier in which it may be approved. */
  readonly openIn: ReadonlySet<InstanceState>;
  readonly load: (tx: Tx, key: DecisionKey) => Promise<Asked | null>;
  /** Writes the second operator's word; false unless it waited for his. */
  readonly decide: (tx: Tx, key: DecisionKey, said: Said) => Promise<boolean>;
  /** Takes it back; false once that is too late. */
  readonly cancel: (tx: Tx, key: DecisionKey, said: { reason: string; at: IsoInstant }) => Promise<boolean>;
  /** Asks for the work of an approval, in its transaction. */
  readonly begin: (tx: Tx, key: DecisionKey) => Promise<void>;
  readonly refusals: Readonly<
    Record<"unknown" | "own" | "decided" | "over" | "closedTo" | "unchecked", Parameters<typeof refuse>[0]>
  >;
  readonly words: Readonly<Record<"approved" | "refused" | "cancelled", DecisionWords>>;
}

/** A form of an operator about one of them: which, and why. */
export type DecisionForm = DecisionKey & { readonly reason: string };

/**
 * Approves what another operator asked for. `isChecked`: he has seen what it rests on himself.
 * Refuses `act_reason`, unchecked (422), unknown (404), his own, decided, closed to it (409).
 */
export async function approve(
  ctx: PersonCtx,
  operator: Operator,
  { kind, isChecked, ...form }: DecisionForm & { readonly kind: DecisionOfTwo; readonly isChecked: boolean },
): Promise<void> {
  const { refusals, words } = kind, reason = readActReason(form.reason);
  await onOne(kind, form, async (tx, asked, key) => {
    refuseToDecide(kind, asked, operator);
    if (!kind.openIn.has(asked.instanceState)) throw refuse(refusals.closedTo);
    if (!isChecked) throw refuse(refusals.unchecked);
    const said = { ...operator, approves: true, reason: null, at: ctx.now };
    if (!await kind.decide(tx, key, said)) throw refuse(refusals.decided);
    await kind.begin(tx, key);
    await record(tx, ctx, { operator, kind, key, reason, words: words.approved });
  });
}

/** Refuses what another operator asked for. Refuses `act_reason` (422), unknown (404), his own, decided (409). */
export async function decline(
  ctx: PersonCtx,
  operator: Operator,
  { kind, ...form }: DecisionForm & { readonly kind: DecisionOfTwo },
): Promise<void> {
  const { refusals, words } = kind, reason = readActReason(form.reason);
  await onOne(kind, form, async (tx, asked, key) => {
    refuseToDecide(kind, asked, operator);
    const said = { ...operator, approves: false, reason, at: ctx.now };
    if (!await kind.decide(tx, key, said)) throw refuse(refusals.decided);
    await record(tx, ctx, { operator, kind, key, reason, words: words.refused });
  });
}

/** Takes it back, whoever asked. Refuses `act_reason` (422), unknown (404), too late (409). */
export async function takeBack(
  ctx: PersonCtx,
  operator: Operator,
  { kind, ...form }: DecisionForm & { readonly kind: DecisionOfTwo },
): Promise<void> {
  const { refusals, words } = kind, reason = readActReason(form.reason);
  await onOne(kind, form, async (tx, _asked, key) => {
    if (!await kind.cancel(tx, key, { reason, at: ctx.now })) throw refuse(refusals.over);
    await record(tx, ctx, { operator, kind, key, reason, words: words.cancelled });
  });
}

async function onOne(
  { load, refusals }: DecisionOfTwo,
  { tenantId, id }: DecisionKey,
  work: (tx: Tx, asked: Asked, key: DecisionKey) => Promise<void>,
): Promise<void> {
  const key = { tenantId, id };
  await withOperator({ database: CONTROL, role: "ops_control" }, async (tx) => {
    const asked = await load(tx, key);
    if (!asked) throw refuse(refusals.unknown);
    await work(tx, asked, key);
  });
}

/** Whoever asked does not decide; what was decided is not decided again. */
function refuseToDecide({ refusals }: DecisionOfTwo, { state, askedBy }: Asked, { operatorId }: Operator): void {
  if (state !== "asked") throw refuse(refusals.decided);
  if (askedBy === operatorId) throw refuse(refusals.own);
}

async function record(
  tx: Tx,
  { now }: PersonCtx,
  { operator, kind, key: { tenantId, id }, reason, words: { act, verb, summary } }: {
    readonly operator: Operator;
    readonly kind: DecisionOfTwo;
    readonly key: DecisionKey;
    readonly reason: string;
    readonly words: DecisionWords;
  },
): Promise<void> {
  const subject = { kind: kind.subject, id };
  await noteAct(tx, operator, { at: now, act, subject: { ...subject, instanceId: tenantId }, reason });
  await recordAct(tx, asTeam(tenantId, now), { verb, subject, summary });
}
