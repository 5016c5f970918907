import { isUuid, type Uuid } from "../../lib/base/ids.ts";
import { Refusal } from "../../lib/base/refusal.ts";
import { fold } from "../../lib/base/text.ts";
import { getCompany } from "../../lib/company/mod.ts";
import { createCustomer, getCustomer, suggestCustomers } from "../../lib/parties/mod.ts";
import type { SentForm } from "../../lib/platform/web/form.ts";
import { newId } from "../../lib/platform/random.ts";
import {
  type DocumentKind,
  isEmptyLine,
  type LineForm,
  readDocument,
  type SalesDocument,
  sketchDraft,
} from "../../lib/sales/mod.ts";
import { type FormState, formState } from "../../lib/ui/mod.ts";
import type { DossierContext } from "../handler.ts";
import { readForm, respond, wantsJson } from "../respond.tsx";
import { newCustomerField, newCustomerIn } from "./documents_customer.tsx";
import { EditorPage, type EditorView, ProposedFields, ProposedTerms } from "./documents_editor.tsx";
import {
  customerDefaults,
  draftFrom,
  idIn,
  linesOf,
  newTexts,
  SPARE_LINES,
  textsOf,
  textsOfDraft,
  writtenLines,
} from "./documents_form.ts";
import { amountsByRow } from "./documents_lines.tsx";
import { LiveAnswer, Part } from "./documents_live.tsx";
import { may, slugOf } from "./here.tsx";

/** An empty editor; `?client=` names the customer it is for. */
export async function showNew(c: DossierContext, kind: "quote" | "invoice"): Promise<Response> {
  const company = await getCompany(c.get("ctx"));
  const customerId = c.req.query("client") ?? "";
  const texts = { ...newTexts(company), ...(isUuid(customerId) ? { customerId } : {}) };
  const view = await editorOf(c, { kind, stored: null, form: formState(texts), id: undefined });
  return respond(c, { json: () => view.form.values, page: () => <EditorPage c={c} view={view} /> });
}

/** The editor of a stored draft. */
export async function showDraft(c: DossierContext, document: SalesDocument): Promise<Response> {
  const form = formState(textsOfDraft(document));
  const view = await editorOf(c, { kind: document.kind, stored: document, form, id: document.id });
  return respond(c, { json: () => document, page: () => <EditorPage c={c} view={view} /> });
}

/** What an editor is drawn from: the form, completed by what its customer proposes, and what it would give. */
export async function editorOf(
  c: DossierContext,
  { kind, stored, form, id, spare }: {
    kind: DocumentKind;
    stored: SalesDocument | null;
    form: FormState;
    id: string | undefined;
    spare?: number;
  },
): Promise<EditorView> {
  const { sketch, values } = await sketchForm(c, { kind, values: form.values, id: stored?.id });
  const lines = linesOf(values);
  return {
    kind,
    stored,
    id: id && isUuid(id) ? id : newId(),
    form: { ...form, values },
    sketch,
    spare: spare ?? (lines.length === 0 ? SPARE_LINES : 0),
  };
}

/** The form drawn anew: a line more or less, the other kind, a customer made in place. Stores no document. */
export async function redrawnEditor(c: DossierContext, kind: DocumentKind): Promise<Response> {
  const form = await readForm(c);
  const made = form.text("act") === "customer" ? await customerMade(c, form) : { values: {}, issues: [] };
  const lines = linesAsked(form);
  const values = { ...textsOf(form.values, lines), ...made.values };
  const stored = await storedDraft(c, form);
  const view = await editorOf(c, {
    kind: kindAsked(form, kind),
    stored,
    form: { values, issues: made.issues },
    id: form.text("id"),
    spare: form.text("add") === "line" || lines.length === 0 ? SPARE_LINES : 0,
  });
  const status = made.issues.length > 0 ? 422 : 200;
  return respond(c, { status, json: () => view.form.values, page: () => <EditorPage c={c} view={view} /> });
}

/** Totals, pre-flight and page of a form under way, each in its place. */
export async function sketchOne(c: DossierContext, kind: DocumentKind): Promise<Response> {
  const form = await readForm(c);
  const lines = writtenLines(form);
  const typed = textsOf(form.values, lines);
  const { sketch, values } = await sketchForm(c, { kind, values: typed, id: idIn(form, "id") ?? undefined });
  const amounts = amountsByRow(form.rows("lines"), sketch.document);
  const place = {
    slug: slugOf(c),
    kind,
    customerId: sketch.customer?.id ?? null,
    mayEditCustomer: may(c, "customers:write"),
  };
  const view = { form: formState(values), sketch };
  const isProposed = values["filledFor"] !== typed["filledFor"];
  function page() {
    return (
      <LiveAnswer c={c} sketch={sketch} place={place} to={values["to"] ?? ""} amounts={amounts}>
        {isProposed
          ? (
            <>
              <Part target="#proposed">
                <ProposedFields form={view.form} />
              </Part>
              {kind === "invoice"
                ? (
                  <Part target="#proposed-terms">
                    <ProposedTerms c={c} view={view} />
                  </Part>
                )
                : null}
            </>
          )
          : null}
      </LiveAnswer>
    );
  }
  const { totals, points, faults } = sketch;
  return respond(c, { json: () => ({ totals, points, faults }), page, fragment: page });
}

