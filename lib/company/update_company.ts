import { authorize, type Ctx } from "../base/ctx.ts";
import { type Refusal, refuseAll } from "../base/refusal.ts";
import { withTenant } from "../platform/db/tenant.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { emit } from "../platform/events.ts";
import type { Company, CompanySettings } from "./company.ts";
import { COMPANY_FIELDS, type CompanyForm, readCompany } from "./company_form.ts";
import { lockCompany, writeCompany } from "./company_store.ts";
import { fiscalSettingsChanged, ibanChanged } from "./events.ts";
import type { IbanProof } from "./iban_change.ts";
import { shieldIban } from "./iban_shield.ts";
import { fiscalChange } from "./policy.ts";
import { nameOf } from "./label_person.ts";
import { recordActivity } from "./record_activity.ts";
import { refuse } from "./refusals.ts";
import { type Difference, differences, staleRefusal } from "./stale.ts";

/** What a person saves: the version he saw, and the fields of the page he was on. */
export interface CompanyUpdate {
  readonly version: number;
  readonly form: CompanyForm;
  /** A passkey shown for this very act lets another IBAN take effect at once. */
  readonly proof?: IbanProof;
}

/**
 * Changes the company's settings; fields that are absent stay. Another IBAN waits (see iban_shield.ts): the answer
 * still bears the old one. Announces `fiscal_settings_changed` where one of FISCAL_FIELDS changes.
 * Right `company:write`. Refuses: 422 with every fault at its field; 409 `stale` with both versions where somebody
 * saved in between and they differ; 409 `iban_pending`; `not_found`.
 */
export async function updateCompany(ctx: Ctx, { version, form, proof = null }: CompanyUpdate): Promise<Company> {
  authorize(ctx, "company:write");
  return await withTenant(ctx, async (tx) => {
    const current = await lockCompany(tx, ctx);
    if (!current) throw refuse("not_found");
    const { wanted, issues } = readCompany(form, current);
    refuseAll(issues);
    const changed = differences<CompanySettings>(current, wanted, COMPANY_FIELDS);
    if (changed.length === 0) return current;
    if (version !== current.version) throw await stale(tx, ctx, { version, current, changed });
    const shield = await shieldIban(tx, ctx, { current, wanted, proof });
    const writable = changed.filter(({ field }) => !shield.held.includes(field));
    if (writable.length === 0) return current;
    const saved = await writeCompany(tx, ctx, pickFields(wanted, writable));
    await recordActivity(tx, ctx, {
      verb: "updateCompany",
      subject: { kind: "company", id: ctx.tenantId },
      summary: "Entreprise modifiée",
    });
    if (shield.announce) await emit(tx, ctx, { event: ibanChanged, payload: shield.announce });
    const payload = fiscalChange(current, saved);
    if (payload) await emit(tx, ctx, { event: fiscalSettingsChanged, payload });
    return saved;
  });
}

async function stale(
  tx: Tx,
  ctx: Ctx,
  { version, current, changed }: { version: number; current: Company; changed: readonly Difference[] },
): Promise<Refusal> {
  return staleRefusal({
    module: "company",
    seen: version,
    current: current.version,
    changedAt: current.updatedAt,
    changedBy: await nameOf(tx, ctx, current.updatedBy),
    timeZone: current.timeZone,
    differences: changed,
  });
}

function pickFields(wanted: CompanySettings, changed: readonly Difference[]): Partial<CompanySettings> {
  return Object.fromEntries(changed.map(({ field }) => [field, wanted[field as keyof CompanySettings]]));
}
