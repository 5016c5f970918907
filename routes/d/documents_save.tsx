import { authorize } from "../../lib/base/ctx.ts";
import { isUuid, type Uuid } from "../../lib/base/ids.ts";
import { Refusal } from "../../lib/base/refusal.ts";
import { getCustomer, recipientsOf } from "../../lib/parties/mod.ts";
import type { SentForm } from "../../lib/platform/web/form.ts";
import { newId } from "../../lib/platform/random.ts";
import {
  createAndIssue,
  createDraft,
  type DocumentKind,
  type DraftForm,
  issueDocument,
  type NewSending,
  readDocument,
  type SalesDocument,
  saveDraft,
  sendDocument,
} from "../../lib/sales/mod.ts";
import type { FormState, JSX } from "../../lib/ui/mod.ts";
import { type DossierContext, idParam } from "../handler.ts";
import { paths } from "../paths.ts";
import { readForm, submit, wantsJson } from "../respond.tsx";
import { draftDifferences } from "./documents_conflict.tsx";
import { EditorPage } from "./documents_editor.tsx";
import { completedTexts, editorOf, redrawnEditor } from "./documents_entry.tsx";
import { draftFrom, idIn, linesOf, textsOf, writtenLines } from "./documents_form.ts";
import { rightOn } from "./documents_words.ts";
import { isStale, slugOf, versionSeen } from "./here.tsx";

/** What the buttons of the editor do with the draft once it is saved. */
type Act = "save" | "issue" | "issue_send" | "send";

/** Makes a draft from the editor or from JSON, and issues or sends it where that was asked. */
export async function createOne(c: DossierContext, kind: "quote" | "invoice"): Promise<Response> {
  return await keep(c, { kind, id: null });
}

/** Saves a draft over the version that its editor saw, and issues or sends it where that was asked. */
export async function saveOne(c: DossierContext, kind: DocumentKind): Promise<Response> {
  return await keep(c, { kind, id: idParam(c, "document") });
}

interface Target {
  readonly kind: DocumentKind;
  /** Null for a draft that is not stored yet. */
  readonly id: Uuid | null;
}

async function keep(c: DossierContext, target: Target): Promise<Response> {
  const form = await readForm(c);
  const asked = actIn(form);
  if (asked === null) return await redrawnEditor(c, target.kind);
  let texts = textsOf(form.values, writtenLines(form));
  let saved: SalesDocument | null = null;
  return await submit(c, {
    run: async () => {
      texts = await completedTexts(c, target.kind, texts);
      // A program has no use for the draft of a refused issue; a person finds hers again.
      if (asked === "issue" && target.id === null && wantsJson(c)) {
        const id = idIn(form, "id") ?? newId();
        return await createAndIssue(c.get("ctx"), { id, kind: target.kind, form: draftFrom(texts, linesOf(texts)) });
      }
      saved = await store(c, target, { form, texts, act: asked });
      return await finish(c, saved, { form, texts, act: asked });
    },
    goTo: (document) => paths.document(slugOf(c), document, { fait: DONE[asked] }),
    json: summaryOf,
    status: target.id === null ? 201 : 200,
    again: (state) => refusedEditor(c, { target, saved, texts }, state),
  });
}

interface Sent {
  readonly form: SentForm;
  readonly texts: Readonly<Record<string, string>>;
  readonly act: Act;
}

const DONE: Readonly<Record<Act, string>> = {
  save: "enregistre",
  issue: "emis",
  issue_send: "emis-envoye",
  send: "envoye",
};

/** The button that was pressed; null for those that only change the form (a line more, another kind). */
function actIn(form: SentForm): Act | null {
  if (["add", "remove", "switch"].some((name) => form.flag(name))) return null;
  const act = form.text("act");
  if (act === "issue" || act === "issue_send" || act === "send") return act;
  if (act === "customer") return null;
  return form.flag("issue") ? "issue" : "save";
}

