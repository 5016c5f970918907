import type { PersonCtx } from "../../base/ctx.ts";
import { dayOf, formatDate, isoDate } from "../../base/dates.ts";
import { Refusal } from "../../base/refusal.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import { withOperator } from "../../platform/db/tenant.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { newId } from "../../platform/random.ts";
import { raiseAlert } from "../alerts/raise_alert.ts";
import { preparePurge, selectOver, selectToKeep, type ToKeep } from "./kept_store.ts";
import { startKeeping } from "./start_keeping.ts";

/** Dossiers that are read at once. */
const AT_ONCE = 100;
/** Who prepares. */
const PROGRAM = "automate";

/**
 * Begins to keep the dossiers that were closed to be kept and whose cooling-off is over by the database's clock: those
 * that an owner closed. Of one that an operator closed it says that another has to agree. Each in its own transaction;
 * tried once a day at most.
 */
export async function watchKeeping(ctx: PersonCtx): Promise<void> {
  // Page after page: those that wait for somebody stand in nobody's way.
  for (let after: ToKeep["tenantId"] | null = null;;) {
    const due: ToKeep[] = await onControl((tx) => selectToKeep(tx, { after, limit: AT_ONCE }));
    for (const dossier of due) await onControl((tx) => keepOrTell(tx, ctx, dossier));
    if (due.length < AT_ONCE) return;
    after = due.at(-1)!.tenantId;
  }
}

async function keepOrTell(tx: Tx, ctx: PersonCtx, dossier: ToKeep): Promise<void> {
  const { tenantId, closedBy } = dossier;
  if (closedBy !== "owner") {
    const subject = { kind: "dossier", id: tenantId } as const;
    return void await raiseAlert(tx, { kind: "keep_to_second", subject, level: "warning", at: ctx.now, figures: {} });
  }
  try {
    await startKeeping(tx, ctx, { dossier, secondedBy: null, key: dayOf(ctx.now) });
  } catch (error) {
    // A move or an erasure runs: the next look finds it over.
    if (!(error instanceof Refusal)) throw error;
  }
}

/**
 * Tells operators of kept dossiers whose years are over by the database's clock, and prepares the erasure that two of
 * them decide. Once a dossier: what they have dropped is prepared again at the next look.
 */
export async function watchRetention(ctx: PersonCtx): Promise<void> {
  const over = await onControl((tx) => selectOver(tx, AT_ONCE));
  for (const { tenantId, until } of over) {
    await onControl(async (tx) => {
      const reason = `Gardé jusqu’au ${formatDate(isoDate(until))} : les dix ans sont passés.`;
      if (!await preparePurge(tx, { tenantId, id: newId(), reason, asker: PROGRAM, at: ctx.now })) return;
      const subject = { kind: "dossier", id: tenantId } as const;
      await raiseAlert(tx, { kind: "retention_over", subject, level: "warning", at: ctx.now, figures: { until } });
    });
  }
}

function onControl<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return withOperator({ database: CONTROL, role: "ops_control" }, work);
}
