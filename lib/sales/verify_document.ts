import type { Ctx } from "../base/ctx.ts";
import type { IsoDate } from "../base/dates.ts";
import type { Cents } from "../base/money.ts";
import { loadCompany } from "../company/mod.ts";
import { withTenant } from "../platform/db/tenant.ts";
import { balanceOf, type DocumentKind } from "./document.ts";
import { findByVerificationCode } from "./document_store.ts";
import { refuse } from "./refusals.ts";

/** What the page of a verification code tells whoever holds the document: nothing of the customer. */
export interface VerifiedDocument {
  readonly kind: DocumentKind;
  readonly number: string;
  readonly issuedOn: IsoDate;
  /** Null for credit notes. */
  readonly dueOn: IsoDate | null;
  readonly grossCents: Cents;
  readonly currency: string;
  readonly issuer: { readonly name: string; readonly siren: string | null };
  /** Last four characters of the IBAN that was printed; null where none was. */
  readonly ibanEnd: string | null;
  /** SHA-256 of the only file there is of it, in hexadecimal; null before it was made. */
  readonly fileSha256: string | null;
  /** Whether an invoice is settled; null where its issuer does not wish that to be told, and for credit notes. */
  readonly isSettled: boolean | null;
}

/** Letters of an IBAN that are told: enough to see that it was changed, too few to use it. */
const IBAN_END = 4;

/**
 * The issued document that bears a code (BEY-01). The ctx is the dossier's, with no right: whoever has the code has the
 * paper. Refuses `code_unknown`: unknown and foreign are one answer.
 */
export async function verifyDocument(ctx: Ctx, code: string): Promise<VerifiedDocument> {
  return await withTenant(ctx, async (tx) => {
    const [document, company] = await Promise.all([
      findByVerificationCode(tx, { tenantId: ctx.tenantId, code }),
      loadCompany(tx, ctx),
    ]);
    if (!document?.number || !document.issueOn || !document.seller) throw refuse("code_unknown");
    const { kind, number, dueOn, grossCents, currency, seller, fileSha256 } = document;
    const tellsPayment = kind === "invoice" && company.showsPaymentState;
    return {
      kind,
      number,
      issuedOn: document.issueOn,
      dueOn,
      grossCents,
      currency,
      issuer: { name: seller.name, siren: seller.siren },
      ibanEnd: seller.iban?.slice(-IBAN_END) ?? null,
      fileSha256,
      isSettled: tellsPayment ? balanceOf(document) === 0n : null,
    };
  }, { mode: "read" });
}
