import { and, eq, sql } from "drizzle-orm";
import { present } from "../base/assert.ts";
import type { Uuid } from "../base/ids.ts";
import { idArray, insertRows } from "../platform/db/bulk.ts";
import { rows, type Tx } from "../platform/db/transaction.ts";
import { part, readTogether, type Together, wholeRows } from "../platform/db/kept_statements.ts";
import type { DocumentHead, Line, SalesDocument, VatTotal } from "./document.ts";
import { refuse } from "./refusals.ts";
import { salesDocuments, salesLines, salesVatTotals } from "./schema.ts";
import { type Searched, writeSearch } from "./search_store.ts";

/** A row to insert. */
export type NewDocument = typeof salesDocuments.$inferInsert;
/** What changes of a row. */
export type DocumentChange = Partial<NewDocument>;
/** Which document. */
export interface DocumentKey {
  readonly tenantId: Uuid;
  readonly id: Uuid;
}

const { tenantId: TENANT, id: ID, ids: IDS } = {
  tenantId: sql.placeholder("tenantId"),
  id: sql.placeholder("id"),
  ids: sql`${sql.placeholder("ids")}::uuid[]`,
};
const OF_TENANT = sql`where ${salesDocuments.tenantId} = ${TENANT}`;
const OF_DOCUMENT = sql`${OF_TENANT} and ${salesDocuments.id} = ${ID}`;

/** A document whole, for statements that read other rows beside it: placeholders `tenantId` and `id`. */
export const DOCUMENT_PARTS = {
  heads: part(salesDocuments, OF_DOCUMENT),
  lines: part(
    salesLines,
    sql`where ${salesLines.tenantId} = ${TENANT} and ${salesLines.documentId} = ${ID} order by ${salesLines.position}`,
  ),
  vatTotals: part(
    salesVatTotals,
    sql`where ${salesVatTotals.tenantId} = ${TENANT} and ${salesVatTotals.documentId} = ${ID}`,
  ),
};

const readWhole = readTogether(DOCUMENT_PARTS);
const readHeads = wholeRows(salesDocuments, OF_DOCUMENT);
const readByCode = wholeRows(
  salesDocuments,
  sql`${OF_TENANT} and ${salesDocuments.verificationCode} = ${sql.placeholder("code")}`,
);
const readSome = wholeRows(salesDocuments, sql`${OF_TENANT} and ${salesDocuments.id} = any(${IDS}) order by id`);
const lockSome = wholeRows(
  salesDocuments,
  sql`${OF_TENANT} and ${salesDocuments.id} = any(${IDS}) order by id for update`,
);
// One array, made once: an « or » of two conditions would read every document of the dossier.
const lockSomeWithSources = wholeRows(
  salesDocuments,
  sql`${OF_TENANT} and ${salesDocuments.id} = any(array(select unnest(${IDS}) union
      select c.source_id from cell.sales_documents c
      where c.tenant_id = ${TENANT} and c.id = any(${IDS}) and c.kind = 'credit_note' and c.source_id is not null))
    order by id for update`,
);
const readParts = readTogether({
  lines: part(
    salesLines,
    sql`where ${salesLines.tenantId} = ${TENANT} and ${salesLines.documentId} = any(${IDS})
      order by ${salesLines.documentId}, ${salesLines.position}`,
  ),
  vatTotals: part(
    salesVatTotals,
    sql`where ${salesVatTotals.tenantId} = ${TENANT} and ${salesVatTotals.documentId} = any(${IDS})`,
  ),
});

/** What DOCUMENT_PARTS read. */
export type DocumentParts = Together<typeof DOCUMENT_PARTS>;

/** The document that DOCUMENT_PARTS read, or null. */
export function documentOf({ heads: [head], lines, vatTotals }: DocumentParts): SalesDocument | null {
  return head ? { ...head, lines: lines.map(toLine), vatTotals: vatTotals.map(toVatTotal).sort(byRate) } : null;
}

/** Reads a document whole, or null: an unknown id and another dossier's are the same answer. */
export async function findDocument(tx: Tx, key: DocumentKey): Promise<SalesDocument | null> {
  return documentOf(await readWhole(tx, { ...key }));
}