/**
 * The texts of a form as they are saved: its customer found by the name that was typed where no proposal was chosen,
 * and what a customer just chosen proposes, where the page had no time or no script to show it.
 */
export async function completedTexts(
  c: DossierContext,
  kind: DocumentKind,
  texts: Record<string, string>,
): Promise<Record<string, string>> {
  if (wantsJson(c)) return texts;
  const customerId = await customerIdIn(c, texts);
  if (!customerId || texts["filledFor"] === customerId) return { ...texts, customerId };
  const ctx = c.get("ctx");
  const [company, customer] = await Promise.all([getCompany(ctx), getCustomer(ctx, customerId)]);
  return { ...texts, customerId, ...keptByHand(texts, customerDefaults(texts, { company, customer, kind })) };
}

/** Recipients that were typed stay: they are what the button says. */
function keptByHand(texts: Readonly<Record<string, string>>, defaults: Record<string, string>): Record<string, string> {
  return texts["to"]?.trim() ? { ...defaults, to: texts["to"] } : defaults;
}

async function customerIdIn(c: DossierContext, texts: Readonly<Record<string, string>>): Promise<string> {
  const chosen = texts["customerId"]?.trim() ?? "";
  const name = fold(texts["customerName"] ?? "");
  if (isUuid(chosen) || name === "") return chosen;
  const found = await suggestCustomers(c.get("ctx"), texts["customerName"] ?? "");
  const same = found.filter((line) => fold(line.name) === name);
  if (same.length === 1) return same[0]!.id;
  const sentence = same.length > 1
    ? "Plusieurs clients portent ce nom : choisissez dans la liste."
    : "Ce client n’existe pas encore : choisissez dans la liste, ou créez-le sous « Nouveau client ».";
  throw new Refusal(422, [{ code: "sales.customer_unknown", field: "customerName", sentence }]);
}

async function sketchForm(
  c: DossierContext,
  { kind, values, id }: {
    kind: DocumentKind;
    values: Readonly<Record<string, string | undefined>>;
    id: Uuid | undefined;
  },
) {
  const ctx = c.get("ctx");
  const first = await sketchDraft(ctx, { kind, form: draftFrom(values, linesOf(values)), id });
  const defaults = customerDefaults(values, { ...first, kind });
  const isProposed = defaults["filledFor"] !== undefined;
  const completed = { ...values, ...defaults } as Record<string, string>;
  if (!isProposed) return { sketch: first, values: completed };
  return {
    sketch: await sketchDraft(ctx, { kind, form: draftFrom(completed, linesOf(completed)), id }),
    values: completed,
  };
}

function linesAsked(form: SentForm): LineForm[] {
  const removed = form.flag("remove") ? Number(form.text("remove")) : null;
  const lines = form.rows("lines").filter((line, index) => index !== removed && !isEmptyLine(line));
  const added = ADDED[form.text("add")];
  return added ? [...lines, added] : lines;
}

const ADDED: Readonly<Record<string, LineForm>> = {
  title: { kind: "title", label: "" },
  subtotal: { kind: "subtotal", label: "Sous-total" },
  note: { kind: "note", label: "" },
};

function kindAsked(form: SentForm, kind: DocumentKind): DocumentKind {
  const asked = form.text("switch");
  return asked === "quote" || asked === "invoice" ? asked : kind;
}

/** The draft that the form changes, where it is stored already. */
async function storedDraft(c: DossierContext, form: SentForm): Promise<SalesDocument | null> {
  const id = idIn(form, "id");
  if (id === null) return null;
  try {
    return await readDocument(c.get("ctx"), id);
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return null;
    throw error;
  }
}

/** A customer made in place, chosen at once; what is wrong with his card stands at its fields. */
async function customerMade(c: DossierContext, form: SentForm): Promise<FormState> {
  try {
    const { customer } = await createCustomer(c.get("ctx"), newCustomerIn(form));
    return { values: { customerId: customer.id, customerName: customer.name, ...BLANK_CUSTOMER }, issues: [] };
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 422) throw error;
    const issues = error.issues.map((issue) => ({ ...issue, field: newCustomerField(issue.field) }));
    return { values: {}, issues };
  }
}

/** Once he is chosen the fields that made him are empty again. */
const BLANK_CUSTOMER = {
  "newCustomer.name": "",
  "newCustomer.siren": "",
  "newCustomer.email": "",
  "newCustomer.addressLine1": "",
  "newCustomer.postcode": "",
  "newCustomer.city": "",
};
