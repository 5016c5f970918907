import { and, type SQL, sql } from "drizzle-orm";
import type { IsoInstant } from "../../base/dates.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { pageOf, type SortKey } from "../../platform/keyset_query.ts";
import type { OperatorRole } from "../operator_roles.ts";
import { selectStaffPage, type StaffMember } from "./staff_store.ts";

/** Operators on one page of the console. */
export const OPERATORS_PER_PAGE = 50;

/** What operators are sorted by: their name, or when they were last seen, never coming first. */
export const OPERATOR_SORTS = ["name", "seen"] as const;

/** What the console asks for. */
export interface OperatorFilter {
  readonly role?: OperatorRole | undefined;
  /** Only those whose access is open, or closed. */
  readonly isOpen?: boolean | undefined;
  /** Part of a name or of an address. */
  readonly text?: string | undefined;
  /** By name unless said. */
  readonly sort?: { readonly by: (typeof OPERATOR_SORTS)[number]; readonly isDescending: boolean } | undefined;
  /** Where the page before ended. */
  readonly after?: string | undefined;
}

const KEYS: Readonly<Record<(typeof OPERATOR_SORTS)[number], SortKey>> = {
  name: { value: sql`s.name`, type: "text" },
  seen: { value: sql`coalesce(s.last_seen_at, timestamptz '1970-01-01 00:00:00Z')`, type: "instant" },
};

/** One page of operators, and one more where another page follows. A team is small: no index sorts it. */
export async function selectOperators(
  tx: Tx,
  { role, isOpen, text, sort = { by: "name", isDescending: false }, after }: OperatorFilter,
  now: IsoInstant,
): Promise<(StaffMember & { readonly at: string })[]> {
  const page = pageOf({ key: KEYS[sort.by], id: sql`s.id`, isDescending: sort.isDescending, after });
  const conditions: (SQL | undefined)[] = [
    sql`true`,
    role && sql`s.role = ${role}`,
    isOpen === undefined ? undefined : isOpen ? sql`s.disabled_at is null` : sql`s.disabled_at is not null`,
    text ? sql`position(lower(${text}) in lower(s.name || ' ' || s.email)) > 0` : undefined,
    page.where,
  ];
  const { orderBy, at } = page;
  return await selectStaffPage(tx, now, { where: and(...conditions)!, orderBy, at, limit: OPERATORS_PER_PAGE + 1 });
}
