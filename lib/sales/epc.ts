import { centsText } from "../base/money.ts";
import { balanceOf, type SalesDocument } from "./document.ts";

/** Bounds of a SEPA transfer by QR code (EPC069-12): one cent to 999 999 999,99 €. */
const MAX_EPC_CENTS = 99_999_999_999n;
const MAX_NAME = 70;
const MAX_REMITTANCE = 140;

/**
 * Text of the QR code that fills in a transfer (EPC069-12 version 2), or null where there is nothing to transfer: no
 * IBAN, another currency, a draft.
 */
export function epcPayload(document: SalesDocument): string | null {
  const seller = document.seller;
  const amount = balanceOf({ ...document, paidCents: 0n, creditedCents: 0n });
  const fits = amount >= 1n && amount <= MAX_EPC_CENTS && document.currency === "EUR";
  if (document.kind !== "invoice" || !seller?.iban || !document.number || !fits) return null;
  return [
    "BCD",
    "002",
    "1",
    "SCT",
    seller.bic ?? "",
    seller.name.slice(0, MAX_NAME),
    seller.iban,
    `EUR${centsText(amount)}`,
    "",
    "",
    document.number.slice(0, MAX_REMITTANCE),
  ].join("\n");
}
