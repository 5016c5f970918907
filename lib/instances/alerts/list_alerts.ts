import type { PersonCtx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { type ActiveOperator, listActiveOperators } from "../../identity/mod.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import { withOperator } from "../../platform/db/tenant.ts";
import { firstPage } from "../../platform/keyset_query.ts";
import { refuse } from "../refusals.ts";
import type { Alert } from "./alert.ts";
import {
  type AlertEventRow,
  type AlertFilter,
  ALERTS_PER_PAGE,
  loadAlert,
  selectAlertEvents,
  selectAlerts,
} from "./alert_query.ts";

/** One page of alerts. */
export interface AlertPage {
  readonly rows: readonly Alert[];
  /** Give it back as `after` for the next page; null on the last. */
  readonly next: string | null;
}

/** An alert, what happened to it, and who may be given it. */
export interface AlertView {
  readonly alert: Alert;
  readonly events: readonly AlertEventRow[];
  readonly operators: readonly ActiveOperator[];
}

/** Alerts for the console, the youngest first unless told otherwise. */
export async function listAlerts(_ctx: PersonCtx, filter: AlertFilter): Promise<AlertPage> {
  const found = await withOperator({ database: CONTROL, role: "ops_control" }, (tx) => selectAlerts(tx, filter));
  return firstPage(found, ALERTS_PER_PAGE, ({ id }) => id);
}

/** One alert with its history. Refuses `alert_unknown` (404). */
export async function viewAlert(_ctx: PersonCtx, id: Uuid): Promise<AlertView> {
  return await withOperator({ database: CONTROL, role: "ops_control" }, async (tx) => {
    const alert = await loadAlert(tx, id);
    if (alert === null) throw refuse("alert_unknown");
    return { alert, events: await selectAlertEvents(tx, id), operators: await listActiveOperators(tx) };
  });
}
