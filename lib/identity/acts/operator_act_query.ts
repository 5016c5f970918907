import { and, asc, desc, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { operatorActs } from "../schema.ts";

/** Acts on one page of the journal. */
export const ACTS_PER_PAGE = 50;

/** What is looked for in the operators' log. */
export interface ActFilter {
  readonly operatorId?: Uuid | undefined;
  readonly act?: string | undefined;
  readonly subjectKind?: string | undefined;
  readonly instanceId?: Uuid | undefined;
  /** From this instant on, and before that one. */
  readonly from?: IsoInstant | undefined;
  readonly before?: IsoInstant | undefined;
  /** The oldest first; the latest unless said. */
  readonly isOldestFirst?: boolean | undefined;
  /** The last act of the page before. */
  readonly after?: ActCursor | undefined;
}

/** Where a page of acts ended. */
export interface ActCursor {
  readonly at: IsoInstant;
  readonly id: Uuid;
}

/** An act as the journal shows it. */
export interface ActRow {
  readonly id: Uuid;
  readonly at: IsoInstant;
  readonly operatorId: Uuid | null;
  readonly operator: string;
  readonly act: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly instanceId: Uuid | null;
  readonly reason: string;
}

/** One page of acts, and one act more where another page follows. */
export async function selectActs(tx: Tx, filter: ActFilter): Promise<ActRow[]> {
  const { operatorId, act, subjectKind, instanceId, from, before, isOldestFirst, after } = filter;
  const table = operatorActs, order = isOldestFirst ? asc : desc;
  return await tx.select().from(table).where(and(
    operatorId && eq(table.operatorId, operatorId),
    act ? eq(table.act, act) : undefined,
    subjectKind ? eq(table.subjectKind, subjectKind) : undefined,
    instanceId && eq(table.instanceId, instanceId),
    from && gte(table.at, from),
    before && lt(table.at, before),
    after && beyond(after, isOldestFirst ?? false),
  )).orderBy(order(table.at), order(table.id)).limit(ACTS_PER_PAGE + 1);
}

function beyond({ at, id }: ActCursor, isOldestFirst: boolean): SQL {
  const key = sql`(${operatorActs.at}, ${operatorActs.id})`, cursor = sql`(${at}::timestamptz, ${id}::uuid)`;
  return isOldestFirst ? sql`${key} > ${cursor}` : sql`${key} < ${cursor}`;
}
