import { and, asc, eq, getTableColumns, sql } from "drizzle-orm";
import type { Ctx } from "../base/ctx.ts";
import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { present } from "../base/assert.ts";
import { emailKey, fold } from "../base/text.ts";
import { searchText } from "../company/mod.ts";
import { rows, type Tx } from "../platform/db/transaction.ts";
import { newId } from "../platform/random.ts";
import type { CustomerDraft } from "./customer_form.ts";
import type { Contact, Customer, CustomerCard, DeliveryAddress } from "./customer.ts";
import type { Duplicate } from "./list.ts";
import { parties, partyAddresses, partyContacts } from "./schema.ts";

/** Cards named as duplicates at most. */
const MAX_DUPLICATES = 5;

/** A card without its lists, locked until the transaction ends; null for an unknown or foreign id. */
export async function lockCustomer(tx: Tx, ctx: Ctx, id: Uuid): Promise<Customer | null> {
  const [found] = await tx.select(CARD).from(parties).where(isCustomer(ctx, id)).for("update");
  return found ?? null;
}

/** A card with its people and addresses, or null. Three statements by primary key or index, sent together. */
export async function findCard(tx: Tx, ctx: Ctx, id: Uuid): Promise<CustomerCard | null> {
  const [[found], lists] = await Promise.all([
    tx.select(CARD).from(parties).where(isCustomer(ctx, id)),
    findLists(tx, ctx, id),
  ]);
  return found ? { ...found, ...lists } : null;
}

/** The people and addresses of a card, in their order. */
export async function findLists(
  tx: Tx,
  ctx: Ctx,
  id: Uuid,
): Promise<{ contacts: Contact[]; deliveryAddresses: DeliveryAddress[] }> {
  const [contacts, deliveryAddresses] = await Promise.all([
    tx.select(CONTACT).from(partyContacts)
      .where(and(eq(partyContacts.tenantId, ctx.tenantId), eq(partyContacts.partyId, id)))
      .orderBy(asc(partyContacts.position)),
    tx.select(ADDRESS).from(partyAddresses)
      .where(and(eq(partyAddresses.tenantId, ctx.tenantId), eq(partyAddresses.partyId, id)))
      .orderBy(asc(partyAddresses.position)),
  ]);
  return { contacts, deliveryAddresses };
}

/** Makes a card under an id; false where that id or its reference is taken already. */
export async function insertCard(
  tx: Tx,
  ctx: Ctx,
  { id, draft }: { id: Uuid; draft: CustomerDraft },
): Promise<boolean> {
  const made = await tx.insert(parties).values({
    ...draft.settings,
    ...derived(draft),
    tenantId: ctx.tenantId,
    id,
    createdAt: ctx.now,
    updatedAt: ctx.now,
    updatedBy: ctx.personId,
  }).onConflictDoNothing().returning({ id: parties.id });
  if (made.length === 0) return false;
  await insertLists(tx, ctx, { id, draft });
  return true;
}

/** Writes a card over a locked one and raises its version. Throws a unique violation where the reference is taken. */
export async function writeCard(tx: Tx, ctx: Ctx, { id, draft }: { id: Uuid; draft: CustomerDraft }): Promise<void> {
  await tx.update(parties).set({ ...draft.settings, ...derived(draft), ...touched(ctx) }).where(isCustomer(ctx, id));
  await tx.delete(partyContacts)
    .where(and(eq(partyContacts.tenantId, ctx.tenantId), eq(partyContacts.partyId, id)));
  await tx.delete(partyAddresses)
    .where(and(eq(partyAddresses.tenantId, ctx.tenantId), eq(partyAddresses.partyId, id)));
  await insertLists(tx, ctx, { id, draft });
}

/** Puts a locked card into the archive, or takes it out with null. */
export async function writeArchived(
  tx: Tx,
  ctx: Ctx,
  { id, archivedAt }: { id: Uuid; archivedAt: IsoInstant | null },
): Promise<void> {
  await tx.update(parties).set({ archivedAt, ...touched(ctx) }).where(isCustomer(ctx, id));
}

