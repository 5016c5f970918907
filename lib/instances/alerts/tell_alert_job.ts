import type { PersonCtx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { log } from "../../platform/log.ts";

/** Tells the operators what happened to an alert. */
export function tellAlert(_ctx: PersonCtx, { alertId, eventId }: { alertId: Uuid; eventId: Uuid }): Promise<void> {
  log("warn", "alerts.happened", { alert: alertId, event: eventId });
  return Promise.resolve();
}
