import { type SQL, sql } from "drizzle-orm";
import type { IsoDate } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { parseCents } from "../base/money.ts";
import { fold } from "../base/text.ts";
import { rows, type Tx } from "../platform/db/transaction.ts";
import { type DocumentFilter, type DocumentLine, DOCUMENTS_PAGE, type DocumentView } from "./list.ts";

/** Most of a search text that is looked for. */
const MAX_SEARCH = 100;
/** Rows found by a search before the view narrows them. */
const SEARCH_DEPTH = 100;

const LINE = sql`d.id, d.kind, d.state, d.number, d.customer_id as "customerId", d.customer_name as "customerName",
  d.subject, d.issue_on as "issueOn", d.due_on as "dueOn", d.valid_until as "validUntil", d.currency,
  d.net_cents as "netCents", d.gross_cents as "grossCents", d.paid_cents as "paidCents",
  d.credited_cents as "creditedCents", d.sent_count as "sentCount"`;

/** Views whose lines are ordered by due date, the oldest first: what is to be chased. */
const BY_DUE_DATE: ReadonlySet<DocumentView> = new Set(["open", "late"]);

/** True when a view is ordered by due date. */
export function isByDueDate(view: DocumentView): boolean {
  return BY_DUE_DATE.has(view);
}

/** Which lines are read: whose, on which day, how narrowed, how many. */
export interface LinesWanted {
  readonly tenantId: Uuid;
  readonly today: IsoDate;
  readonly filter: DocumentFilter;
  readonly limit?: number;
}

/**
 * One page of a list and one line more, which says whether another page follows: one statement, by index. Going
 * backwards the lines come in reverse.
 */
export async function readDocumentLines(tx: Tx, wanted: LinesWanted): Promise<DocumentLine[]> {
  return await rows<DocumentLine>(tx, documentLinesSql(wanted));
}

/** The statement itself, for whoever reads its plan. */
export function documentLinesSql({ tenantId, today, filter, limit = DOCUMENTS_PAGE + 1 }: LinesWanted): SQL {
  const conditions = [
    sql`d.tenant_id = ${tenantId}`,
    sql`d.kind = ${filter.kind}`,
    ...viewConditions(filter.view, today),
    ...(filter.customerId ? [sql`d.customer_id = ${filter.customerId}`] : []),
    ...searchConditions(filter),
    ...cursorConditions(filter),
  ];
  return sql`select ${LINE} from cell.sales_documents d
    where ${sql.join(conditions, sql` and `)} order by ${orderOf(filter)} limit ${limit}`;
}

function viewConditions(view: DocumentView, today: IsoDate): SQL[] {
  const open = sql`d.kind = 'invoice' and d.state = 'issued' and d.settled_on is null`;
  switch (view) {
    case "all":
      return [];
    case "open":
      return [open];
    case "late":
      return [open, sql`d.due_on < ${today}`];
    case "paid":
      return [sql`d.state = 'issued'`, sql`d.settled_on is not null`];
    case "draft":
      return [sql`d.state = 'draft'`];
    default:
      return [sql`d.state = ${view}`];
  }
}

/** Texts are found by the definer function, which reads the trigram index; an amount by its own index. */
function searchConditions(filter: DocumentFilter): SQL[] {
  const words = fold((filter.text ?? "").slice(0, MAX_SEARCH));
  if (words === "") return [];
  const below = filter.cursor && !filter.cursor.backwards && !isByDueDate(filter.view) ? filter.cursor.id : null;
  const found = sql`select s.id from cell.search_sales_documents(${filter.kind}, ${
    escapeLike(words)
  }, ${below}::uuid, ${SEARCH_DEPTH}) s`;
  const amount = parseCents(filter.text ?? "");
  if (amount === null) return [sql`d.id in (${found})`];
  // A union of ids, since an « or » over two indexes would read the whole kind.
  return [sql`d.id in (${found} union all select a.id from cell.sales_documents a
    where a.tenant_id = cell.app_tenant_id() and a.gross_cents = ${amount}::bigint)`];
}

function cursorConditions({ view, cursor }: DocumentFilter): SQL[] {
  if (!cursor) return [];
  if (!isByDueDate(view)) return [cursor.backwards ? sql`d.id > ${cursor.id}` : sql`d.id < ${cursor.id}`];
  const at = sql`(${cursor.dueOn}::date, ${cursor.id}::uuid)`;
  return [cursor.backwards ? sql`(d.due_on, d.id) < ${at}` : sql`(d.due_on, d.id) > ${at}`];
}

function orderOf({ view, cursor }: DocumentFilter): SQL {
  const isBack = cursor?.backwards ?? false;
  if (isByDueDate(view)) return isBack ? sql`d.due_on desc, d.id desc` : sql`d.due_on, d.id`;
  return isBack ? sql`d.id` : sql`d.id desc`;
}

/** `%` and `_` typed by a person are looked for as they are. */
function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}
