import { closedTo, type Head, holdHead, type Seal, seal } from "../antifraud/mod.ts";
import { authorize, type Ctx } from "../base/ctx.ts";
import { addSeconds, type IsoDate } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { formatCents } from "../base/money.ts";
import { Refusal } from "../base/refusal.ts";
import { type Act, type Company, dueDate, knowPerson, loadCompany, recordActivities } from "../company/mod.ts";
import { type CustomerCard, loadCustomers } from "../parties/mod.ts";
import { withTenant } from "../platform/db/tenant.ts";
import { asOne, sqlState, type Tx } from "../platform/db/transaction.ts";
import { emit } from "../platform/events.ts";
import { enqueueAll } from "../platform/jobs.ts";
import { randomBase32 } from "../platform/random.ts";
import { settleCredits } from "./credit_store.ts";
import { type DocumentHead, type DocumentKind, KIND_LABELS, type SalesDocument } from "./document.ts";
import { completeDocuments, lockWithSources } from "./document_store.ts";
import { documentIssued } from "./events.ts";
import { RENDER_DOCUMENT } from "./jobs.ts";
import { insertIssued, insertIssuedParts, writeIssued } from "./state_store.ts";
import { addTurnover } from "./monthly_totals_store.ts";
import { takeNumbers } from "./numbering.ts";
import { rightTo } from "./policy.ts";
import { freeze, mayBeIssued, preflight, type PreflightPoint } from "./preflight.ts";
import { moveReceivables, type OwedChange } from "./receivables_store.ts";
import { issue, refuse } from "./refusals.ts";
import { issuedEvent } from "./sealing.ts";
import { writeSearch } from "./search_store.ts";
import type { Preceding } from "./semantic.ts";
import { prefixOf } from "./series.ts";
import { allows } from "./states.ts";
import { type NewSending, queueSending, sendingEvent } from "./sending.ts";

/** Most documents issued in one transaction. */
export const MAX_ISSUED_AT_ONCE = 200;
/** Characters of a verification code: 22 × 5 bits = 110 bits. */
export const VERIFICATION_CODE_LENGTH = 22;

/** How long a file that nobody wants yet waits to be rendered. */
export const RENDER_DELAY_S = 120;

/** What happens around an issue. */
export interface IssueOptions {
  /** Sends the document in the same transaction. */
  readonly send?: NewSending;
  /** False for bulk seeds: files are then rendered when somebody wants them. */
  readonly render?: boolean;
}

/**
 * Issues a draft invoice or credit note: gapless number, parties and mentions frozen, month's turnover moved, sealed
 * in the chain, all in one transaction. Issuing twice gives the document that was issued. Right `invoices:issue`.
 * Refuses `not_found`, `not_issuable` (quotes), `preflight` (each point with where it is mended), `date_before_last`,
 * `date_in_future`, `month_closed`, `credit_too_large`.
 */
export async function issueDocument(ctx: Ctx, id: Uuid, options: IssueOptions = {}): Promise<SalesDocument> {
  const [document] = await issueAll(ctx, [id], options);
  return document!;
}

/** Issues up to 200 drafts, in the order given, in one transaction: all of them, or none (EXP-17). Refuses as above. */
export async function issueDocuments(
  ctx: Ctx,
  ids: readonly Uuid[],
  options: Pick<IssueOptions, "render"> = {},
): Promise<SalesDocument[]> {
  if (new Set(ids).size > MAX_ISSUED_AT_ONCE) throw refuse("too_many_at_once");
  return await issueAll(ctx, [...new Set(ids)], options);
}

async function issueAll(ctx: Ctx, ids: readonly Uuid[], options: IssueOptions): Promise<SalesDocument[]> {
  authorizeIssue(ctx, options);
  try {
    return await withTenant(ctx, (tx) => issueWithin(tx, ctx, ids, options));
  } catch (error) {
    throw isClosedMeanwhile(error) ? refuse("month_closed") : error;
  }
}

/** True where a trigger refused a date whose month was closed after the rules had read that it was open. */
export function isClosedMeanwhile(error: unknown): boolean {
  return sqlState(error) === "PF012";
}

/** Refuses whoever may not issue, or may not send where that is asked too. */
export function authorizeIssue(ctx: Ctx, options: IssueOptions): void {
  authorize(ctx, "invoices:issue");
  if (options.send) authorize(ctx, rightTo("send", "invoice"));
}

