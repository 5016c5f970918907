import { desc, eq, sql } from "drizzle-orm";
import { addSeconds, type IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { row, type Tx } from "../../platform/db/transaction.ts";
import { controlViews } from "../schema.ts";
import { type ControlView, SEALED_EVERY_S } from "./control_view.ts";

/** How often a guest looked at one kind of page. */
export interface CountedView {
  readonly passId: Uuid;
  readonly view: ControlView;
  readonly looks: number;
  readonly lastAt: IsoInstant;
}

/** Counts a look; true when this one is to be sealed. */
export async function countView(
  tx: Tx,
  { tenantId, passId, view, at }: { tenantId: Uuid; passId: Uuid; view: ControlView; at: IsoInstant },
): Promise<boolean> {
  const counted = await row<{ sealed: boolean }>(
    tx,
    sql`insert into cell.control_views as v (tenant_id, pass_id, view, looks, last_at, sealed_at)
      values (${tenantId}, ${passId}, ${view}, 1, ${at}, ${at})
      on conflict (tenant_id, pass_id, view) do update set looks = v.looks + 1,
        last_at = greatest(v.last_at, excluded.last_at),
        sealed_at = case when v.sealed_at <= ${addSeconds(at, -SEALED_EVERY_S)} then excluded.sealed_at
          else v.sealed_at end
      returning sealed_at = ${at} as sealed`,
  );
  return counted?.sealed ?? false;
}

/** Everything that guests looked at, the last first. */
export async function loadViews(tx: Tx, tenantId: Uuid): Promise<CountedView[]> {
  const { passId, view, looks, lastAt } = controlViews;
  return await tx.select({ passId, view, looks, lastAt }).from(controlViews)
    .where(eq(controlViews.tenantId, tenantId)).orderBy(desc(lastAt), view);
}
