import { getTableColumns, sql } from "drizzle-orm";
import type { Uuid } from "../base/ids.ts";
import { idArray } from "../platform/db/bulk.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { part, partOf, readTogether } from "../platform/db/kept_statements.ts";
import type { CustomerCard } from "./customer.ts";
import { parties, partyAddresses, partyContacts } from "./schema.ts";

const { nameKey: _nameKey, search: _search, ...CARD } = getTableColumns(parties);
const CARD_KEYS = Object.keys(CARD) as (keyof typeof CARD)[];
const TENANT = sql.placeholder("tenantId"), IDS = sql`${sql.placeholder("ids")}::uuid[]`;

const readCards = readTogether({
  cards: partOf(parties, CARD_KEYS, sql`where ${parties.tenantId} = ${TENANT} and ${parties.id} = any(${IDS})`),
  contacts: part(
    partyContacts,
    sql`where ${partyContacts.tenantId} = ${TENANT} and ${partyContacts.partyId} = any(${IDS}) order by position`,
  ),
  addresses: part(
    partyAddresses,
    sql`where ${partyAddresses.tenantId} = ${TENANT} and ${partyAddresses.partyId} = any(${IDS}) order by position`,
  ),
});

/** Cards of these ids, whole, in one statement. */
export async function findCards(
  tx: Tx,
  { tenantId, ids }: { tenantId: Uuid; ids: readonly Uuid[] },
): Promise<CustomerCard[]> {
  if (ids.length === 0) return [];
  const { cards, contacts, addresses } = await readCards(tx, { tenantId, ids: idArray(ids) });
  const contactsOf = Map.groupBy(contacts, (contact) => contact.partyId);
  const addressesOf = Map.groupBy(addresses, (address) => address.partyId);
  return cards.map((card) => ({
    ...card,
    contacts: contactsOf.get(card.id) ?? [],
    deliveryAddresses: addressesOf.get(card.id) ?? [],
  }));
}
