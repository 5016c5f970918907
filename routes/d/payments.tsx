import { isUuid } from "../../lib/base/ids.ts";
import { newId } from "../../lib/platform/random.ts";
import { recordPayment, reversePayment } from "../../lib/sales/mod.ts";
import { type DossierContext, idParam, notFound, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { submit } from "../respond.tsx";
import { documentOf } from "./documents_acts.ts";
import { idIn } from "./documents_form.ts";
import { DocumentPage } from "./documents_show.tsx";
import { followDocument } from "../../lib/sales/mod.ts";
import { slugOf } from "./here.tsx";

export const paymentRoutes: Routes = {
  "POST /d/:slug/factures/:document/reglements": record,
  "POST /d/:slug/reglements/:payment/annulation": reverse,
};

/** Records what a customer paid on an invoice. */
async function record(c: DossierContext): Promise<Response> {
  const ctx = c.get("ctx");
  const invoice = await documentOf(c, "invoice");
  return await submit(c, {
    run: async (form) => {
      const id = idIn(form, "paymentId") ?? newId();
      await recordPayment(ctx, { id, invoiceId: invoice.id, form: form.values });
      return id;
    },
    goTo: () => paths.document(slugOf(c), invoice, { fait: "reglement" }),
    json: (id) => ({ id }),
    status: 201,
    again: async (state) => (
      <DocumentPage c={c} view={await followDocument(ctx, invoice.id)} refused={{ form: "pay", state }} />
    ),
  });
}

/** Takes a payment back; the page of the invoice that the form names comes next. */
async function reverse(c: DossierContext): Promise<Response> {
  const ctx = c.get("ctx");
  const paymentId = idParam(c, "payment");
  return await submit(c, {
    run: async (form) => {
      const id = idIn(form, "reversalId") ?? newId();
      await reversePayment(ctx, { id, paymentId, reason: form.text("reason") });
      return { id, invoice: idIn(form, "invoice") };
    },
    goTo: ({ invoice }) =>
      invoice
        ? paths.document(slugOf(c), { kind: "invoice", id: invoice }, { fait: "annulation" })
        : paths.documents(slugOf(c), "invoice"),
    json: ({ id }) => ({ id }),
    status: 201,
    again: async (state) => {
      const invoice = state.values["invoice"] ?? "";
      if (!isUuid(invoice)) throw notFound();
      const view = await followDocument(ctx, invoice);
      return <DocumentPage c={c} view={view} refused={{ form: "reverse", state }} />;
    },
  });
}