/** Removes a card and its lists. Throws a foreign key violation where a document refers to it. */
export async function deleteCard(tx: Tx, ctx: Ctx, id: Uuid): Promise<void> {
  await tx.delete(parties).where(isCustomer(ctx, id));
}

/** Other cards with the same SIREN or one of the same addresses; one indexed statement. */
export async function findDuplicates(
  tx: Tx,
  ctx: Ctx,
  draft: { id: Uuid; siren: string | null; emails: readonly string[] },
): Promise<Duplicate[]> {
  const keys = draft.emails.map(emailKey);
  if (draft.siren === null && keys.length === 0) return [];
  const listed = keys.length > 0 ? sql`(${sql.join(keys.map((key) => sql`${key}`), sql`, `)})` : sql`(null)`;
  return await rows<Duplicate>(
    tx,
    sql`
    select p.id, p.name, 'siren' as because from cell.parties p
    where p.tenant_id = ${ctx.tenantId} and p.siren = ${draft.siren} and p.id <> ${draft.id}
    union all
    select p.id, p.name, 'email' from cell.party_contacts c
    join cell.parties p on p.tenant_id = c.tenant_id and p.id = c.party_id
    where c.tenant_id = ${ctx.tenantId} and c.email_key in ${listed} and c.party_id <> ${draft.id}
    limit ${MAX_DUPLICATES}`,
  );
}

// What the program derives for lists and searches stays inside the store.
const { nameKey: _nameKey, search: _search, ...CARD } = getTableColumns(parties);

const CONTACT = {
  name: partyContacts.name,
  role: partyContacts.role,
  email: partyContacts.email,
  phone: partyContacts.phone,
  receivesQuotes: partyContacts.receivesQuotes,
  receivesInvoices: partyContacts.receivesInvoices,
  receivesReminders: partyContacts.receivesReminders,
};

const ADDRESS = {
  label: partyAddresses.label,
  addressLine1: partyAddresses.addressLine1,
  addressLine2: partyAddresses.addressLine2,
  addressLine3: partyAddresses.addressLine3,
  postcode: partyAddresses.postcode,
  city: partyAddresses.city,
  country: partyAddresses.country,
};

function isCustomer(ctx: Ctx, id: Uuid) {
  return and(eq(parties.tenantId, ctx.tenantId), eq(parties.id, id));
}

function touched(ctx: Ctx) {
  return { version: sql`${parties.version} + 1`, updatedAt: ctx.now, updatedBy: ctx.personId };
}

/** What lists are ordered by and searches read. */
function derived({ settings, contacts }: CustomerDraft): { nameKey: string; search: string } {
  const { name, tradingName, code, siren, siret, vatNumber, city } = settings;
  const people = contacts.flatMap((contact) => [contact.name, contact.email]);
  return {
    nameKey: fold(name),
    search: searchText([name, tradingName, code, siren, siret, vatNumber, city, ...people]),
  };
}

async function insertLists(tx: Tx, ctx: Ctx, { id, draft }: { id: Uuid; draft: CustomerDraft }): Promise<void> {
  const key = { tenantId: ctx.tenantId, partyId: id };
  if (draft.contacts.length > 0) {
    await tx.insert(partyContacts).values(draft.contacts.map((contact, position) => ({
      ...contact,
      ...key,
      id: newId(),
      position,
      emailKey: contact.email && emailKey(contact.email),
    })));
  }
  if (draft.deliveryAddresses.length > 0) {
    await tx.insert(partyAddresses).values(
      draft.deliveryAddresses.map(({ addressLine1, city, ...address }, position) => ({
        ...address,
        ...key,
        // The form refuses an address without street or city.
        addressLine1: present(addressLine1, "street of a delivery address"),
        city: present(city, "city of a delivery address"),
        id: newId(),
        position,
      })),
    );
  }
}
