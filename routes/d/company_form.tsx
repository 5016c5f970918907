import { formatIban, formatSiren } from "../../lib/base/identifiers.ts";
import { formatAmount } from "../../lib/base/money.ts";
import { rateText } from "../../lib/base/rates.ts";
import {
  type Company,
  COMPANY_FIELDS,
  type CompanyField,
  COUNTRIES,
  countryName,
  FISCAL_YEAR_STARTS,
  LANGUAGES,
  LEGAL_FORMS,
  LOGO_POSITIONS,
  TERMS_KINDS,
  TIME_ZONES,
  VAT_REGIMES,
} from "../../lib/company/mod.ts";
import {
  Actions,
  Button,
  Card,
  CheckboxField,
  controlAttributes,
  FieldFrame,
  type FieldProps,
  Fold,
  Form,
  type FormState,
  issueOf,
  type JSX,
  type Option,
  RadioGroup,
  SelectField,
  TextArea,
  TextField,
  type TextFieldProps,
} from "../../lib/ui/mod.ts";

/** What each setting is called on the page and in the differences of a conflict. */
export const COMPANY_LABELS: Readonly<Record<CompanyField, string>> = {
  name: "Raison sociale, ou nom et prénom",
  tradingName: "Nom commercial",
  legalForm: "Forme juridique",
  capitalCents: "Capital social",
  hasVariableCapital: "Capital variable",
  registryCity: "Ville du registre",
  siren: "SIREN",
  siret: "SIRET du siège",
  isRegistrationPending: "En cours d’immatriculation",
  enterpriseNumber: "Numéro d’entreprise (BCE)",
  vatNumber: "Numéro de TVA",
  vatRegime: "Régime de TVA",
  vatOnDebits: "TVA sur les débits",
  addressLine1: "Adresse",
  addressLine2: "Complément d’adresse",
  addressLine3: "Complément d’adresse (suite)",
  postcode: "Code postal",
  city: "Ville",
  country: "Pays",
  email: "Adresse e-mail",
  phone: "Téléphone",
  website: "Site web",
  iban: "IBAN",
  bic: "BIC",
  bankName: "Banque",
  paymentTerms: "Délai de paiement",
  paymentDays: "Nombre de jours",
  latePenaltyBp: "Taux des pénalités de retard",
  latePenaltyText: "Pénalités de retard, en toutes lettres",
  earlyDiscountText: "Escompte",
  quoteValidityDays: "Validité d’un devis",
  insuranceText: "Assurance professionnelle",
  mediatorText: "Médiateur de la consommation",
  footerNote: "Note en bas de page",
  accentColor: "Couleur",
  logoPosition: "Place du logo",
  quotePrefix: "Préfixe des devis",
  invoicePrefix: "Préfixe des factures",
  creditNotePrefix: "Préfixe des avoirs",
  showsPaymentState: "Dire si une facture est réglée à qui la vérifie",
  language: "Langue des documents",
  timeZone: "Fuseau horaire",
  fiscalYearStart: "Début de l’exercice",
};

/** Sections of the page, in order: the anchor and the heading of each. */
export const COMPANY_SECTIONS = {
  identite: "Identité",
  adresse: "Adresse et contact",
  tva: "TVA",
  banque: "Banque",
  documents: "Documents",
  conditions: "Conditions",
} as const;

/** The settings as the fields show them. */
export function companyTexts(company: Company): Record<CompanyField, string> {
  const { capitalCents, latePenaltyBp, iban, siren, siret } = company;
  const plain = Object.fromEntries(COMPANY_FIELDS.map((field) => [field, plainText(company[field])]));
  return {
    ...plain as Record<CompanyField, string>,
    capitalCents: capitalCents === null ? "" : formatAmount(capitalCents),
    latePenaltyBp: latePenaltyBp === null ? "" : rateText(latePenaltyBp).replace(".", ","),
    iban: iban === null ? "" : formatIban(iban),
    siren: siren === null ? "" : formatSiren(siren),
    siret: siret === null ? "" : formatSiren(siret),
  };
}

/** A box that is not ticked is not sent: these stand under it, so that it is read as « no » and not as absent. */
const UNTICKED: Readonly<Partial<Record<CompanyField, string>>> = {
  hasVariableCapital: "",
  isRegistrationPending: "",
  vatOnDebits: "",
  showsPaymentState: "",
};

/** Every setting of the company in one form, so that one save is one version. */
export function CompanyFormCards(
  { form, action, version, year }: { form: FormState; action: string; version: string; year: number },
): JSX.Element {
  return (
    <Form action={action} state={form} hidden={{ version, ...UNTICKED }} guard>
      <Identity form={form} />
      <Address form={form} />
      <Vat form={form} />
      <Bank form={form} />
      <Documents form={form} year={year} />
      <Terms form={form} />
      <Actions sticky>
        <Button kind="primary" shortcut="Ctrl+Enter">Enregistrer</Button>
      </Actions>
    </Form>
  );
}

