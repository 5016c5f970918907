import type { AgreementSource, Canonical } from "../antifraud/mod.ts";
import type { Uuid } from "../base/ids.ts";
import { countIssued, readDocuments } from "./document_store.ts";
import { countPayments, findPayments } from "./payment_store.ts";
import { issuedPayload, paymentPayload } from "./sealing.ts";

/** Holds live issued documents against what was sealed of them. */
export const documentAgreement: AgreementSource = {
  types: ["invoice_issued", "credit_note_issued"],
  async payloads(tx, { tenantId, ids }) {
    const documents = await readDocuments(tx, { tenantId, ids });
    const issued = documents.filter((document) => document.state === "issued");
    return new Map<Uuid, Canonical>(issued.map((document) => [document.id, issuedPayload(document)]));
  },
  countSealed: countIssued,
};

/** Holds recorded payments against what was sealed of them. */
export const paymentAgreement: AgreementSource = {
  types: ["payment_recorded", "payment_reversed"],
  async payloads(tx, { tenantId, ids }) {
    const payments = await findPayments(tx, { tenantId, ids });
    return new Map<Uuid, Canonical>(
      payments.map((payment) => [payment.id, paymentPayload(payment, payment.allocations)]),
    );
  },
  countSealed: countPayments,
};
