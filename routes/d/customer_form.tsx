// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import { formatSiren, frenchVatNumber } from "../../lib/base/identifiers.ts";
import { LANGUAGES, TERMS_KINDS } from "../../lib/company/mod.ts";
import {
  CUSTOMER_FIELDS,
  CUSTOMER_KINDS,
  type CustomerCard,
  type CustomerField,
  type CustomerKind,
} from "../../lib/parties/mod.ts";
import {
  Actions,
  Button,
  ButtonLink,
  Card,
  CheckboxField,
  type FieldProps,
  Fold,
  Form,
  type FormState,
  issueOf,
  type JSX,
  SelectField,
  Split,
  TextArea,
  TextField,
  type TextFieldProps,
} from "../../lib/ui/mod.ts";
import { countryOptions } from "./company_form.tsx";
import { AddressRows, ContactRows } from "./customer_rows.tsx";
import { redrawn } from "./form_rows.ts";

/** What each field of a card is called on the page and in the differences of a conflict. */
export const CUSTOMER_LABELS: Readonly<Record<CustomerField | "contacts" | "deliveryAddresses", string>> = {
  code: "Votre référence",
  kind: "Type de client",
  isCustomer: "Client",
  isProspect: "Prospect",
  isSupplier: "Fournisseur",
  name: "Raison sociale",
  firstName: "Prénom",
  lastName: "Nom",
  tradingName: "Nom commercial",
  siren: "SIREN",
  siret: "SIRET",
  serviceCode: "Code service (Chorus Pro)",
  vatNumber: "Numéro de TVA",
  addressLine1: "Adresse",
  addressLine2: "Complément d’adresse",
  addressLine3: "Complément d’adresse (suite)",
  postcode: "Code postal",
  city: "Ville",
  country: "Pays",
  language: "Langue de ses documents",
  phone: "Téléphone",
  paymentTerms: "Délai de paiement",
  paymentDays: "Nombre de jours",
  isConstructionPrincipal: "Sous-traitance du bâtiment",
  notes: "Notes",
  contacts: "Contacts",
  deliveryAddresses: "Adresses de livraison",
};

/** A card as the fields show it. */
export function customerTexts(card: CustomerCard): FormState["values"] {
  const plain = Object.fromEntries(CUSTOMER_FIELDS.map((field) => [field, textOf(card[field])]));
  const { siren, siret } = card;
  return {
    ...plain,
    siren: siren === null ? "" : formatSiren(siren),
    siret: siret === null ? "" : formatSiren(siret),
    ...rowTexts("contacts", card.contacts),
    ...rowTexts("deliveryAddresses", card.deliveryAddresses),
  };
}

/** What a form of a customer needs besides its state. */
export interface CustomerFormProps {
  readonly form: FormState;
  readonly action: string;
  /** Version and id; what tells a list that was emptied from one that was not sent. */
  readonly hidden: Readonly<Record<string, string>>;
  readonly cancelHref: string;
}

/** Boxes that are not ticked are not sent: these stand under them. */
const UNTICKED = { isCustomer: "", isProspect: "", isSupplier: "", isConstructionPrincipal: "" };

/** The form of a card: what an invoice needs first, the rest folded. The kind of customer decides which fields show. */
export function CustomerFormCards({ form, action, hidden, cancelHref }: CustomerFormProps): JSX.Element {
  return (
    <Split aside={<Advice kind={kindOf(form)} />}>
      <Form action={action} state={form} hidden={{ ...hidden, ...UNTICKED }} guard>
        {/* Enter in a field presses the first button of a form: it must be the one that saves. */}
        <button class="visually-hidden" tabindex={-1} aria-hidden="true">Enregistrer</button>
        <Identity form={form} action={action} />
        <Address form={form} />
        <ContactRows form={form} action={action} />
        <More form={form} action={action} />
        <Actions sticky>
          <Button kind="primary" shortcut="Ctrl+Enter">Enregistrer</Button>
          <ButtonLink kind="quiet" href={cancelHref}>Annuler</ButtonLink>
        </Actions>
      </Form>
    </Split>
  );
}

/** What an invoice to such a customer must say; an incomplete card is saved all the same. */
function Advice({ kind }: { kind: CustomerKind }): JSX.Element {
  return (
    <Card title="Ce qu’une facture en dira" id="conseil">
      <p class="quiet">{MENTIONS[kind]}</p>
      <p class="quiet">Une fiche incomplète s’enregistre : ce qui manque vous sera rappelé avant d’émettre.</p>
    </Card>
  );
}

const MENTIONS: Readonly<Record<CustomerKind, string>> = {
  professional: "Son nom, son adresse et son SIREN ; son numéro de TVA quand c’est lui qui la paie.",
  public_body: "Son nom, son adresse, son SIRET et, s’il en a un, le code du service qui paie.",
  person: "Son nom et son adresse.",
  eu_business: "Son nom, son adresse et son numéro de TVA : sans ce numéro, la TVA de votre pays s’applique.",
  foreign: "Son nom et son adresse complète, pays compris.",
};

interface Section {
  readonly form: FormState;
}

type Named<P extends FieldProps> = Omit<P, "label" | "form" | "name"> & { form: FormState; name: CustomerField };

function Line(props: Named<TextFieldProps>): JSX.Element {
  return <TextField {...props} label={CUSTOMER_LABELS[props.name]} />;
}

