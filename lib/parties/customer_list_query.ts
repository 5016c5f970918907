import { and, asc, desc, eq, gt, isNotNull, isNull, lt, or, sql } from "drizzle-orm";
import type { Ctx } from "../base/ctx.ts";
import { searchPatterns, searchPrefix } from "../company/mod.ts";
import { rows, type Tx } from "../platform/db/transaction.ts";
import { type CustomerFilter, type CustomerLine, CUSTOMERS_PAGE, MAX_SUGGESTIONS, type Role } from "./list.ts";
import { parties, partyContacts } from "./schema.ts";

/** Lines of one page and one more, in reading order of the query: one statement, searched or not. */
export async function findLines(tx: Tx, ctx: Ctx, filter: CustomerFilter): Promise<CustomerLine[]> {
  const patterns = searchPatterns(filter.text ?? "");
  return patterns.length === 0 ? await listed(tx, ctx, filter) : await searched(tx, ctx, { filter, patterns });
}

/** Proposals for a few letters: names that begin so first. One statement. */
export async function suggestLines(
  tx: Tx,
  ctx: Ctx,
  { text, role }: { text: string; role?: Role },
): Promise<CustomerLine[]> {
  const patterns = searchPatterns(text);
  if (patterns.length === 0) return await listed(tx, ctx, { role, take: MAX_SUGGESTIONS });
  return await searched(tx, ctx, { filter: { role, take: MAX_SUGGESTIONS }, patterns, prefix: searchPrefix(text) });
}

type Taken = CustomerFilter & { readonly take?: number };

// The outer columns are named as text: drizzle would write them without their table, which c has too.
const EMAIL = sql<string | null>`(select c.email from ${partyContacts} c
  where c.tenant_id = parties.tenant_id and c.party_id = parties.id and c.email is not null
  order by c.position limit 1)`;

async function listed(tx: Tx, ctx: Ctx, { role, archived, cursor, take }: Taken): Promise<CustomerLine[]> {
  const backwards = cursor?.backwards === true;
  const beyond = backwards ? lt : gt;
  return await tx.select({
    id: parties.id,
    name: parties.name,
    nameKey: parties.nameKey,
    code: parties.code,
    kind: parties.kind,
    city: parties.city,
    email: EMAIL,
    isCustomer: parties.isCustomer,
    isProspect: parties.isProspect,
    isSupplier: parties.isSupplier,
  }).from(parties)
    .where(and(
      eq(parties.tenantId, ctx.tenantId),
      archived ? isNotNull(parties.archivedAt) : isNull(parties.archivedAt),
      role && eq(ROLE_COLUMNS[role], true),
      cursor &&
        or(beyond(parties.nameKey, cursor.key), and(eq(parties.nameKey, cursor.key), beyond(parties.id, cursor.id))),
    ))
    .orderBy(...(backwards ? [desc(parties.nameKey), desc(parties.id)] : [asc(parties.nameKey), asc(parties.id)]))
    .limit(take ?? CUSTOMERS_PAGE + 1);
}

async function searched(
  tx: Tx,
  ctx: Ctx,
  { filter, patterns, prefix = "" }: { filter: Taken; patterns: readonly string[]; prefix?: string },
): Promise<CustomerLine[]> {
  const [p1, p2 = null, p3 = null, p4 = null] = patterns;
  const { cursor } = filter;
  return await rows<CustomerLine>(
    tx,
    sql`
    select p.id, p.name, p.name_key as "nameKey", p.code, p.kind, p.city, p.is_customer as "isCustomer",
      p.is_prospect as "isProspect", p.is_supplier as "isSupplier",
      (select c.email from cell.party_contacts c
       where c.tenant_id = p.tenant_id and c.party_id = p.id and c.email is not null
       order by c.position limit 1) as email
    from cell.search_parties(${p1}, ${p2}, ${p3}, ${p4}, ${filter.role ?? null}, ${filter.archived === true}, ${prefix},
      ${cursor?.key ?? null}, ${cursor?.id ?? null}, ${cursor?.backwards === true},
      ${filter.take ?? CUSTOMERS_PAGE + 1}) with ordinality as found (id, place)
    join cell.parties p on p.tenant_id = ${ctx.tenantId} and p.id = found.id
    order by found.place`,
  );
}

const ROLE_COLUMNS = { customer: parties.isCustomer, prospect: parties.isProspect, supplier: parties.isSupplier };
