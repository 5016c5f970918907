import { and, eq, ilike, or, type SQL, sql } from "drizzle-orm";
import type { IsoDate, IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { instanceFigures, instances } from "../schema.ts";
import type { InstanceState } from "../states.ts";
import { pageOf, type SortKey } from "../../platform/keyset_query.ts";

/** Dossiers on one page of the console. */
export const INSTANCES_PER_PAGE = 50;

/** What the console asks for. */
export interface InstanceFilter {
  readonly state?: InstanceState | undefined;
  readonly cell?: string | undefined;
  /** Part of the company's name or of the address, already folded. */
  readonly text?: string | undefined;
  /** The youngest first unless said. */
  readonly sort?: InstanceSort | undefined;
  /** Where the page before ended. */
  readonly after?: string | undefined;
}

/** What dossiers are sorted by. */
export const INSTANCE_SORTS = ["created", "name", "size", "trial"] as const;

/** By what and which way; dossiers of one value follow the order of their birth. */
export interface InstanceSort {
  readonly by: (typeof INSTANCE_SORTS)[number];
  readonly isDescending: boolean;
}

/** A dossier as the console sees it. */
export interface InstanceRow {
  readonly tenantId: Uuid;
  readonly companyName: string;
  readonly slug: string;
  readonly cell: string;
  readonly state: InstanceState;
  readonly trialEndsOn: IsoDate | null;
  readonly createdAt: IsoInstant;
  /** Rows in the cell's tables, and bytes of rows and files, when last sampled. */
  readonly rowCount: bigint | null;
  readonly bytes: bigint;
  /** Null until the first night that weighs it. */
  readonly sampledAt: IsoInstant | null;
}

/** What stands in an index each: (value, id) for a page, without reading the others. */
const KEYS: Readonly<Record<InstanceSort["by"], SortKey | null>> = {
  created: null,
  name: { value: sql`${instances.search}`, type: "text" },
  size: { value: sql`${instances.bytes}`, type: "bigint" },
  trial: { value: sql`coalesce(${instances.trialEndsOn}, date '9999-12-31')`, type: "date" },
};

/** One page of dossiers, and one more where another page follows. */
export async function selectInstances(
  tx: Tx,
  filter: InstanceFilter,
): Promise<(InstanceRow & { readonly at: string })[]> {
  return await instancePage(tx, filter);
}

/** The query of one page, for who wants to read its plan. */
export function instancePageQuery(tx: Tx, filter: InstanceFilter): SQL {
  return instancePage(tx, filter).getSQL();
}

function instancePage(
  tx: Tx,
  { state, cell, text, sort = { by: "created", isDescending: true }, after }: InstanceFilter,
) {
  const pattern = text ? `%${text.replace(/[\\%_]/g, "\\$&")}%` : null, { isDescending } = sort;
  const { where, orderBy, at } = pageOf({ key: KEYS[sort.by], id: instances.tenantId, isDescending, after });
  return tx.select({
    tenantId: instances.tenantId,
    companyName: instances.companyName,
    slug: instances.slug,
    cell: instances.cellId,
    state: instances.state,
    trialEndsOn: instances.trialEndsOn,
    createdAt: instances.createdAt,
    rowCount: instanceFigures.rowCount,
    bytes: instances.bytes,
    sampledAt: instanceFigures.sampledAt,
    at,
  }).from(instances).leftJoin(instanceFigures, eq(instanceFigures.tenantId, instances.tenantId))
    .where(and(
      state && eq(instances.state, state),
      cell ? eq(instances.cellId, cell) : undefined,
      pattern ? or(ilike(instances.search, pattern), ilike(instances.slug, pattern)) : undefined,
      where,
    ))
    .orderBy(...orderBy).limit(INSTANCES_PER_PAGE + 1);
}