async function store(c: DossierContext, { kind, id }: Target, { form, texts, act }: Sent): Promise<SalesDocument> {
  const ctx = c.get("ctx");
  const draft: DraftForm = draftFrom(texts, linesOf(texts));
  if (id === null) return await createDraft(ctx, { id: idIn(form, "id") ?? newId(), kind, form: draft });
  try {
    return await saveDraft(ctx, { id, version: versionSeen(form.text("version")), form: draft });
  } catch (error) {
    const stored = isConflict(error) ? await readDocument(ctx, id) : null;
    // A second click finds what the first one did: the same words saved, or the document issued.
    if (stored && stored.kind === kind && wasDone(stored, { texts, act })) return stored;
    throw error;
  }
}

function isConflict(error: unknown): boolean {
  return error instanceof Refusal && error.status === 409;
}

function wasDone(stored: SalesDocument, { texts, act }: Omit<Sent, "form">): boolean {
  const isIssued = stored.state === "issued" && act !== "save";
  return isIssued || (stored.state === "draft" && draftDifferences(stored, texts).length === 0);
}

async function finish(c: DossierContext, document: SalesDocument, sent: Sent): Promise<SalesDocument> {
  const ctx = c.get("ctx");
  switch (sent.act) {
    case "save":
      return document;
    case "issue":
      return await issueDocument(ctx, document.id);
    case "issue_send":
      return await issueDocument(ctx, document.id, { send: await sendingIn(c, document, sent.texts) });
    case "send":
      return await sendDocument(ctx, { documentId: document.id, sending: await sendingIn(c, document, sent.texts) });
  }
}

/** The sending that a form asks for; the customer's own addresses where a program names none. */
export async function sendingIn(
  c: DossierContext,
  document: SalesDocument,
  texts: Readonly<Record<string, string>>,
): Promise<NewSending> {
  const { to, cc = "", message = "", sendingId = "" } = texts;
  const { trialMails } = c.get("entered").dossier;
  return {
    id: isUuid(sendingId) ? sendingId : newId(),
    to: to === undefined ? await usualRecipients(c, document) : addressesIn(to),
    cc: addressesIn(cc),
    message,
    ...(trialMails ? { trial: trialMails } : {}),
  };
}

function addressesIn(text: string): string[] {
  return text.split(/[,;\s]+/).filter((address) => address !== "");
}

async function usualRecipients(c: DossierContext, document: SalesDocument): Promise<string[]> {
  if (!document.customerId) return [];
  authorize(c.get("ctx"), rightOn(document.kind, "send"));
  const card = await getCustomer(c.get("ctx"), document.customerId);
  return recipientsOf(card, document.kind === "quote" ? "quotes" : "invoices");
}

/** The editor with every value kept; where the draft was saved and its issue refused, the draft is there. */
async function refusedEditor(
  c: DossierContext,
  { target, saved, texts }: { target: Target; saved: SalesDocument | null; texts: Readonly<Record<string, string>> },
  state: FormState,
): Promise<JSX.Element> {
  const stored = saved ?? (target.id ? await readDocument(c.get("ctx"), target.id) : null);
  const isConflicting = isStale(state) || state.issues.some(({ code }) => code === "sales.changed_elsewhere");
  const version = saved || isConflicting ? String(stored?.version ?? 0) : texts["version"] ?? "0";
  const form = { values: { ...texts, version }, issues: withoutPreflight(state) };
  const view = await editorOf(c, { kind: target.kind, stored, form, id: stored?.id ?? texts["id"] });
  const differences = stored && isConflicting ? draftDifferences(stored, texts) : undefined;
  return <EditorPage c={c} view={{ ...view, differences }} />;
}

/** The points of the pre-flight stand beside the buttons, each with its link; the summary says only that they are. */
function withoutPreflight({ issues }: FormState): FormState["issues"] {
  return issues.filter(({ code }) => !code.startsWith("sales.preflight."));
}

/** A document without its words. */
export type DocumentSummary = Pick<
  SalesDocument,
  | "id"
  | "kind"
  | "state"
  | "version"
  | "number"
  | "issueOn"
  | "dueOn"
  | "netCents"
  | "vatCents"
  | "grossCents"
>;

/** What JSON says of a document that was made, saved or issued. Amounts in cents. */
export function summaryOf(document: SalesDocument): DocumentSummary {
  const { id, kind, state, version, number, issueOn, dueOn, netCents, vatCents, grossCents } = document;
  return { id, kind, state, version, number, issueOn, dueOn, netCents, vatCents, grossCents };
}
