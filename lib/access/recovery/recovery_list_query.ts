import { and, type SQL, sql } from "drizzle-orm";
import type { Tx } from "../../platform/db/transaction.ts";
import { pageOf, type SortKey } from "../../platform/keyset_query.ts";
import type { Recovery, RecoveryState } from "./recovery.ts";
import { selectRecoveries } from "./recovery_store.ts";

/** Recoveries on one page of the console. */
export const RECOVERIES_PER_PAGE = 50;

/** What recoveries are sorted by: when they were asked for, or until when members may object. */
export const RECOVERY_SORTS = ["asked", "until"] as const;

/** What the console asks for. */
export interface RecoveryFilter {
  readonly state?: RecoveryState | undefined;
  /** Part of the company's name, folded. */
  readonly text?: string | undefined;
  /** The latest asked first unless said. */
  readonly sort?: { readonly by: (typeof RECOVERY_SORTS)[number]; readonly isDescending: boolean } | undefined;
  /** Where the page before ended. */
  readonly after?: string | undefined;
}

const KEYS: Readonly<Record<(typeof RECOVERY_SORTS)[number], SortKey>> = {
  asked: { value: sql`r.asked_at`, type: "instant" },
  until: { value: sql`coalesce(r.waits_until, timestamptz '9999-12-31 00:00:00Z')`, type: "instant" },
};

/** One page of recoveries, and one more where another page follows. */
export async function selectRecoveryPage(
  tx: Tx,
  { state, text, sort = { by: "asked", isDescending: true }, after }: RecoveryFilter,
): Promise<(Recovery & { at: string })[]> {
  const page = pageOf({ key: KEYS[sort.by], id: sql`r.id`, isDescending: sort.isDescending, after });
  const conditions: (SQL | undefined)[] = [
    sql`true`,
    state && sql`r.state = ${state}`,
    text ? sql`position(${text} in i.search) > 0` : undefined,
    page.where,
  ];
  const { orderBy, at } = page;
  return await selectRecoveries(tx, { where: and(...conditions)!, orderBy, at, limit: RECOVERIES_PER_PAGE + 1 });
}