function Identity({ form, action }: Section & { action: string }): JSX.Element {
  const kind = kindOf(form);
  return (
    <Card id="identite">
      <SelectField
        form={form}
        name="kind"
        label={CUSTOMER_LABELS.kind}
        hint={KIND_HINTS[kind]}
        options={Object.entries(CUSTOMER_KINDS).map(([value, label]) => ({ value, label }))}
        attrs={redrawn(action, "#identite", { trigger: "change", values: { redraw: "kind" } })}
      />
      <noscript>
        <Button small name="redraw" value="kind">Afficher les champs de ce type</Button>
      </noscript>
      {kind === "person" ? <PersonNames form={form} /> : <BusinessNames form={form} kind={kind} />}
      <fieldset class="field is-inline">
        <legend>Il est pour vous</legend>
        <div class="choices">
          {(["isCustomer", "isProspect", "isSupplier"] as const).map((name) => (
            <CheckboxField form={form} name={name} label={CUSTOMER_LABELS[name].toLowerCase()} optional />
          ))}
        </div>
      </fieldset>
    </Card>
  );
}

function PersonNames({ form }: Section): JSX.Element {
  return (
    <div class="field-columns">
      <Line form={form} name="firstName" optional />
      <Line form={form} name="lastName" />
    </div>
  );
}

function BusinessNames({ form, kind }: Section & { kind: CustomerKind }): JSX.Element {
  const isFrench = kind === "professional" || kind === "public_body";
  return (
    <>
      <Line form={form} name="name" width="full" />
      {isFrench
        ? (
          <div class="field-columns">
            <Line form={form} name="siren" inputmode="numeric" optional={kind === "public_body"} />
            <Line form={form} name="siret" inputmode="numeric" optional={kind === "professional"} />
          </div>
        )
        : null}
      {kind === "public_body" ? <Line form={form} name="serviceCode" optional /> : null}
      <Line form={form} name="vatNumber" hint={vatHint(form, kind)} optional />
      {kind === "professional"
        ? (
          <CheckboxField
            form={form}
            name="isConstructionPrincipal"
            label="Je suis son sous-traitant dans le bâtiment"
            hint="Il paie la TVA lui-même : autoliquidation (art. 283-2 nonies du CGI)."
            optional
          />
        )
        : null}
    </>
  );
}

function Address({ form }: Section): JSX.Element {
  return (
    <Card title="Adresse de facturation">
      <Line form={form} name="addressLine1" width="full" />
      <div class="field-columns">
        <Line form={form} name="addressLine2" optional />
        <Line form={form} name="addressLine3" optional />
      </div>
      <div class="field-columns">
        <Line form={form} name="postcode" />
        <Line form={form} name="city" />
        <SelectField form={form} name="country" label={CUSTOMER_LABELS.country} options={countryOptions()} />
      </div>
    </Card>
  );
}

function More({ form, action }: Section & { action: string }): JSX.Element {
  return (
    <Card>
      <AddressRows form={form} action={action} />
      <Fold title="Paiement, langue" open={isTouched(form, ["paymentTerms", "paymentDays"])}>
        <div class="field-columns">
          <SelectField
            form={form}
            name="paymentTerms"
            label={CUSTOMER_LABELS.paymentTerms}
            blank="Celui de l’entreprise"
            options={Object.entries(TERMS_KINDS).map(([value, label]) => ({ value, label }))}
            optional
          />
          <Line form={form} name="paymentDays" inputmode="numeric" suffix="jours" optional />
          <SelectField
            form={form}
            name="language"
            label={CUSTOMER_LABELS.language}
            options={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
          />
        </div>
      </Fold>
      <Fold title="Référence, téléphone, notes" open={isTouched(form, ["code", "phone", "tradingName", "notes"])}>
        <div class="field-columns">
          <Line form={form} name="code" hint="Unique parmi vos fiches." optional />
          <Line form={form} name="phone" type="tel" hint="Le standard ; ceux des personnes sont plus haut." optional />
        </div>
        <Line form={form} name="tradingName" optional />
        <TextArea
          form={form}
          name="notes"
          label={CUSTOMER_LABELS.notes}
          hint="Pour vous : elles ne figurent sur aucun document."
          rows={3}
          width="full"
          optional
        />
      </Fold>
    </Card>
  );
}

function kindOf(form: FormState): CustomerKind {
  const kind = form.values["kind"] ?? "";
  return Object.hasOwn(CUSTOMER_KINDS, kind) ? kind as CustomerKind : "professional";
}

const KIND_HINTS: Readonly<Record<CustomerKind, string>> = {
  professional: "Société, artisan, association : la TVA de votre pays s’applique.",
  public_body: "Mairie, hôpital, lycée : ses factures passent par Chorus Pro.",
  person: "Pas de SIREN ; les prix se disent TTC.",
  eu_business: "Avec son numéro de TVA, la facture part sans TVA (autoliquidation ou livraison intracommunautaire).",
  foreign: "Exportation, ou service rendu hors de l’Union.",
};

/** Once a French SIREN is known its VAT number follows from it, and is said so that one may copy it. */
function vatHint(form: FormState, kind: CustomerKind): string | undefined {
  if (kind === "eu_business") return "Commence par les deux lettres du pays.";
  const siren = (form.values["siren"] ?? "").replace(/\D/g, "");
  const isKnown = kind === "professional" && form.values["country"] === "FR" && /^\d{9}$/.test(siren);
  return isKnown && !issueOf(form, "siren") ? `D’après son SIREN : ${frenchVatNumber(siren)}.` : undefined;
}

function isTouched(form: FormState, names: readonly CustomerField[]): boolean {
  return names.some((name) => Boolean(form.values[name]) || issueOf(form, name) !== undefined);
}

function rowTexts(name: string, rows: readonly object[]): Record<string, string> {
  return Object.fromEntries(
    rows.flatMap((row, index) => Object.entries(row).map(([key, value]) => [`${name}.${index}.${key}`, textOf(value)])),
  );
}

function textOf(value: unknown): string {
  if (value === null || value === false) return "";
  return value === true ? "on" : String(value);
}
