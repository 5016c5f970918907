import { authorize, type Ctx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { formatCents, MAX_CENTS } from "../base/money.ts";
import { type Act, recordActivity } from "../company/mod.ts";
import { loadCustomers } from "../parties/mod.ts";
import { withTenant } from "../platform/db/tenant.ts";
import type { Tx } from "../platform/db/transaction.ts";
import {
  type DocumentHead,
  type DocumentKind,
  type DraftContent,
  KIND_LABELS,
  type SalesDocument,
} from "./document.ts";
import {
  deleteDocument,
  type DocumentChange,
  findDocument,
  getDocument,
  insertDocuments,
  lockDocument,
  type NewDocument,
  type NewWhole,
  replaceLines,
  updateDocument,
} from "./document_store.ts";
import { type DraftForm, readDraft } from "./draft_form.ts";
import { refuse } from "./refusals.ts";
import { rightTo } from "./policy.ts";
import { writeSearch } from "./search_store.ts";
import { allows } from "./states.ts";
import { computeTotals, type Totals } from "./totals.ts";

/** What makes a new draft. The id comes with the form, so that a double click makes one document. */
export interface NewDraft {
  readonly id: Uuid;
  readonly kind: DocumentKind;
  readonly form: DraftForm;
  /** The quote of an invoice, the invoice of a credit note. */
  readonly sourceId?: Uuid;
}

/**
 * Makes a draft; the same id again gives the draft that it made. Right `quotes:write` or `invoices:write`. Refuses
 * every fault of the form at its field, `customer_unknown`, `amount_too_large`, `id_taken` (another document's id).
 */
export async function createDraft(ctx: Ctx, draft: NewDraft): Promise<SalesDocument> {
  authorize(ctx, rightTo("write", draft.kind));
  const content = readDraft(draft.form);
  return await withTenant(ctx, (tx) => insertDraft(tx, ctx, { ...draft, content }));
}

/** The same inside another verb's transaction, from content that is already read. */
export async function insertDraft(
  tx: Tx,
  ctx: Ctx,
  draft: Omit<NewDraft, "form"> & { content: DraftContent },
): Promise<SalesDocument> {
  const isNew = await addDraft(tx, ctx, draft);
  const key = { tenantId: ctx.tenantId, id: draft.id };
  return isNew ? await getDocument(tx, key) : await sameDraft(tx, key, draft.kind);
}

/** The same without reading it back; false where its id is taken already, by whatever document. */
export async function addDraft(
  tx: Tx,
  ctx: Ctx,
  draft: Omit<NewDraft, "form"> & { content: DraftContent },
): Promise<boolean> {
  const customerName = await customerNameOf(tx, ctx, draft.content.customerId);
  const made = await insertDocuments(tx, ctx.tenantId, [draftRow(ctx, draft, customerName)]);
  if (made.length === 0) return false;
  await recordActivity(tx, ctx, createdAct(draft));
  return true;
}

/** What the journal says of a new draft. */
export function createdAct({ kind, id }: Pick<NewDraft, "kind" | "id">): Act {
  return { verb: "createDraft", subject: { kind, id }, summary: `Brouillon de ${KIND_LABELS[kind].one} créé` };
}

/** The name of a draft's customer among those that were loaded. Refuses `customer_unknown`. */
export function nameIn(
  customers: ReadonlyMap<Uuid, { name: string }>,
  content: Pick<DraftContent, "customerId">,
): string {
  if (!content.customerId) return "";
  const customer = customers.get(content.customerId);
  if (!customer) throw refuse("customer_unknown");
  return customer.name;
}

/** What the columns of a new draft hold that nobody gives. */
export const UNISSUED = {
  state: "draft",
  version: 1,
  number: null,
  seller: null,
  buyer: null,
  mentions: null,
  currency: "EUR",
  paidCents: 0n,
  creditedCents: 0n,
  settledOn: null,
  verificationCode: null,
  sealSeq: null,
  issuedAt: null,
  fileId: null,
  fileSha256: null,
  sentCount: 0,
  lastSentAt: null,
} as const satisfies Partial<DocumentHead>;

/** A new draft, ready to insert. */
export interface DraftRow extends NewWhole {
  readonly head: NewDocument & Omit<DocumentHead, keyof typeof UNISSUED>;
}

/** A new draft as it would be read back. */
export function unissued({ head, lines, vatTotals }: DraftRow): SalesDocument {
  return { ...UNISSUED, ...head, lines, vatTotals } as SalesDocument;
}

/** The row, lines and totals of a new draft. Refuses `amount_too_large`. */
export function draftRow(
  ctx: Ctx,
  draft: Omit<NewDraft, "form"> & { content: DraftContent },
  customerName: string,
): DraftRow {
  const totals = totalsWithin(draft.content);
  return {
    head: {
      tenantId: ctx.tenantId,
      id: draft.id,
      kind: draft.kind,
      sourceId: draft.sourceId ?? null,
      ...headOf(draft.content, totals, customerName),
      createdAt: ctx.now,
      createdBy: ctx.personId,
      updatedAt: ctx.now,
      updatedBy: ctx.personId,
    },
    lines: totals.lines,
    vatTotals: totals.vatTotals,
  };
}

/** A draft as its editor saw it, and what he made of it. */
export interface SavedDraft {
  readonly id: Uuid;
  /** Version that the editor read. */
  readonly version: number;
  readonly form: DraftForm;
}

/**
 * Saves a draft over the version that its editor read. Right `quotes:write` or `invoices:write`. Refuses
 * `not_found`, `not_editable` (issued, accepted), `changed_elsewhere` (somebody saved in between), every fault of the
 * form at its field.
 */
export async function saveDraft(ctx: Ctx, saved: SavedDraft): Promise<SalesDocument> {
  const content = readDraft(saved.form);
  return await withTenant(ctx, async (tx) => {
    const key = { tenantId: ctx.tenantId, id: saved.id };
    const before = await lockDocument(tx, key);
    authorize(ctx, rightTo("write", before.kind));
    if (!allows(before, "edit")) throw refuse("not_editable");
    if (before.version !== saved.version) throw refuse("changed_elsewhere");
    const totals = totalsWithin(content);
    const change = headOf(content, totals, await customerNameOf(tx, ctx, content.customerId));
    await updateDocument(tx, key, { ...change, version: before.version + 1, ...reopened(before), ...editedBy(ctx) });
    await writeSearch(tx, ctx.tenantId, [{ ...before, ...change }]);
    await replaceLines(tx, key, totals);
    await recordActivity(tx, ctx, {
      verb: "saveDraft",
      subject: { kind: before.kind, id: before.id },
      summary: `Brouillon modifié, total ${formatCents(totals.grossCents)}`,
    });
    return await getDocument(tx, key);
  });
}

/** Deletes a draft. Refuses `not_found`, `not_deletable` (what was issued or sent is never deleted: DOC-11). */
export async function deleteDraft(ctx: Ctx, id: Uuid): Promise<void> {
  await withTenant(ctx, async (tx) => {
    const key = { tenantId: ctx.tenantId, id };
    const before = await lockDocument(tx, key);
    authorize(ctx, rightTo("write", before.kind));
    if (!allows(before, "delete")) throw refuse("not_deletable");
    await deleteDocument(tx, key);
    await recordActivity(tx, ctx, {
      verb: "deleteDraft",
      subject: { kind: before.kind, id },
      summary: `Brouillon de ${KIND_LABELS[before.kind].one} supprimé`,
    });
  });
}

/** A quote that was sent and is edited is a draft again until the new version is sent. */
function reopened(before: SalesDocument): DocumentChange {
  return before.kind === "quote" && before.state !== "draft" ? { state: "draft" } : {};
}

function editedBy(ctx: Ctx): DocumentChange {
  return { updatedAt: ctx.now, updatedBy: ctx.personId };
}

function totalsWithin(content: DraftContent): Totals {
  const totals = computeTotals(content);
  if (totals.grossCents > MAX_CENTS) throw refuse("amount_too_large");
  return totals;
}

function headOf(content: DraftContent, totals: Totals, customerName: string) {
  const { lines: _, ...head } = content;
  return {
    ...head,
    customerName,
    netCents: totals.netCents,
    vatCents: totals.vatCents,
    grossCents: totals.grossCents,
  };
}

async function customerNameOf(tx: Tx, ctx: Ctx, customerId: Uuid | null): Promise<string> {
  return customerId ? nameIn(await loadCustomers(tx, ctx, [customerId]), { customerId }) : "";
}

/** The document that the same form made a moment ago; refuses `id_taken` for anything else under this id. */
export async function sameDraft(tx: Tx, key: { tenantId: Uuid; id: Uuid }, kind: DocumentKind): Promise<SalesDocument> {
  const document = await findDocument(tx, key);
  if (!document || document.kind !== kind || document.version !== 1) throw refuse("id_taken");
  return document;
}
