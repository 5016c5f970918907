// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import { describeTerms, type PaymentTerms } from "../../lib/company/mod.ts";
import { VAT_TREATMENTS } from "../../lib/parties/mod.ts";
import type { DocumentKind, DraftSketch, SalesDocument } from "../../lib/sales/mod.ts";
import {
  Button,
  Card,
  Combobox,
  DateField,
  DraftStatus,
  Fold,
  Form,
  type FormState,
  issueOf,
  type JSX,
  PageHead,
  RadioGroup,
  SelectField,
  Split,
  State,
  TextArea,
  TextField,
} from "../../lib/ui/mod.ts";
import { type DossierContext, freshId } from "../handler.ts";
import { paths } from "../paths.ts";
import { type Difference, DraftConflict } from "./documents_conflict.tsx";
import { NewCustomer } from "./documents_customer.tsx";
import { termsText } from "./documents_form.ts";
import { DocumentLines } from "./documents_lines.tsx";
import { FinalHint, LiveActs, LiveDue, LivePages, LiveReady, LiveTotals } from "./documents_live.tsx";
import { DocumentMenu } from "./documents_menu.tsx";
import { documentTitle, KINDS, saysOf, stateWords } from "./documents_words.ts";
import { DossierPage } from "./frame.tsx";
import { Done, may, slugOf } from "./here.tsx";

/** An editor: the form under way, what it gives, and the draft behind it once there is one. */
export interface EditorView {
  readonly kind: DocumentKind;
  /** Of the draft, or drawn for it by the first page. */
  readonly id: string;
  readonly stored: SalesDocument | null;
  readonly form: FormState;
  readonly sketch: DraftSketch;
  /** Empty lines at the end. */
  readonly spare: number;
  /** What somebody else saved meanwhile, beside what was typed. */
  readonly differences?: readonly Difference[] | undefined;
}

/** The document is the screen: what is typed on the left, the page as it will be printed on the right. */
export function EditorPage({ c, view }: { c: DossierContext; view: EditorView }): JSX.Element {
  const { kind, stored } = view;
  const words = KINDS[kind];
  const title = stored ? documentTitle(stored) : words.fresh;
  return (
    <DossierPage c={c} title={title} scripts={["lines.js"]}>
      <link rel="stylesheet" href={paths.documentStyles()} />
      <div id="editor">
        <PageHead
          title={title}
          mark={stored ? <State {...stateWords({ state: "draft" }, kind)} /> : null}
          back={{ label: words.many, href: paths.documents(slugOf(c), kind) }}
          actions={stored ? <DocumentMenu c={c} document={stored} /> : null}
        />
        <Done c={c} says={saysOf(kind)} />
        {view.differences ? <DraftConflict differences={view.differences} /> : null}
        <Split even aside={<LivePages sketch={view.sketch} />}>
          <EditorForm c={c} view={view} />
        </Split>
      </div>
    </DossierPage>
  );
}

function EditorForm({ c, view }: { c: DossierContext; view: EditorView }): JSX.Element {
  const { kind, id, stored, form, sketch } = view;
  const slug = slugOf(c);
  const document = { kind, id };
  const isNew = stored === null && kind !== "credit_note";
  const place = { slug, kind, customerId: sketch.customer?.id ?? null, mayEditCustomer: may(c, "customers:write") };
  return (
    <Form
      id="draft"
      state={form}
      action={isNew ? paths.documents(slug, kind) : paths.document(slug, document)}
      autosave={isNew ? paths.newDocumentDraft(slug, kind) : paths.documentAct(slug, document, "brouillon")}
      guard
      class="form editor"
      hidden={{
        id,
        sendingId: form.values["sendingId"] || freshId(c),
        version: form.values["version"] ?? "0",
      }}
    >
      {/* Enter in a field presses the first button of its form: that one saves. */}
      <button class="visually-hidden" name="act" value="save" tabindex={-1} aria-hidden="true">Enregistrer</button>
      <div
        hidden
        hx-post={paths.documentSketch(slug, kind)}
        hx-trigger="input from:#draft delay:250ms"
        hx-swap="none"
        hx-sync="this:replace"
      />
      <Card>
        <KindSwitch c={c} view={view} />
        <HeadFields c={c} view={view} />
      </Card>
      <Card>
        <DocumentLines
          slug={slug}
          company={sketch.company}
          form={form}
          document={sketch.document}
          spare={view.spare}
          proposesItems={may(c, "catalog:read")}
          tools={<LineTools slug={slug} kind={kind} />}
        >
          <LiveTotals sketch={sketch} />
        </DocumentLines>
      </Card>
      <MoreFields view={view} />
      <div class="editor-end">
        <LiveReady sketch={sketch} place={place} />
        <LiveActs c={c} kind={kind} to={form.values["to"] ?? ""} />
        <DraftStatus />
        <FinalHint kind={kind} />
        <noscript>
          <Button formaction={paths.documentEntry(slug, kind)}>Recalculer et revoir l’aperçu</Button>
        </noscript>
      </div>
    </Form>
  );
}

/** « Créer un devis-facture »: one entry, then a quote or an invoice, whatever is typed already. */
function KindSwitch({ c, view }: { c: DossierContext; view: EditorView }): JSX.Element | null {
  const mayBoth = may(c, "quotes:write") && may(c, "invoices:write");
  if (view.stored || view.kind === "credit_note" || !mayBoth) return null;
  const entry = (kind: DocumentKind) => paths.documentEntry(slugOf(c), kind);
  return (
    <div class="segmented" role="group" aria-label="Ce que vous créez">
      {(["quote", "invoice"] as const).map((kind) => (
        <button
          class="button is-quiet is-small"
          formaction={entry(kind)}
          aria-pressed={kind === view.kind ? "true" : "false"}
          name="switch"
          value={kind}
        >
          {KINDS[kind].title}
        </button>
      ))}
    </div>
  );
}

