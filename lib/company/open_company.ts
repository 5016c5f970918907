import type { Ctx } from "../base/ctx.ts";
import { cleanLine, shorten } from "../base/text.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { recordActivity } from "./record_activity.ts";
import type { CompanySettings } from "./company.ts";
import { insertCompany } from "./company_store.ts";

/** What is known of a company when its dossier opens. */
export interface Opening {
  /** As typed at sign-up. */
  readonly companyName: string;
  readonly email: string;
  /** What the trade gives; absent for a sign-up. */
  readonly preset?: OpeningPreset | undefined;
}

/** Settings that a dossier opened for a trade begins with. */
export type OpeningPreset = Pick<CompanySettings, "country" | "paymentTerms" | "paymentDays" | "quoteValidityDays">;

/** Longest name kept from the sign-up form. */
const MAX_NAME = 100;

/** Gives a new dossier its company, with defaults; does nothing where it has one. Subscriber of `dossier_opened`. */
export async function openCompany(tx: Tx, ctx: Ctx, opening: Opening): Promise<void> {
  const name = shorten(cleanLine(opening.companyName), MAX_NAME);
  const isNew = await insertCompany(tx, ctx, { name, email: opening.email, ...opening.preset });
  if (!isNew) return;
  const subject = { kind: "company", id: ctx.tenantId };
  await recordActivity(tx, ctx, { verb: "openCompany", subject, summary: `Dossier de ${name} ouvert` });
}