/** Locks documents and issues those of them that are drafts, inside another verb's transaction. */
export async function issueWithin(
  tx: Tx,
  ctx: Ctx,
  ids: readonly Uuid[],
  options: IssueOptions,
): Promise<SalesDocument[]> {
  const heads = await lockWithSources(tx, { tenantId: ctx.tenantId, ids });
  // Sent together: one wait for all that the rules need.
  const [documents, company, lastClosed, customers] = await Promise.all([
    completeDocuments(tx, ctx.tenantId, heads),
    loadCompany(tx, ctx),
    closedTo(tx, ctx),
    loadCustomers(
      tx,
      ctx,
      heads.flatMap((head) => head.state === "draft" && head.customerId ? [head.customerId] : []),
    ),
  ]);
  const known = new Map(documents.map((document) => [document.id, document]));
  const drafts = ids.map((id) => known.get(id)!).filter((document) => document.state === "draft");
  const issued = await issueDrafts(
    tx,
    ctx,
    { drafts, company, customers, sources: known, closedTo: lastClosed },
    options,
  );
  const issuedById = new Map(issued.map((document) => [document.id, document]));
  return ids.map((id) => issuedById.get(id) ?? known.get(id)!);
}

/** Drafts to issue, with what issuing reads of the dossier. */
export interface Drafts extends Parts {
  readonly drafts: readonly SalesDocument[];
  /** What the journal says before the issue itself. */
  readonly acts?: readonly Act[];
  /** True where no row of theirs exists yet: they are born issued. */
  readonly isNew?: boolean;
}

/** Issues drafts that are locked, or that exist nowhere yet. */
export async function issueDrafts(
  tx: Tx,
  ctx: Ctx,
  { drafts, acts = [], isNew = false, ...parts }: Drafts,
  options: IssueOptions,
): Promise<SalesDocument[]> {
  if (drafts.length === 0) return [];
  if (!drafts.every((draft) => allows(draft, "issue"))) throw refuse("not_issuable");
  for (const draft of drafts) refuseUnfit(draft, ctx, parts);
  const frozenDrafts = drafts.map((draft) => frozen(draft, ctx, parts));
  const credits = frozenDrafts.filter((document) => document.kind === "credit_note");
  const settled = await settleCredits(tx, ctx, { credits, sources: parts.sources });
  // Sent together: one wait for the numbers and for the head, which is locked behind them.
  const [, numbered, head] = await Promise.all([
    knowPerson(tx, ctx),
    numberAll(tx, ctx, frozenDrafts, parts.company),
    holdHead(tx, ctx),
  ]);
  return await write(tx, ctx, { numbered, settled, acts, isNew, head }, options);
}

/** What issuing reads of the dossier. */
export interface Parts {
  readonly company: Company;
  readonly customers: ReadonlyMap<Uuid, CustomerCard>;
  readonly sources: ReadonlyMap<Uuid, SalesDocument>;
  /** Last day of the last closed month or year, or null. */
  readonly closedTo: IsoDate | null;
}

function refuseUnfit(draft: SalesDocument, ctx: Ctx, { company, customers, sources, closedTo }: Parts): void {
  const source = draft.sourceId ? sources.get(draft.sourceId) : undefined;
  const points = preflight(draft, {
    company,
    customer: draft.customerId ? customers.get(draft.customerId) ?? null : null,
    preceding: precedingOf(draft, source),
    today: ctx.today,
    closedTo,
  });
  if (!mayBeIssued(points)) throw preflightRefusal(points);
}

/** What a credit note names of the invoice that it corrects. */
export function precedingOf(
  draft: Pick<DocumentHead, "kind">,
  source: Pick<DocumentHead, "number" | "issueOn"> | undefined,
): Preceding | null {
  if (draft.kind !== "credit_note" || !source?.number || !source.issueOn) return null;
  return { number: source.number, issuedOn: source.issueOn };
}

function preflightRefusal(points: readonly PreflightPoint[]): Refusal {
  const blocking = points.filter((point) => point.severity === "blocking");
  return new Refusal(422, [
    issue("preflight"),
    ...blocking.map((point) => ({ code: `sales.preflight.${point.rule}`, sentence: point.sentence, field: point.fix })),
  ]);
}

