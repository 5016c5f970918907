import { authorize, type Ctx } from "../base/ctx.ts";
import { addToDate } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import type { Issue } from "../base/refusal.ts";
import type { Company } from "../company/mod.ts";
import type { CustomerCard } from "../parties/mod.ts";
import { withTenant } from "../platform/db/tenant.ts";
import type { Preview } from "../platform/pdf/render_job.ts";
import { renderPreview } from "../platform/pdf/worker_pool.ts";
import { newId } from "../platform/random.ts";
import type { DocumentHead, DocumentKind, DraftContent, SalesDocument } from "./document.ts";
import { documentPage, type PageParts } from "./document_page.ts";
import { findHead } from "./document_store.ts";
import { UNISSUED } from "./draft_document.ts";
import { type DraftForm, surveyDraft } from "./draft_form.ts";
import { freezeMentions, freezeSeller } from "./freeze.ts";
import { rightTo } from "./policy.ts";
import { type PreflightPoint, provisional } from "./preflight.ts";
import { aroundDraft } from "./read_document.ts";
import { loadParts } from "./render_document.ts";
import type { BuyerSnapshot } from "./snapshot.ts";
import { computeTotals, type Totals } from "./totals.ts";

/** What a form under way would give if it were saved and issued now. */
export interface DraftSketch {
  readonly document: SalesDocument;
  readonly totals: Totals;
  readonly company: Company;
  readonly customer: CustomerCard | null;
  /** What a saving would refuse, each at its field. */
  readonly faults: readonly Issue[];
  readonly points: readonly PreflightPoint[];
  /** The page as it would be printed, its recipient blank while none is chosen. */
  readonly preview: Preview;
}

/**
 * Figures, pre-flight and page of a form under way: reads, computes, stores nothing. `id` names the draft that the
 * form changes, where there is one: its number and its source stay. Right `quotes:write` or `invoices:write`.
 */
export async function sketchDraft(
  ctx: Ctx,
  { kind, form, id }: { kind: DocumentKind; form: DraftForm; id?: Uuid | undefined },
): Promise<DraftSketch> {
  authorize(ctx, rightTo("write", kind));
  const { content, faults } = surveyDraft(form);
  const totals = computeTotals(content);
  const { document, shown, parts, ...around } = await withTenant(ctx, async (tx) => {
    const stored = id ? await findHead(tx, { tenantId: ctx.tenantId, id }) : null;
    const document = unsaved(ctx, { kind, content, totals, stored });
    const around = await aroundDraft(tx, ctx, document);
    const shown = asPrinted(document, ctx, around);
    return { document, shown, parts: await loadParts(tx, ctx, shown), ...around };
  }, { mode: "read" });
  return { document, totals, faults, ...around, preview: await preview(shown, parts) };
}

async function preview(document: SalesDocument, parts: PageParts): Promise<Preview> {
  return await renderPreview(documentPage(document, parts));
}

function unsaved(
  ctx: Ctx,
  { kind, content, totals, stored }: {
    kind: DocumentKind;
    content: DraftContent;
    totals: Totals;
    stored: DocumentHead | null;
  },
): SalesDocument {
  return {
    ...NOTHING_YET,
    ...content,
    id: stored?.id ?? newId(),
    kind,
    number: stored?.number ?? null,
    sourceId: stored?.sourceId ?? null,
    netCents: totals.netCents,
    vatCents: totals.vatCents,
    grossCents: totals.grossCents,
    lines: totals.lines,
    vatTotals: totals.vatTotals,
    createdAt: ctx.now,
    updatedAt: ctx.now,
  };
}

/** With the parties and terms of today; a draft without a customer is drawn all the same, its recipient blank. */
function asPrinted(
  document: SalesDocument,
  ctx: Ctx,
  { company, customer }: { company: Company; customer: CustomerCard | null },
): SalesDocument {
  const issueOn = document.issueOn ?? ctx.today;
  const validUntil = document.kind === "quote"
    ? document.validUntil ?? addToDate(issueOn, { days: company.quoteValidityDays })
    : document.validUntil;
  if (customer) {
    const shown = provisional(document, { company, customer, today: ctx.today });
    return { ...shown, number: document.number, validUntil };
  }
  const mentions = freezeMentions(company, { treatment: document.treatment, isConsumer: false });
  return { ...document, issueOn, validUntil, seller: freezeSeller(company), buyer: NOBODY, mentions };
}

const NOBODY: BuyerSnapshot = {
  kind: "professional",
  name: "",
  siren: null,
  siret: null,
  serviceCode: null,
  vatNumber: null,
  address: { lines: [], postcode: null, city: null, country: "FR" },
  deliveryAddress: null,
  contactName: null,
  email: null,
  language: "fr",
};

const NOTHING_YET = { ...UNISSUED, version: 0, customerName: "" } as const;