/** Reads a document whole; refuses 404. */
export async function getDocument(tx: Tx, key: DocumentKey): Promise<SalesDocument> {
  const document = await findDocument(tx, key);
  if (!document) throw refuse("not_found");
  return document;
}

/** Reads the head alone, or null. */
export async function findHead(tx: Tx, key: DocumentKey): Promise<DocumentHead | null> {
  const [found] = await readHeads(tx, { ...key });
  return found ?? null;
}

/** The head of the issued document that bears a verification code, or null. */
export async function findByVerificationCode(
  tx: Tx,
  { tenantId, code }: { tenantId: Uuid; code: string },
): Promise<DocumentHead | null> {
  const [found] = await readByCode(tx, { tenantId, code });
  return found ?? null;
}

/** Locks a document for the rest of the transaction and reads it whole; refuses 404. */
export async function lockDocument(tx: Tx, key: DocumentKey): Promise<SalesDocument> {
  const [document] = await lockDocuments(tx, { tenantId: key.tenantId, ids: [key.id] });
  return present(document, "locked document");
}

/** Locks several documents in the order of their ids, so that two verbs never wait for each other; refuses 404. */
export async function lockDocuments(
  tx: Tx,
  { tenantId, ids }: { tenantId: Uuid; ids: readonly Uuid[] },
): Promise<SalesDocument[]> {
  const wanted = [...new Set(ids)].sort();
  if (wanted.length === 0) return [];
  const heads = await lockSome(tx, { tenantId, ids: idArray(wanted) });
  if (heads.length !== wanted.length) throw refuse("not_found");
  return await completeDocuments(tx, tenantId, heads);
}

/** Several documents whole, without locking them; unknown ids are simply not in the answer. */
export async function readDocuments(
  tx: Tx,
  { tenantId, ids }: { tenantId: Uuid; ids: readonly Uuid[] },
): Promise<SalesDocument[]> {
  if (ids.length === 0) return [];
  const heads = await readSome(tx, { tenantId, ids: idArray(ids) });
  return await completeDocuments(tx, tenantId, heads);
}

/**
 * Locks documents and the invoices that credit notes among them correct, in the order of ids; refuses 404. The source
 * of a document never changes, so reading it in the same statement is safe.
 */
export async function lockWithSources(
  tx: Tx,
  { tenantId, ids }: { tenantId: Uuid; ids: readonly Uuid[] },
): Promise<DocumentHead[]> {
  const heads = await lockSomeWithSources(tx, { tenantId, ids: idArray(ids) });
  const found = new Set(heads.map((head) => head.id));
  if (!ids.every((id) => found.has(id))) throw refuse("not_found");
  return heads;
}

/** Adds their lines and VAT totals to heads, in one statement. */
export async function completeDocuments(
  tx: Tx,
  tenantId: Uuid,
  heads: readonly DocumentHead[],
): Promise<SalesDocument[]> {
  const wanted = heads.map((head) => head.id);
  if (wanted.length === 0) return [];
  const { lines, vatTotals } = await readParts(tx, { tenantId, ids: idArray(wanted) });
  const linesOf = Map.groupBy(lines, (line) => line.documentId);
  const totalsOf = Map.groupBy(vatTotals, (total) => total.documentId);
  return heads.map((head) => ({
    ...head,
    lines: (linesOf.get(head.id) ?? []).map(toLine),
    vatTotals: (totalsOf.get(head.id) ?? []).map(toVatTotal).sort(byRate),
  }));
}

/** A document to insert, whole. */
export interface NewWhole {
  readonly head: NewDocument;
  readonly lines: readonly Line[];
  readonly vatTotals: readonly VatTotal[];
}

/** Inserts documents whole, in four statements whatever their number; returns the ids that were free. */
export async function insertDocuments(tx: Tx, tenantId: Uuid, documents: readonly NewWhole[]): Promise<Uuid[]> {
  if (documents.length === 0) return [];
  const ids = await insertHeads(tx, documents.map((document) => document.head));
  const isNew = new Set<Uuid>(ids);
  const made = documents.filter((document) => isNew.has(document.head.id));
  await Promise.all([
    insertParts(tx, tenantId, made),
    writeSearch(tx, tenantId, made.map(({ head }) => searched(head))),
  ]);
  return ids;
}

