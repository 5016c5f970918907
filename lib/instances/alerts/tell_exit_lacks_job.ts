import type { PersonCtx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import { withOperator } from "../../platform/db/tenant.ts";
import { raiseAlert } from "./raise_alert.ts";

/** Raises an alert about a dossier whose exit archive lacks files of documents; how many, never which. */
export async function tellExitLacks(
  { now: at }: PersonCtx,
  { tenantId, lacking }: { readonly tenantId: Uuid; readonly lacking: number },
): Promise<void> {
  const subject = { kind: "dossier", id: tenantId } as const;
  await withOperator(
    { database: CONTROL, role: "ops_control" },
    (tx) => raiseAlert(tx, { kind: "exit_lacks", subject, level: "warning", at, figures: { lacking } }),
  );
}