interface Section {
  readonly form: FormState;
}

type Named<P extends FieldProps> = Omit<P, "label" | "form" | "name"> & { form: FormState; name: CompanyField };

/** A line of text under the name that the whole page uses for it. */
function Line(props: Named<TextFieldProps>): JSX.Element {
  return <TextField {...props} label={COMPANY_LABELS[props.name]} />;
}

function Identity({ form }: Section): JSX.Element {
  return (
    <Card title={COMPANY_SECTIONS.identite} id="identite">
      <Line form={form} name="name" autocomplete="organization" width="full" />
      <div class="field-columns">
        <Line form={form} name="tradingName" optional />
        <SelectField
          form={form}
          name="legalForm"
          label={COMPANY_LABELS.legalForm}
          blank="Choisir…"
          options={Object.entries(LEGAL_FORMS).map(([value, { label }]) => ({ value, label }))}
        />
      </div>
      <div class="field-columns">
        <Line form={form} name="siren" inputmode="numeric" hint="Neuf chiffres." />
        <Line form={form} name="siret" inputmode="numeric" hint="Quatorze chiffres." />
      </div>
      <CheckboxField
        form={form}
        name="isRegistrationPending"
        label="En cours d’immatriculation : pas encore de SIREN"
        optional
      />
      <div class="field-columns">
        <Line form={form} name="capitalCents" inputmode="decimal" suffix="€" hint="Pour une société." optional />
        <Line form={form} name="registryCity" hint="RCS de votre Kbis, ou RPM en Belgique." optional />
      </div>
      <CheckboxField form={form} name="hasVariableCapital" label={COMPANY_LABELS.hasVariableCapital} optional />
      <Line form={form} name="enterpriseNumber" hint="Pour une entreprise belge." optional />
    </Card>
  );
}

function Address({ form }: Section): JSX.Element {
  return (
    <Card title={COMPANY_SECTIONS.adresse} id="adresse">
      <Line form={form} name="addressLine1" autocomplete="address-line1" hint="Celle du siège." width="full" />
      <div class="field-columns">
        <Line form={form} name="addressLine2" autocomplete="address-line2" optional />
        <Line form={form} name="addressLine3" autocomplete="address-line3" optional />
      </div>
      <div class="field-columns">
        <Line form={form} name="postcode" autocomplete="postal-code" />
        <Line form={form} name="city" autocomplete="address-level2" />
        <SelectField form={form} name="country" label={COMPANY_LABELS.country} options={countryOptions()} />
      </div>
      <div class="field-columns">
        <Line form={form} name="email" type="email" autocomplete="email" hint="Vos clients y répondent." optional />
        <Line form={form} name="phone" type="tel" autocomplete="tel" hint="Imprimé sur les documents." optional />
      </div>
      <Line form={form} name="website" type="url" autocomplete="url" optional />
    </Card>
  );
}

function Vat({ form }: Section): JSX.Element {
  return (
    <Card title={COMPANY_SECTIONS.tva} id="tva">
      <RadioGroup form={form} name="vatRegime" label={COMPANY_LABELS.vatRegime} options={vatRegimeOptions()} />
      <Line
        form={form}
        name="vatNumber"
        hint="Commence par FR ou BE. Sans objet en franchise, sauf échanges dans l’Union européenne."
        optional
      />
      <CheckboxField
        form={form}
        name="vatOnDebits"
        label="J’ai opté pour la TVA sur les débits"
        hint="La TVA des services est due dès la facture, et non au paiement ; la facture le dit."
        optional
      />
    </Card>
  );
}

function Bank({ form }: Section): JSX.Element {
  return (
    <Card title={COMPANY_SECTIONS.banque} id="banque">
      <Line
        form={form}
        name="iban"
        hint="Imprimé sur vos factures, avec un QR code que les applications bancaires lisent."
        width="full"
        optional
      />
      <div class="field-columns">
        <Line form={form} name="bic" optional />
        <Line form={form} name="bankName" optional />
      </div>
    </Card>
  );
}

