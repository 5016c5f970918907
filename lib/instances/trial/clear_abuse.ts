import type { PersonCtx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { fold } from "../../base/text.ts";
import { readActReason } from "../../identity/mod.ts";
import { CONTROL } from "../../platform/db/pools.ts";
import { withOperator } from "../../platform/db/tenant.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { firstPage } from "../../platform/keyset_query.ts";
import { refuse } from "../refusals.ts";
import { markLooked } from "./abuse_store.ts";
import {
  findReported,
  type ReportedDossier,
  type ReportedFilter,
  REVIEWS_PER_PAGE,
  selectReportedPage,
} from "./review_query.ts";
import { noteAct } from "../acts/note_act.ts";
import type { Operator } from "./trial_mails.ts";

/** One page of reported dossiers. */
export interface ReportedPage {
  readonly rows: readonly ReportedDossier[];
  /** Give it back as `after` for the next page; null on the last. */
  readonly next: string | null;
}

/** Dossiers that were reported and that nobody has looked at, the oldest first unless told otherwise, filtered. */
export async function listReported(_ctx: PersonCtx, filter: ReportedFilter = {}): Promise<ReportedPage> {
  const text = filter.text === undefined ? undefined : fold(filter.text);
  const found = await onControl((tx) => selectReportedPage(tx, { ...filter, text }));
  return firstPage(found, REVIEWS_PER_PAGE, ({ tenantId }) => tenantId);
}

/** One of them. Refuses `no_reports` (404). */
export async function viewReported(_ctx: PersonCtx, tenantId: Uuid): Promise<ReportedDossier> {
  const found = await onControl((tx) => findReported(tx, tenantId));
  if (!found) throw refuse("no_reports");
  return found;
}

/**
 * Notes that an operator has looked at a dossier's reports, and what he found: new mails leave again, those that wait
 * are decided one by one. Refuses: `act_reason` (422), `no_reports` (404).
 */
export async function clearAbuse(
  ctx: PersonCtx,
  by: Operator,
  { tenantId, ...typed }: { tenantId: Uuid; reason: string },
): Promise<void> {
  const reason = readActReason(typed.reason);
  await onControl(async (tx) => {
    if (await markLooked(tx, tenantId, ctx.now) === 0) throw refuse("no_reports");
    await noteAct(tx, by, { at: ctx.now, subject: { kind: "instance", id: tenantId }, act: "clear_abuse", reason });
  });
}

function onControl<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return withOperator({ database: CONTROL, role: "ops_control" }, work);
}
