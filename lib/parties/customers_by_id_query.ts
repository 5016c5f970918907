import { and, asc, eq, getTableColumns, sql } from "drizzle-orm";
import type { Uuid } from "../base/ids.ts";
import { idList } from "../platform/db/bulk.ts";
import type { Tx } from "../platform/db/transaction.ts";
import type { CustomerCard } from "./customer.ts";
import { parties, partyAddresses, partyContacts } from "./schema.ts";

const { nameKey: _nameKey, search: _search, ...CARD } = getTableColumns(parties);

/** Cards of these ids, whole, in three statements sent at once. */
export async function findCards(
  tx: Tx,
  { tenantId, ids }: { tenantId: Uuid; ids: readonly Uuid[] },
): Promise<CustomerCard[]> {
  if (ids.length === 0) return [];
  const wanted = idList(ids);
  const [cards, contacts, addresses] = await Promise.all([
    tx.select(CARD).from(parties).where(and(eq(parties.tenantId, tenantId), sql`${parties.id} = any(${wanted})`)),
    tx.select().from(partyContacts)
      .where(and(eq(partyContacts.tenantId, tenantId), sql`${partyContacts.partyId} = any(${wanted})`))
      .orderBy(asc(partyContacts.position)),
    tx.select().from(partyAddresses)
      .where(and(eq(partyAddresses.tenantId, tenantId), sql`${partyAddresses.partyId} = any(${wanted})`))
      .orderBy(asc(partyAddresses.position)),
  ]);
  const contactsOf = Map.groupBy(contacts, (contact) => contact.partyId);
  const addressesOf = Map.groupBy(addresses, (address) => address.partyId);
  return cards.map((card) => ({
    ...card,
    contacts: contactsOf.get(card.id) ?? [],
    deliveryAddresses: addressesOf.get(card.id) ?? [],
  }));
}