function Documents({ form, year }: Section & { year: number }): JSX.Element {
  return (
    <Card title={COMPANY_SECTIONS.documents} id="documents">
      <p class="hint">
        Un préfixe, l’année, un rang :{" "}
        <strong class="nowrap">{`${form.values["invoicePrefix"]}${year}-0001`}</strong>. Un nouveau préfixe ouvre une
        nouvelle série ; les documents déjà émis gardent leur numéro.
      </p>
      <div class="field-columns">
        <Line form={form} name="quotePrefix" maxlength={6} />
        <Line form={form} name="invoicePrefix" maxlength={6} />
        <Line form={form} name="creditNotePrefix" maxlength={6} />
      </div>
      <div class="field-columns">
        <ColorField form={form} name="accentColor" />
        <SelectField
          form={form}
          name="logoPosition"
          label={COMPANY_LABELS.logoPosition}
          options={optionsOf(LOGO_POSITIONS)}
        />
        <SelectField form={form} name="language" label={COMPANY_LABELS.language} options={optionsOf(LANGUAGES)} />
      </div>
      <SelectField
        form={form}
        name="timeZone"
        label={COMPANY_LABELS.timeZone}
        hint="Là où vos journées commencent : il date vos factures."
        options={optionsOf(TIME_ZONES)}
      />
      <SelectField
        form={form}
        name="fiscalYearStart"
        label={COMPANY_LABELS.fiscalYearStart}
        hint="Vos exercices se clôturent selon cette date."
        options={optionsOf(FISCAL_YEAR_STARTS)}
      />
      <TextArea
        form={form}
        name="footerNote"
        label={COMPANY_LABELS.footerNote}
        hint="Au bas de chaque page."
        rows={2}
        width="full"
        optional
      />
      <CheckboxField
        form={form}
        name="showsPaymentState"
        label={COMPANY_LABELS.showsPaymentState}
        hint="Qui tient une de vos factures peut vérifier par son code qu’elle est bien de vous. Sans cette case, la page ne dit rien du paiement."
        optional
      />
    </Card>
  );
}

function Terms({ form }: Section): JSX.Element {
  return (
    <Card title={COMPANY_SECTIONS.conditions} id="conditions">
      <div class="field-columns">
        <SelectField
          form={form}
          name="paymentTerms"
          label={COMPANY_LABELS.paymentTerms}
          options={optionsOf(TERMS_KINDS)}
        />
        <Line form={form} name="paymentDays" inputmode="numeric" suffix="jours" />
      </div>
      <Line form={form} name="quoteValidityDays" inputmode="numeric" suffix="jours" width="short" />
      <Line
        form={form}
        name="latePenaltyBp"
        inputmode="decimal"
        suffix="%"
        hint="Vide : le taux légal, celui de la Banque centrale européenne plus 10 points."
        width="short"
        optional
      />
      <Fold
        title="Mentions particulières"
        hint="pénalités, escompte, assurance, médiateur"
        open={PARTICULAR.some((name) => form.values[name] || issueOf(form, name))}
      >
        <ParticularTexts form={form} />
      </Fold>
    </Card>
  );
}

const PARTICULAR: readonly CompanyField[] = ["latePenaltyText", "earlyDiscountText", "insuranceText", "mediatorText"];

function ParticularTexts({ form }: Section): JSX.Element {
  return (
    <>
      <LongText form={form} name="latePenaltyText" hint="Remplace notre phrase sur les pénalités." />
      <LongText form={form} name="earlyDiscountText" hint="Vide : « Pas d’escompte pour paiement anticipé »." />
      <LongText
        form={form}
        name="insuranceText"
        hint="Obligatoire pour les artisans du bâtiment : assureur, numéro de police, territoire couvert."
      />
      <LongText
        form={form}
        name="mediatorText"
        hint="Obligatoire si vous vendez à des particuliers : nom et adresse."
      />
    </>
  );
}

function LongText(props: Named<FieldProps>): JSX.Element {
  return <TextArea {...props} label={COMPANY_LABELS[props.name]} rows={2} width="full" optional />;
}

/** The browser's own picker: it sends `#rrggbb` and nothing else. */
function ColorField(props: Named<FieldProps>): JSX.Element {
  const field = { ...props, label: COMPANY_LABELS[props.name] };
  return (
    <FieldFrame {...field}>
      <input {...controlAttributes(field)} type="color" value={props.form.values[props.name]} />
    </FieldFrame>
  );
}

function vatRegimeOptions(): Option[] {
  return Object.entries(VAT_REGIMES).map(([value, label]) => ({ value, label }));
}

function optionsOf(table: Readonly<Record<string, string>>): Option[] {
  return Object.entries(table).map(([value, label]) => ({ value, label }));
}

/** The countries by name, France and Belgium first. */
export function countryOptions(): readonly Option[] {
  return COUNTRY_OPTIONS;
}

const NEAREST = ["FR", "BE"];
const COUNTRY_OPTIONS: readonly Option[] = [
  ...NEAREST.map((value) => ({ value, label: countryName(value) })),
  ...[...COUNTRIES].filter((code) => !NEAREST.includes(code)).map((value) => ({ value, label: countryName(value) }))
    .sort((a, b) => a.label.localeCompare(b.label, "fr")),
];

function plainText(value: Company[CompanyField]): string {
  if (value === null || value === false) return "";
  return value === true ? "on" : String(value);
}
