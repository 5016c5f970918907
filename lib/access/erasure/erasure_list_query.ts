import { and, type SQL, sql } from "drizzle-orm";
import type { Tx } from "../../platform/db/transaction.ts";
import { pageOf, type SortKey } from "../../platform/keyset_query.ts";
import type { Erasure, ErasureState } from "./erasure.ts";
import { selectErasures } from "./erasure_store.ts";

/** Erasures on one page of the console. */
export const ERASURES_PER_PAGE = 50;

/** What erasures are sorted by: when they were asked for, up to which day they go, how many contents they reach. */
export const ERASURE_SORTS = ["asked", "until", "contents"] as const;

/** What the console asks for. */
export interface ErasureFilter {
  readonly state?: ErasureState | undefined;
  /** Part of the company's name, folded. */
  readonly text?: string | undefined;
  /** The latest asked first unless said. */
  readonly sort?: { readonly by: (typeof ERASURE_SORTS)[number]; readonly isDescending: boolean } | undefined;
  /** Where the page before ended. */
  readonly after?: string | undefined;
}

const KEYS: Readonly<Record<(typeof ERASURE_SORTS)[number], SortKey>> = {
  asked: { value: sql`e.asked_at`, type: "instant" },
  until: { value: sql`e.until_on`, type: "date" },
  contents: { value: sql`coalesce(e.erased, e.reaches)`, type: "bigint" },
};

/** One page of erasures, and one more where another page follows. */
export async function selectErasurePage(
  tx: Tx,
  { state, text, sort = { by: "asked", isDescending: true }, after }: ErasureFilter,
): Promise<(Erasure & { at: string })[]> {
  const page = pageOf({ key: KEYS[sort.by], id: sql`e.id`, isDescending: sort.isDescending, after });
  const conditions: (SQL | undefined)[] = [
    sql`true`,
    state && sql`e.state = ${state}`,
    text ? sql`position(${text} in i.search) > 0` : undefined,
    page.where,
  ];
  const { orderBy, at } = page;
  return await selectErasures(tx, { where: and(...conditions)!, orderBy, at, limit: ERASURES_PER_PAGE + 1 });
}
