import { decimal } from "../../../lib/base/decimal.ts";
import type { IsoDate, IsoInstant } from "../../../lib/base/dates.ts";
import { newId } from "../../../lib/platform/random.ts";
import { aCompany } from "../../../lib/company/testing.ts";
import { aCustomer } from "../../../lib/parties/testing.ts";
import { computeTotals, type LineInput, type SalesDocument } from "../../../lib/sales/mod.ts";
import { freeze } from "../../../lib/sales/preflight.ts";

/** An issued invoice of so many lines, as stored; each number gives other words. */
export function anInvoiceOf(count: number, n = 1): SalesDocument {
  const lines = Array.from({ length: count }, (_, i): LineInput => ({
    kind: "item",
    itemId: null,
    reference: `ART-${i}`,
    label: `Pose et ajustage d’un meuble sur mesure, lot ${n}-${i}`,
    nature: i % 2 ? "goods" : "service",
    quantity: decimal(String(1 + i % 7)),
    unitCode: "C62",
    unitPrice: decimal(`${10 + i}.50`),
    discountBp: 0,
    vatRateBp: i % 3 ? 2000 : 1000,
  }));
  const content = { lines, entryMode: "net" as const, treatment: "domestic" as const, discountBp: 0 };
  const { lines: computed, vatTotals, netCents, vatCents, grossCents } = computeTotals(content);
  return {
    ...HEAD,
    ...content,
    ...freeze(content, { company: aCompany(), customer: aCustomer() }),
    id: newId(),
    number: `FA2026-${String(n).padStart(4, "0")}`,
    lines: computed,
    vatTotals,
    netCents,
    vatCents,
    grossCents,
  };
}

const AT = "2026-11-21T09:00:00.000Z" as IsoInstant;

const HEAD = {
  kind: "invoice",
  state: "issued",
  version: 1,
  customerId: null,
  customerName: "Dupont SARL",
  subject: "Rénovation de la cuisine",
  issueOn: "2026-11-21" as IsoDate,
  dueOn: "2026-12-21" as IsoDate,
  validUntil: null,
  deliveredOn: null,
  purchaseOrder: null,
  terms: { kind: "net", days: 30 },
  notes: "",
  currency: "EUR",
  paidCents: 0n,
  creditedCents: 0n,
  settledOn: null,
  sourceId: null,
  verificationCode: "0123456789abcdefghjkmn",
  sealSeq: 1n,
  issuedAt: AT,
  fileId: null,
  fileSha256: null,
  sentCount: 0,
  lastSentAt: null,
  createdAt: AT,
  updatedAt: AT,
} as const;
