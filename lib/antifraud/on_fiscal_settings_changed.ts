import type { Ctx } from "../base/ctx.ts";
import type { FiscalSettingsChanged } from "../company/mod.ts";
import type { Tx } from "../platform/db/transaction.ts";
import type { Canonical } from "./canonical.ts";
import { seal } from "./seal.ts";

/** Seals a change of the settings that an inspector asks about, before and after. Subscriber of company's event. */
export async function onFiscalSettingsChanged(tx: Tx, ctx: Ctx, change: FiscalSettingsChanged): Promise<void> {
  const payload = { before: change.before as Canonical, after: change.after as Canonical };
  await seal(tx, ctx, [{ type: "fiscal_settings_changed", subjectId: null, payload }]);
}
