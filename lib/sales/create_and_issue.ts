import { closedTo } from "../antifraud/mod.ts";
import { authorize, type Ctx } from "../base/ctx.ts";
import { Refusal } from "../base/refusal.ts";
import { loadCompany } from "../company/mod.ts";
import { loadCustomers } from "../parties/mod.ts";
import { withTenant } from "../platform/db/tenant.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { gathering } from "../platform/gather.ts";
import type { DraftContent, SalesDocument } from "./document.ts";
import { addDraft, createdAct, draftRow, nameIn, type NewDraft, sameDraft, unissued } from "./draft_document.ts";
import { readDraft } from "./draft_form.ts";
import {
  authorizeIssue,
  isClosedMeanwhile,
  issueDrafts,
  type IssueOptions,
  issueWithin,
  MAX_ISSUED_AT_ONCE,
} from "./issue_document.ts";
import { rightTo } from "./policy.ts";
import { refuse } from "./refusals.ts";
import { isIdTaken } from "./state_store.ts";

/** Most requests that go together: beyond, the first would wait too long for the last. */
const MOST_TOGETHER = 25;

type ReadDraft = Omit<NewDraft, "form"> & { readonly content: DraftContent };

/**
 * Makes a document and issues it in one transaction: both, or nothing where either is refused. For programs, which
 * have no use for a draft. Invoices asked for by one person while another is being issued go together in the next
 * transaction. Rights `invoices:write` and `invoices:issue`. Refuses what createDraft and issueDocument do.
 */
export async function createAndIssue(ctx: Ctx, draft: NewDraft, options: IssueOptions = {}): Promise<SalesDocument> {
  authorize(ctx, rightTo("write", draft.kind));
  authorizeIssue(ctx, options);
  const content = readDraft(draft.form);
  const { form: _, ...named } = draft;
  if (draft.kind !== "invoice" || draft.sourceId || options.send) {
    return await createThenIssue(ctx, { ...named, content }, options);
  }
  const who = [ctx.cell, ctx.tenantId, ctx.epoch, ctx.personId, ctx.actor, options.render === false];
  return await together(JSON.stringify(who), { ctx, draft: { ...named, content }, options });
}

/**
 * Makes many invoices and issues them in one transaction, in the order given: all of them, or none (EXP-17). For
 * imports and series. Rights `invoices:write` and `invoices:issue`. Refuses what createAndIssue does,
 * `too_many_at_once`, and `id_taken` for the id of a document that exists.
 */
export async function createAndIssueAll(
  ctx: Ctx,
  drafts: readonly NewDraft[],
  options: Pick<IssueOptions, "render"> = {},
): Promise<SalesDocument[]> {
  if (drafts.length > MAX_ISSUED_AT_ONCE) throw refuse("too_many_at_once");
  authorize(ctx, rightTo("write", "invoice"));
  authorizeIssue(ctx, options);
  const wanted = drafts.map(({ form, ...draft }) => ({ ...draft, content: readDraft(form) }));
  return await makeTogether(ctx, wanted, options);
}

/** One transaction for all. Refuses `id_taken` besides what the rules refuse. */
async function makeTogether(
  ctx: Ctx,
  drafts: readonly ReadDraft[],
  options: IssueOptions,
): Promise<SalesDocument[]> {
  try {
    return await withTenant(ctx, (tx) => makeAndIssue(tx, ctx, drafts, options));
  } catch (error) {
    if (isClosedMeanwhile(error)) throw refuse("month_closed");
    throw isIdTaken(error) ? refuse("id_taken") : error;
  }
}

interface Asked {
  readonly ctx: Ctx;
  readonly draft: ReadDraft;
  readonly options: IssueOptions;
}

const together = gathering(async (asked: readonly Asked[]): Promise<SalesDocument[]> => {
  const { ctx, options } = asked.at(-1)!;
  try {
    return await makeTogether(ctx, asked.map(({ draft }) => draft), options);
  } catch (error) {
    // Alone, a taken id is looked at: it may be that of the same form sent twice.
    if (asked.length > 1 || !isTaken(error)) throw error;
    return [await createThenIssue(ctx, asked[0]!.draft, options)];
  }
}, { most: MOST_TOGETHER });

function isTaken(error: unknown): boolean {
  return error instanceof Refusal && error.issues.some((issue) => issue.code === "sales.id_taken");
}

/** New drafts issued from what is known of them: nothing that was just written is read back. */
async function makeAndIssue(
  tx: Tx,
  ctx: Ctx,
  drafts: readonly ReadDraft[],
  options: IssueOptions,
): Promise<SalesDocument[]> {
  // Sent together: one wait for all that the rules need.
  const [company, lastClosed, customers] = await Promise.all([
    loadCompany(tx, ctx),
    closedTo(tx, ctx),
    loadCustomers(tx, ctx, drafts.flatMap(({ content }) => content.customerId ?? [])),
  ]);
  const rows = drafts.map((draft) => draftRow(ctx, draft, nameIn(customers, draft.content)));
  const known = { company, customers, sources: new Map(), closedTo: lastClosed };
  const parts = { drafts: rows.map(unissued), acts: drafts.map(createdAct), isNew: true, ...known };
  return await issueDrafts(tx, ctx, parts, options);
}

/** One document as two steps: for credit notes, which lock their invoice, for mails, and for an id that exists. */
async function createThenIssue(ctx: Ctx, draft: ReadDraft, options: IssueOptions): Promise<SalesDocument> {
  return await withTenant(ctx, async (tx) => {
    if (!await addDraft(tx, ctx, draft)) {
      await sameDraft(tx, { tenantId: ctx.tenantId, id: draft.id }, draft.kind);
    }
    const [document] = await issueWithin(tx, ctx, [draft.id], options);
    return document!;
  });
}
