import { newId } from "../../lib/platform/random.ts";
import {
  copyDocument,
  creditInvoice,
  deleteDraft,
  type DocumentKind,
  invoiceQuote,
  issueDocument,
  readDocument,
  type SalesDocument,
  sendDocument,
} from "../../lib/sales/mod.ts";
import { type DossierContext, idParam, notFound } from "../handler.ts";
import { paths } from "../paths.ts";
import { done, readForm, submit } from "../respond.tsx";
import { idIn } from "./documents_form.ts";
import { sendingIn, summaryOf } from "./documents_save.tsx";
import { DocumentPage, followed } from "./documents_show.tsx";
import { slugOf } from "./here.tsx";

/** A document of the kind that its address says; any other is answered like an unknown one. */
export async function documentOf(c: DossierContext, kind: DocumentKind): Promise<SalesDocument> {
  const document = await readDocument(c.get("ctx"), idParam(c, "document"));
  if (document.kind !== kind) throw notFound();
  return document;
}

/** Issues a stored draft. */
export async function issueOne(c: DossierContext, kind: DocumentKind): Promise<Response> {
  const draft = await documentOf(c, kind);
  const issued = await issueDocument(c.get("ctx"), draft.id);
  return done(c, {
    goTo: paths.document(slugOf(c), issued, { fait: "emis" }),
    json: () => summaryOf(issued),
  });
}

/** Mails a document; refused, its page comes back with what was typed. */
export async function sendOne(c: DossierContext, kind: DocumentKind): Promise<Response> {
  const document = await documentOf(c, kind);
  return await submit(c, {
    run: async (form) =>
      await sendDocument(c.get("ctx"), {
        documentId: document.id,
        sending: await sendingIn(c, document, form.values),
      }),
    goTo: (sent) => paths.document(slugOf(c), sent, { fait: "envoye" }),
    json: summaryOf,
    status: 202,
    again: async (state) => DocumentPage({ c, view: await followed(c, kind), refused: { form: "send", state } }),
  });
}

/** Makes the draft credit note of an invoice. */
export async function creditOne(c: DossierContext): Promise<Response> {
  return await derive(c, { kind: "invoice", verb: creditInvoice });
}

/** Makes the draft invoice of a quote. */
export async function invoiceOne(c: DossierContext): Promise<Response> {
  return await derive(c, { kind: "quote", verb: invoiceQuote });
}

/** Makes a new draft with the same words. */
export async function copyOne(c: DossierContext, kind: DocumentKind): Promise<Response> {
  return await derive(c, { kind, verb: copyDocument });
}

/** Deletes a draft; what was issued stays, and the answer says why. */
export async function deleteOne(c: DossierContext, kind: DocumentKind): Promise<Response> {
  const { id } = await documentOf(c, kind);
  await deleteDraft(c.get("ctx"), id);
  return done(c, { goTo: paths.documents(slugOf(c), kind, { fait: "suppression" }), json: () => ({ id }) });
}

async function derive(
  c: DossierContext,
  { kind, verb }: { kind: DocumentKind; verb: typeof copyDocument },
): Promise<Response> {
  const source = await documentOf(c, kind);
  const form = await readForm(c);
  const made = await verb(c.get("ctx"), { id: idIn(form, "newId") ?? newId(), sourceId: source.id });
  return done(c, {
    goTo: paths.document(slugOf(c), made),
    json: () => summaryOf(made),
    status: 201,
  });
}
