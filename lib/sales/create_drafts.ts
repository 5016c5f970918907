import { authorize, type Ctx } from "../base/ctx.ts";
import { recordActivities } from "../company/mod.ts";
import { loadCustomers } from "../parties/mod.ts";
import { withTenant } from "../platform/db/tenant.ts";
import { KIND_LABELS } from "./document.ts";
import { insertDocuments } from "./document_store.ts";
import { draftRow, nameIn, type NewDraft } from "./draft_document.ts";
import { readDraft } from "./draft_form.ts";
import { rightTo } from "./policy.ts";
import { refuse } from "./refusals.ts";

/** Most drafts made in one transaction. */
export const MAX_DRAFTS_AT_ONCE = 200;

/**
 * Makes many drafts in one transaction, all or none: for imports and series (EXP-17). Ids that exist already are left
 * as they are. Right `quotes:write` or `invoices:write`. Refuses what createDraft refuses, and `too_many_at_once`.
 */
export async function createDrafts(ctx: Ctx, drafts: readonly NewDraft[]): Promise<void> {
  if (drafts.length > MAX_DRAFTS_AT_ONCE) throw refuse("too_many_at_once");
  for (const kind of new Set(drafts.map((draft) => draft.kind))) authorize(ctx, rightTo("write", kind));
  const wanted = drafts.map((draft) => ({ ...draft, content: readDraft(draft.form) }));
  await withTenant(ctx, async (tx) => {
    const customers = await loadCustomers(tx, ctx, wanted.flatMap(({ content }) => content.customerId ?? []));
    const rows = wanted.map((draft) => draftRow(ctx, draft, nameIn(customers, draft.content)));
    const made = new Set(await insertDocuments(tx, ctx.tenantId, rows));
    const acts = wanted.filter((draft) => made.has(draft.id)).map(({ id, kind }) => ({
      verb: "createDrafts",
      subject: { kind, id },
      summary: `Brouillon de ${KIND_LABELS[kind].one} créé`,
    }));
    await recordActivities(tx, ctx, acts);
  });
}
