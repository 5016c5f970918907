/** Forms of the gallery: the company's identity, accepted or refused, and the editor of an invoice. */
import type { Issue } from "../../../lib/base/refusal.ts";
import * as ui from "../../../lib/ui/mod.ts";
import { atelier } from "./gallery_frame.tsx";

const VALUES = {
  name: "Atelier Dupré",
  siren: "732 829 321",
  vat: "franchise",
  capital: "10 000,00",
  founded: "2014-03-01",
  notes: "Ouvert du mardi au samedi.",
  logo: "",
  reminders: "on",
  form: "",
};

const REFUSED: readonly Issue[] = [
  { code: "company.siren", field: "siren", sentence: "Ce SIREN est faux : son dernier chiffre devrait être 0." },
  { code: "company.form", field: "form", sentence: "Choisissez la forme juridique." },
  {
    code: "company.vat",
    field: "vat",
    sentence: "En franchise, aucune TVA n’est facturée : retirez le numéro de TVA.",
  },
  { code: "company.rate", sentence: "Cette page a changé depuis que vous l’avez ouverte." },
];

/** « Entreprise », as it is or refused. */
export function FormPage(
  { settings, refused }: { readonly settings: ui.PageSettings; readonly refused?: boolean },
): ui.JSX.Element {
  const form: ui.FormState = { values: VALUES, issues: refused ? REFUSED : [] };
  return (
    <ui.Shell {...atelier(settings, "Entreprise", "Réglages")}>
      <ui.PageHead title="Entreprise" lead="Ces mentions figurent sur vos devis et factures." />
      <ui.Split aside={<Advice />}>
        <ui.Form action="/formulaire" state={form} guard hidden={{ version: "3" }}>
          <ui.FieldGroup legend="Identité">
            <ui.TextField form={form} name="name" label="Raison sociale" autocomplete="organization" />
            <ui.TextField
              form={form}
              name="siren"
              label="SIREN"
              hint="Neuf chiffres, sur votre Kbis ou votre avis de situation."
              inputmode="numeric"
              width="short"
            />
            <ui.SelectField
              form={form}
              name="form"
              label="Forme juridique"
              blank="Choisir…"
              options={[{ value: "sarl", label: "SARL" }, { value: "ei", label: "Entreprise individuelle" }]}
            />
            <ui.FieldGroup legend="Création" columns>
              <ui.AmountField form={form} name="capital" label="Capital" optional />
              <ui.DateField form={form} name="founded" label="Créée le" />
            </ui.FieldGroup>
          </ui.FieldGroup>
          <ui.RadioGroup
            form={form}
            name="vat"
            label="Régime de TVA"
            options={[
              { value: "normal", label: "Réel normal", hint: "Vous déclarez la TVA chaque mois." },
              { value: "simple", label: "Réel simplifié" },
              {
                value: "franchise",
                label: "Franchise en base",
                hint: "« TVA non applicable, art. 293 B du CGI » sera imprimé.",
              },
            ]}
          />
          <Extras form={form} open={refused ?? false} />
          <ui.Actions>
            <ui.Button kind="primary" shortcut="Ctrl+Enter">Enregistrer</ui.Button>
            <ui.ButtonLink kind="quiet" href="/">Annuler</ui.ButtonLink>
          </ui.Actions>
        </ui.Form>
      </ui.Split>
    </ui.Shell>
  );
}

function Extras({ form, open }: { form: ui.FormState; open: boolean }): ui.JSX.Element {
  return (
    <ui.Fold title="Logo, notes, relances" hint="facultatif" open={open}>
      <ui.FileField
        form={form}
        name="logo"
        label="Logo"
        hint="PNG ou JPEG, 2 Mo au plus."
        accept="image/png,image/jpeg"
        optional
      />
      <ui.TextArea form={form} name="notes" label="Notes" optional rows={3} />
      <ui.CheckboxField
        form={form}
        name="reminders"
        label="Relancer les factures en retard"
        hint="Trois relances, de la plus aimable à la plus ferme."
        optional
      />
    </ui.Fold>
  );
}

function Advice(): ui.JSX.Element {
  return (
    <ui.Card title="À quoi cela sert">
      <p class="quiet">Une facture sans ces mentions est irrégulière : 15 € d’amende par mention manquante.</p>
    </ui.Card>
  );
}

const UNITS = [{ value: "u", label: "u" }, { value: "h", label: "h" }, { value: "m2", label: "m²" }];
const RATES = [{ value: "2000", label: "20 %" }, { value: "1000", label: "10 %" }, { value: "550", label: "5,5 %" }];

