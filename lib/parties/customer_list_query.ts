import { and, asc, desc, eq, gt, isNotNull, isNull, lt, or, sql } from "drizzle-orm";
import type { Ctx } from "../base/ctx.ts";
import { searchPatterns, searchPrefix } from "../company/mod.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { type CustomerFilter, type CustomerLine, CUSTOMERS_PAGE, MAX_SUGGESTIONS, type Role } from "./list.ts";
import { parties } from "./schema.ts";

/** Lines of one page and one more, in reading order of the query: one statement, searched or not. */
export async function findLines(tx: Tx, ctx: Ctx, filter: CustomerFilter): Promise<CustomerLine[]> {
  const patterns = searchPatterns(filter.text ?? ""), scope = { ...filter, take: CUSTOMERS_PAGE + 1 };
  return patterns.length === 0 ? await listed(tx, ctx, scope) : await searched(tx, ctx, { ...scope, patterns });
}

/** Proposals for a few letters: names that begin so first. One statement. */
export async function suggestLines(
  tx: Tx,
  ctx: Ctx,
  { text, role }: { text: string; role?: Role | undefined },
): Promise<CustomerLine[]> {
  const patterns = searchPatterns(text), scope = { role, take: MAX_SUGGESTIONS };
  if (patterns.length === 0) return await listed(tx, ctx, scope);
  return await searched(tx, ctx, { ...scope, patterns, prefix: searchPrefix(text) });
}

/** A filter and how many lines to take. */
interface ListScope extends Pick<CustomerFilter, "role" | "archived" | "cursor"> {
  readonly take: number;
}

interface SearchScope extends ListScope {
  readonly patterns: readonly string[];
  readonly prefix?: string;
}

const LINE = {
  id: parties.id,
  name: parties.name,
  nameKey: parties.nameKey,
  code: parties.code,
  kind: parties.kind,
  city: parties.city,
  // The outer columns are named as text: alone in a select, drizzle writes them without their table, which c has too.
  email: sql<string | null>`(select c.email from cell.party_contacts c
    where c.tenant_id = parties.tenant_id and c.party_id = parties.id and c.email is not null
    order by c.position limit 1)`,
  isCustomer: parties.isCustomer,
  isProspect: parties.isProspect,
  isSupplier: parties.isSupplier,
};

const ROLE_COLUMNS = { customer: parties.isCustomer, prospect: parties.isProspect, supplier: parties.isSupplier };

async function listed(tx: Tx, ctx: Ctx, { role, archived, cursor, take }: ListScope): Promise<CustomerLine[]> {
  const backwards = cursor?.backwards === true;
  const beyond = backwards ? lt : gt, direction = backwards ? desc : asc;
  return await tx.select(LINE).from(parties)
    .where(and(
      eq(parties.tenantId, ctx.tenantId),
      archived ? isNotNull(parties.archivedAt) : isNull(parties.archivedAt),
      role && eq(ROLE_COLUMNS[role], true),
      cursor &&
        or(beyond(parties.nameKey, cursor.key), and(eq(parties.nameKey, cursor.key), beyond(parties.id, cursor.id))),
    ))
    .orderBy(direction(parties.nameKey), direction(parties.id)).limit(take);
}

async function searched(tx: Tx, ctx: Ctx, scope: SearchScope): Promise<CustomerLine[]> {
  const [p1, p2 = null, p3 = null, p4 = null] = scope.patterns;
  const { cursor, role = null, archived, prefix = "", take } = scope;
  const found = sql`cell.search_parties(${p1}, ${p2}, ${p3}, ${p4}, ${role}, ${archived === true}, ${prefix},
    ${cursor?.key ?? null}, ${cursor?.id ?? null}::uuid, ${cursor?.backwards === true}, ${take})
    with ordinality as found (id, place)`;
  return await tx.select(LINE).from(parties)
    .innerJoin(found, and(eq(parties.tenantId, ctx.tenantId), sql`found.id = ${parties.id}`))
    .orderBy(sql`found.place`);
}