function HeadFields({ c, view }: { c: DossierContext; view: EditorView }): JSX.Element {
  const { form, kind, sketch } = view;
  const slug = slugOf(c);
  return (
    <>
      <div class="field-columns">
        <Combobox
          form={withCustomerIssue(form)}
          name="customerName"
          idName="customerId"
          label="Client"
          src={paths.customerProposals(slug)}
          autofocus={!view.stored && !form.values["customerId"]}
          width="full"
        />
        <TextField form={form} name="subject" label="Objet" optional width="full" />
      </div>
      {may(c, "customers:write") ? <NewCustomer slug={slug} kind={kind} form={form} /> : null}
      <div class="field-columns">
        <DateField form={form} name="issueOn" label="Date" optional hint="Vide : le jour de l’émission." />
        {kind === "quote"
          ? <DateField form={form} name="validUntil" label="Valable jusqu’au" optional hint={validityHint(sketch)} />
          : null}
        {kind === "invoice"
          ? <TermsField form={form} due={<LiveDue c={c} sketch={sketch} />} terms={sketch.document.terms} />
          : null}
      </div>
    </>
  );
}

/** The terms of everyday, and the draft's own when they are others. */
function TermsField({ form, due, terms }: { form: FormState; due: JSX.Element | null; terms: PaymentTerms }) {
  const offered = USUAL_TERMS.some((usual) => termsText(usual) === termsText(terms))
    ? USUAL_TERMS
    : [...USUAL_TERMS, terms];
  return (
    <div id="proposed-terms">
      <SelectField
        form={form}
        name="terms"
        label="Paiement"
        hint={due}
        options={offered.map((one) => ({ value: termsText(one), label: capital(describeTerms(one)) }))}
      />
    </div>
  );
}

/** Fields that a new customer fills anew; put in place by the live answer. */
export function ProposedTerms(
  { c, view }: { c: DossierContext; view: Pick<EditorView, "form" | "sketch"> },
): JSX.Element {
  const { sketch } = view;
  return <TermsField form={view.form} due={<LiveDue c={c} sketch={sketch} />} terms={sketch.document.terms} />;
}

/** How VAT applies, and who receives the document. */
export function ProposedFields({ form }: { form: FormState }): JSX.Element {
  return (
    <div id="proposed" class="stack">
      <input type="hidden" name="filledFor" value={form.values["filledFor"] ?? ""} />
      <TextField
        form={form}
        name="to"
        label="Envoyer à"
        optional
        hint="Adresses e-mail séparées par des virgules."
        width="full"
      />
      <SelectField
        form={form}
        name="treatment"
        label="Régime de TVA"
        width="full"
        options={Object.entries(VAT_TREATMENTS).map(([value, rule]) => ({ value, label: rule.label }))}
      />
    </div>
  );
}

function MoreFields({ view }: { view: EditorView }): JSX.Element {
  const { form, kind } = view;
  const isOpen = MORE.some((name) => issueOf(form, name) !== undefined);
  return (
    <Fold title="Envoi, conditions, notes" hint="destinataire, TVA, remise, dates, commande" open={isOpen}>
      <ProposedFields form={form} />
      <div class="field-columns">
        <RadioGroup form={form} name="entryMode" label="Prix saisis" inline options={ENTRY_MODES} />
        <TextField form={form} name="discount" label="Remise globale" optional suffix="%" width="short" />
      </div>
      <div class="field-columns">
        <TextField form={form} name="purchaseOrder" label="N° de commande du client" optional />
        <DateField form={form} name="deliveredOn" label="Date de réalisation" optional />
        {kind === "invoice" ? <DateField form={form} name="dueOn" label="Échéance précise" optional /> : null}
      </div>
      <TextArea form={form} name="notes" label="Notes sur le document" optional rows={3} width="full" />
      <TextArea form={form} name="message" label="Message du mail" optional rows={3} width="full" />
    </Fold>
  );
}

function LineTools({ slug, kind }: { slug: string; kind: DocumentKind }): JSX.Element {
  const action = paths.documentEntry(slug, kind);
  return (
    <>
      {([["title", "+ titre"], ["subtotal", "+ sous-total"], ["note", "+ texte"]] as const).map(([value, label]) => (
        <button
          class="button is-quiet is-small"
          name="add"
          value={value}
          formaction={action}
          hx-post={action}
          hx-target="#editor"
          hx-select="#editor"
          hx-swap="outerHTML"
        >
          {label}
        </button>
      ))}
    </>
  );
}

const MORE = ["to", "treatment", "entryMode", "discount", "purchaseOrder", "deliveredOn", "dueOn", "notes", "message"];

const ENTRY_MODES = [{ value: "net", label: "HT" }, { value: "gross", label: "TTC" }];

const USUAL_TERMS: readonly PaymentTerms[] = [
  { kind: "on_receipt", days: 0 },
  { kind: "net", days: 15 },
  { kind: "net", days: 30 },
  { kind: "net", days: 45 },
  { kind: "net", days: 60 },
  { kind: "end_of_month", days: 30 },
  { kind: "end_of_month", days: 45 },
];

function validityHint({ company }: DraftSketch): string {
  return `Vide : ${company.quoteValidityDays} jours.`;
}

/** The verb speaks of the customer by his id; people see his name. */
function withCustomerIssue(form: FormState): FormState {
  const issues = form.issues.map((issue) => issue.field === "customerId" ? { ...issue, field: "customerName" } : issue);
  return { ...form, issues };
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