const COLUMNS: readonly ui.LineColumn[] = [
  { key: "kind", label: "Genre", kind: "hidden", initial: "line" },
  {
    key: "label",
    label: "Désignation",
    kind: "text",
    src: "/propositions/articles",
    idKey: "productId",
    width: "grow",
  },
  { key: "quantity", label: "Qté", kind: "decimal", width: "narrow", initial: "1" },
  { key: "unit", label: "Unité", kind: "select", options: UNITS, width: "narrow", initial: "u" },
  { key: "price", label: "PU HT", kind: "decimal" },
  { key: "discount", label: "Remise", kind: "decimal", width: "narrow" },
  { key: "vat", label: "TVA", kind: "select", options: RATES, width: "narrow", initial: "2000" },
  { key: "total", label: "HT", kind: "output" },
];

const LINES = [
  {
    kind: "line",
    label: "Pose d’un évier inox, mitigeur compris",
    quantity: "1",
    unit: "u",
    price: "240,00",
    vat: "1000",
    total: "240,00",
  },
  {
    kind: "line",
    label: "Plan de travail chêne massif",
    quantity: "2,4",
    unit: "m2",
    price: "",
    vat: "2000",
    total: "",
  },
  { kind: "line", label: "", quantity: "1", unit: "h", price: "45,00", vat: "2000", total: "45,00" },
];

/** The editor of an invoice: lines on the left, the page on the right. */
export function EditorPage({ settings }: { readonly settings: ui.PageSettings }): ui.JSX.Element {
  const form: ui.FormState = {
    values: { customer: "Dupont SARL", subject: "Rénovation cuisine", date: "2026-11-21" },
    issues: [{ code: "sales.price", field: "lines.1.price", sentence: "Donnez un prix." }],
  };
  return (
    <ui.Shell {...atelier(settings, "Nouvelle facture", "Factures")} scripts={["lines.js"]}>
      <ui.PageHead
        back={{ label: "Factures", href: "/" }}
        title="Nouvelle facture"
        mark={<ui.State tone="draft" word="brouillon" />}
      />
      <ui.Split
        even
        aside={
          <ui.Sheet
            id="apercu"
            title="Aperçu de la facture"
            pages={[`<svg viewBox="0 0 595 842"><text x="48" y="72" font-size="20">Aperçu</text></svg>`]}
          />
        }
      >
        <ui.Form action="/redaction" state={form} autosave="/redaction/brouillon" hidden={{ version: "1" }}>
          <EditorHead form={form} />
          <ui.LineEditor
            name="lines"
            caption="Lignes de la facture"
            columns={COLUMNS}
            lines={LINES}
            form={form}
            tools={
              <>
                <ui.Button kind="quiet" small name="add" value="title" icon="plus">titre</ui.Button>
                <ui.Button kind="quiet" small name="add" value="subtotal" icon="plus">sous-total</ui.Button>
              </>
            }
          >
            <ui.Totals
              totals={[
                { term: "Total HT", value: <ui.Amount cents={28_500n} /> },
                { term: "TVA", value: <ui.Amount cents={3_300n} /> },
                { term: "Total TTC", value: <ui.Amount cents={31_800n} /> },
              ]}
            />
          </ui.LineEditor>
          <ui.Fold title="Conditions, notes, acompte, affaire">
            <ui.TextArea form={form} name="terms" label="Conditions" optional />
          </ui.Fold>
          <ui.Actions sticky>
            <ui.Button kind="primary" name="then" value="send" shortcut="Ctrl+Shift+Enter">
              Émettre et envoyer à compta@dupont.fr
            </ui.Button>
            <ui.Button name="then" value="issue">Émettre</ui.Button>
            <ui.Button kind="quiet" shortcut="Ctrl+Enter">Enregistrer</ui.Button>
            <ui.DraftStatus>brouillon enregistré 14:32</ui.DraftStatus>
          </ui.Actions>
        </ui.Form>
      </ui.Split>
    </ui.Shell>
  );
}

function EditorHead({ form }: { form: ui.FormState }): ui.JSX.Element {
  return (
    <div class="field-columns">
      <ui.Combobox form={form} name="customer" label="Client" src="/propositions/clients" idName="customerId" />
      <ui.TextField form={form} name="subject" label="Objet" optional />
      <ui.DateField form={form} name="date" label="Date" />
      <ui.SelectField form={form} name="terms-days" label="Échéance" options={[{ value: "30", label: "30 jours" }]} />
    </div>
  );
}
