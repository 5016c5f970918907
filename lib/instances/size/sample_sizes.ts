import type { PersonCtx } from "../../base/ctx.ts";
import { dayOf } from "../../base/dates.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import { withOperator } from "../../platform/db/tenant.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { enqueueAll } from "../../platform/jobs.ts";
import { clearAlert, raiseAlert } from "../alerts/raise_alert.ts";
import { selectThresholds } from "../alerts/threshold_store.ts";
import { DEFAULT_THRESHOLDS, levelOf, type Threshold } from "../alerts/thresholds.ts";
import { MAIL_SIZE } from "../jobs.ts";
import { insertNotice } from "../life/life_store.ts";
import { percentOf, warnedNext } from "./size.ts";
import { type SampledSize, selectSizeAlerts, selectSizes, selectWarned, upsertSizes } from "./size_store.ts";

/**
 * Weighs every dossier of a cell and keeps the figures for the console; warns the administrators of those that have
 * grown past 80 or 95 % of what is included, each share once, and raises or clears the operators' alerts.
 */
export async function sampleSizes(ctx: PersonCtx, cell: string): Promise<void> {
  const found = await withOperator({ database: cell, role: "ops_reader" }, selectSizes);
  await withOperator({ database: CONTROL, role: "ops_control" }, async (tx) => {
    const here = await selectWarned(tx, cell);
    const sizes: SampledSize[] = [];
    const grown: SampledSize[] = [];
    for (const [tenantId, before] of here) {
      const size = found.get(tenantId);
      // It moved meanwhile, and its next cell weighs it.
      if (!size) continue;
      const sampled = { tenantId, ...size, sampledAt: ctx.now, warnedPercent: warnedNext(percentOf(size), before) };
      sizes.push(sampled);
      if (sampled.warnedPercent > before) grown.push(sampled);
    }
    await upsertSizes(tx, sizes);
    await judge(tx, ctx, sizes);
    await enqueueAll(
      tx,
      MAIL_SIZE,
      grown.map(({ tenantId, warnedPercent: percent }) => ({
        tenantId,
        payload: { tenantId, percent },
        dedupeKey: `${percent} ${dayOf(ctx.now)}`,
      })),
    );
    const forOn = dayOf(ctx.now);
    for (const { tenantId, warnedPercent } of grown) {
      await insertNotice(tx, { tenantId, notice: `size_${warnedPercent}`, forOn, at: ctx.now });
    }
  });
}

async function judge(tx: Tx, { now: at }: PersonCtx, sizes: readonly SampledSize[]): Promise<void> {
  const decided = (await selectThresholds(tx)).filter(({ metric }) => metric === "dossier_size");
  const own = new Map<string, Threshold>(decided.map((each) => [each.subject, each]));
  const ofAll = own.get("") ?? DEFAULT_THRESHOLDS.dossier_size;
  const open = await selectSizeAlerts(tx);
  for (const { tenantId, rowBytes, fileBytes } of sizes) {
    const percent = percentOf({ rowBytes, fileBytes });
    const level = levelOf(percent, own.get(tenantId) ?? ofAll);
    const key = { kind: "dossier_size", subject: { kind: "dossier", id: tenantId }, at } as const;
    const figures = { percent, bytes: Number(rowBytes + fileBytes) };
    if (level !== null) await raiseAlert(tx, { ...key, level, figures });
    else if (open.has(tenantId)) await clearAlert(tx, key);
  }
}