function frozen(
  draft: SalesDocument,
  ctx: Ctx,
  { company, customers }: Pick<Parts, "company" | "customers">,
): SalesDocument {
  const customer = customers.get(draft.customerId!)!;
  const issueOn = draft.issueOn ?? ctx.today;
  return {
    ...draft,
    ...freeze(draft, { company, customer }),
    state: "issued",
    customerName: customer.name,
    issueOn,
    dueOn: draft.kind === "credit_note" ? null : draft.dueOn ?? dueDate(draft.terms, issueOn),
    issuedAt: ctx.now,
    verificationCode: randomBase32(VERIFICATION_CODE_LENGTH),
    settledOn: draft.kind === "invoice" && draft.grossCents === 0n ? issueOn : null,
  };
}

async function numberAll(
  tx: Tx,
  ctx: Ctx,
  documents: readonly SalesDocument[],
  company: Company,
): Promise<SalesDocument[]> {
  const numbers = new Map<Uuid, string>();
  // Series in the order of their names: two bulk issues wait for each other and never deadlock.
  const bySeries = [...Map.groupBy(documents, (document) => document.kind)].sort(([a], [b]) => a < b ? -1 : 1);
  await Promise.all(bySeries.map(async ([series, members]) => {
    const inOrder = [...members].sort((a, b) => a.issueOn! < b.issueOn! ? -1 : a.issueOn! > b.issueOn! ? 1 : 0);
    const dates = inOrder.map((document) => document.issueOn as IsoDate);
    const prefix = prefixOf(company, series);
    const taken = await takeNumbers(tx, { tenantId: ctx.tenantId, series, prefix, dates });
    inOrder.forEach((document, i) => numbers.set(document.id, taken[i]!));
  }));
  return documents.map((document) => ({ ...document, number: numbers.get(document.id)! }));
}

interface Written extends Required<Pick<Drafts, "acts" | "isNew">> {
  readonly numbered: readonly SalesDocument[];
  /** The invoices that credit notes among them correct. */
  readonly settled: readonly OwedChange[];
  readonly head: Head;
}

/** Everything that is written, under the chain's head. Returns the documents with their number in the chain. */
async function write(
  tx: Tx,
  ctx: Ctx,
  { numbered, settled, acts, isNew, head }: Written,
  options: IssueOptions,
): Promise<SalesDocument[]> {
  for (const document of numbered) await emit(tx, ctx, { event: documentIssued, payload: { document } });
  if (options.send) await queueSending(tx, ctx, { document: numbered[0]!, sending: options.send });
  const events = [...numbered.map(issuedEvent), ...(options.send ? [sendingEvent(numbered[0]!)] : [])];
  let issued: readonly SalesDocument[] = [];
  async function writeRows(seals: readonly Seal[]): Promise<void> {
    issued = numbered.map((document, i) => ({ ...document, sealSeq: seals[i]!.seq }));
    // Lines and totals first: once a document stands issued, nothing is added to it. Sums move under the head alone,
    // so that nobody who holds them waits for it.
    await Promise.all([
      isNew && asOne(tx, (tx) => insertIssuedParts(tx, ctx, issued)),
      asOne(tx, (tx) =>
        Promise.all([
          isNew ? insertIssued(tx, ctx, issued) : writeIssued(tx, ctx, issued),
          options.render !== false && enqueueRendering(tx, ctx, issued),
          recordActivities(tx, ctx, [...acts, ...issued.map(issueAct)]),
          writeSearch(tx, ctx.tenantId, issued),
          addTurnover(tx, ctx.tenantId, issued),
          moveReceivables(tx, ctx.tenantId, [...settled, ...issued.map((after) => ({ before: null, after }))]),
        ])),
    ]);
  }
  await seal(tx, ctx, events, { write: writeRows, head });
  return [...issued];
}

/** Whoever sends or downloads a document renders it at once; a burst of issues is not slowed by rendering. */
async function enqueueRendering(tx: Tx, { tenantId, now }: Ctx, documents: readonly SalesDocument[]): Promise<void> {
  const runAt = addSeconds(now, RENDER_DELAY_S);
  const requests = documents.map(({ id }) => ({ tenantId, payload: { documentId: id }, dedupeKey: id, runAt }));
  await enqueueAll(tx, RENDER_DOCUMENT, requests);
}

function issueAct(document: SalesDocument) {
  const kind: DocumentKind = document.kind;
  const title = KIND_LABELS[kind].title;
  return {
    verb: "issueDocument",
    subject: { kind, id: document.id },
    summary: `${title} ${document.number} émis${kind === "invoice" ? "e" : ""}, ${formatCents(document.grossCents)}`,
  };
}
