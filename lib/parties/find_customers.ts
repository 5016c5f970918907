import { authorize, type Ctx } from "../base/ctx.ts";
import { withTenant } from "../platform/db/tenant.ts";
import { findLines } from "./customer_list_query.ts";
import { type CustomerFilter, type CustomerLine, type CustomerPage, CUSTOMERS_PAGE, type ListCursor } from "./list.ts";

/** A page of customers by name, searched and filtered; one indexed statement. Right `customers:read`. */
export async function findCustomers(ctx: Ctx, filter: CustomerFilter = {}): Promise<CustomerPage> {
  authorize(ctx, "customers:read");
  const found = await withTenant(ctx, (tx) => findLines(tx, ctx, filter), { mode: "read", oneStatement: true });
  return pageOf(found, filter.cursor);
}

function pageOf(found: CustomerLine[], cursor: ListCursor | undefined): CustomerPage {
  const backwards = cursor?.backwards === true;
  const hasMore = found.length > CUSTOMERS_PAGE;
  const kept = found.slice(0, CUSTOMERS_PAGE);
  const customers = backwards ? kept.toReversed() : kept;
  const hasPrevious = backwards ? hasMore : cursor !== undefined;
  const hasNext = backwards || hasMore;
  return {
    customers,
    previous: hasPrevious ? cursorAt(customers[0], true) : null,
    next: hasNext ? cursorAt(customers.at(-1), false) : null,
  };
}

function cursorAt(line: CustomerLine | undefined, backwards: boolean): ListCursor | null {
  return line ? { key: line.nameKey, id: line.id, backwards } : null;
}
