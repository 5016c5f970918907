import type { Ctx } from "../../base/ctx.ts";
import { formatCents } from "../../base/money.ts";
import { recordActivity } from "../../company/mod.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { newId } from "../../platform/random.ts";
import { seal } from "../seal.ts";
import { type Closure, CLOSURE_TYPES, closurePayload } from "./closure.ts";
import { insertClosure } from "./closure_store.ts";
import { describePeriod, type Period } from "./period.ts";
import type { Totals } from "./totals.ts";

/** What a closure is made of, once it is computed. */
export interface Computed {
  readonly period: Period;
  readonly totals: Totals;
  readonly firstSeq: bigint;
  readonly lastSeq: bigint;
  readonly previous: Closure | null;
}

/** Seals a closure and writes its row, both or neither. The chain's head is locked already. */
export async function writeClosure(tx: Tx, ctx: Ctx, computed: Computed): Promise<Closure> {
  const { period, totals, firstSeq, lastSeq, previous } = computed;
  const content = {
    id: newId(),
    ...period,
    ...totals,
    firstSeq,
    lastSeq,
    previousId: previous?.id ?? null,
    isAutomatic: ctx.personId === null,
  };
  const event = { type: CLOSURE_TYPES[period.kind], subjectId: content.id, payload: closurePayload(content) };
  // What the program closes each night is told by the list of closures; what somebody closes is told as his act.
  if (!content.isAutomatic) await recordActivity(tx, ctx, closingAct(content));
  let closure: Closure | null = null;
  await seal(tx, ctx, [event], {
    write: async ([own]) => {
      closure = { ...content, sealSeq: own!.seq, closedAt: own!.at, closedBy: ctx.personId };
      await insertClosure(tx, ctx.tenantId, closure);
    },
  });
  return closure!;
}

function closingAct(content: Period & Totals & { readonly id: Closure["id"] }) {
  const amounts = content.currencies.map(({ grossCents, currency }) => formatCents(grossCents, currency)).join(", ");
  return {
    verb: "closePeriod",
    subject: { kind: "closure", id: content.id },
    summary: `Clôture : ${describePeriod(content)}, ${amounts || formatCents(0n)} TTC`,
  };
}