/** Inserts heads alone; returns the ids that were free. */
async function insertHeads(tx: Tx, heads: readonly NewDocument[]): Promise<Uuid[]> {
  return await insertRows(tx, salesDocuments, { rows: heads, skipTaken: true });
}

function searched(head: NewDocument): Searched {
  const { id, kind, number = null, customerName = "", subject = "", purchaseOrder = null } = head;
  return { id, kind, number, customerName, subject, purchaseOrder };
}

/** Changes a document's head. */
export async function updateDocument(tx: Tx, key: DocumentKey, change: DocumentChange): Promise<void> {
  await tx.update(salesDocuments).set(change).where(whereDocument(key));
}

/** Deletes a draft and its lines. */
export async function deleteDocument(tx: Tx, key: DocumentKey): Promise<void> {
  await tx.delete(salesDocuments).where(whereDocument(key));
}

/** Replaces the lines and VAT totals of a draft. */
export async function replaceLines(
  tx: Tx,
  key: DocumentKey,
  parts: { lines: readonly Line[]; vatTotals: readonly VatTotal[] },
): Promise<void> {
  await Promise.all([
    tx.delete(salesLines).where(and(eq(salesLines.tenantId, key.tenantId), eq(salesLines.documentId, key.id))),
    tx.delete(salesVatTotals)
      .where(and(eq(salesVatTotals.tenantId, key.tenantId), eq(salesVatTotals.documentId, key.id))),
  ]);
  await insertParts(tx, key.tenantId, [{ head: key, ...parts }]);
}

/** Inserts lines and VAT totals; both statements are sent at once. */
export async function insertParts(
  tx: Tx,
  tenantId: Uuid,
  documents: readonly (Omit<NewWhole, "head"> & { readonly head: Pick<NewDocument, "id"> })[],
): Promise<void> {
  const lines = documents.flatMap(({ head, lines }) =>
    lines.map((line) => ({ ...line, tenantId, documentId: head.id }))
  );
  const totals = documents.flatMap(({ head, vatTotals }) =>
    vatTotals.map((total) => ({
      tenantId,
      documentId: head.id,
      vatCategory: total.category,
      vatRateBp: total.rateBp,
      baseCents: total.baseCents,
      vatCents: total.vatCents,
      discountCents: total.discountCents,
    }))
  );
  await Promise.all([
    insertRows(tx, salesLines, { rows: lines }),
    insertRows(tx, salesVatTotals, { rows: totals }),
  ]);
}

/** The first document made from one, the invoice of a quote, or null. */
export async function findMadeFrom(tx: Tx, key: DocumentKey): Promise<DocumentKey | null> {
  const [found] = await tx.select({ tenantId: salesDocuments.tenantId, id: salesDocuments.id }).from(salesDocuments)
    .where(and(eq(salesDocuments.tenantId, key.tenantId), eq(salesDocuments.sourceId, key.id)))
    .orderBy(salesDocuments.id).limit(1);
  return found ?? null;
}

/** How many documents this dossier has issued. */
export async function countIssued(tx: Tx, tenantId: Uuid): Promise<bigint> {
  const [found] = await rows<{ n: bigint }>(
    tx,
    sql`select count(*) as n from cell.sales_documents where tenant_id = ${tenantId} and state = 'issued'`,
  );
  return present(found, "count").n;
}

function whereDocument(key: DocumentKey) {
  return and(eq(salesDocuments.tenantId, key.tenantId), eq(salesDocuments.id, key.id));
}

function toLine(row: typeof salesLines.$inferSelect): Line {
  const { tenantId: _tenant, documentId: _document, ...line } = row;
  return {
    ...line,
    quantity: present(line.quantity, "quantity"),
    unitCode: present(line.unitCode, "unit"),
    unitPrice: present(line.unitPrice, "unit price"),
    vatRateBp: present(line.vatRateBp, "VAT rate"),
    vatCategory: present(line.vatCategory, "VAT category"),
    netCents: present(line.netCents, "net amount"),
  };
}

function toVatTotal(row: typeof salesVatTotals.$inferSelect): VatTotal {
  const { vatCategory: category, vatRateBp: rateBp, baseCents, vatCents, discountCents } = row;
  return { category, rateBp, baseCents, vatCents, discountCents };
}

function byRate(a: VatTotal, b: VatTotal): number {
  return b.rateBp - a.rateBp || (a.category < b.category ? -1 : 1);
}
