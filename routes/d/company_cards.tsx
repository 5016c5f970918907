import {
  type Company,
  type CompanyField,
  countryName,
  FISCAL_YEAR_STARTS,
  LANGUAGES,
  LEGAL_FORMS,
  type LegalFormCode,
  LOGO_POSITIONS,
  type ModuleName,
  MODULES_OFFERED,
  TERMS_KINDS,
  TIME_ZONES,
  VAT_REGIMES,
} from "../../lib/company/mod.ts";
import { Button, Card, Facts, FileField, Form, type FormState, type JSX, State } from "../../lib/ui/mod.ts";
import type { DossierContext } from "../handler.ts";
import { paths } from "../paths.ts";
import { COMPANY_LABELS, COMPANY_SECTIONS } from "./company_form.tsx";
import { may, slugOf } from "./here.tsx";

/** The logo in force, and how to change it or take it off. */
export function LogoCard(
  { c, company, state }: { c: DossierContext; company: Company; state: FormState | undefined },
): JSX.Element {
  const slug = slugOf(c);
  const { logoId, name } = company;
  return (
    <Card title="Logo" id="logo">
      {logoId
        ? <img class="issuer-logo" src={paths.companyLogo(slug, logoId)} alt={`Logo de ${name}`} />
        : <p class="quiet">Sans logo, vos documents portent votre nom en toutes lettres.</p>}
      {may(c, "company:write")
        ? (
          <Form action={paths.companyLogo(slug)} state={state} multipart>
            <FileField
              name="logo"
              form={state}
              label={logoId ? "Remplacer le logo" : "Ajouter un logo"}
              hint="PNG, JPEG ou SVG, 2 Mo au plus."
              accept="image/png,image/jpeg,image/svg+xml"
              width="full"
            />
            <Button>Envoyer</Button>
          </Form>
        )
        : null}
      {logoId && may(c, "company:write")
        ? (
          <Form action={paths.companyLogoRemoval(slug)}>
            <Button kind="quiet" icon="trash">Retirer le logo</Button>
          </Form>
        )
        : null}
    </Card>
  );
}

/** The parts of the product that the dossier uses. */
export function ModulesCard({ c, modules }: { c: DossierContext; modules: ReadonlySet<ModuleName> }): JSX.Element {
  const action = may(c, "company:write") ? paths.companyModules(slugOf(c)) : null;
  return (
    <Card title="Modules" id="modules">
      <Facts
        facts={(Object.keys(MODULES_OFFERED) as ModuleName[]).map((name) => ({
          term: MODULES_OFFERED[name],
          value: <Switch action={action} name={name} isOn={modules.has(name)} />,
        }))}
      />
    </Card>
  );
}

/** Where the sections of the page begin. */
export function SectionLinks(): JSX.Element {
  return (
    <nav aria-label="Sections de la page">
      <ul class="chips">
        {Object.entries(COMPANY_SECTIONS).map(([anchor, label]) => (
          <li>
            <a class="chip" href={`#${anchor}`}>{label}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The settings for people who may read but not change them: those that are given, in words. */
export function SettingsFacts({ texts }: { texts: FormState["values"] }): JSX.Element {
  return (
    <>
      {SECTIONS.map(([anchor, fields]) => (
        <Card title={COMPANY_SECTIONS[anchor]} id={anchor}>
          <Facts
            facts={fields.map((field) => ({ term: COMPANY_LABELS[field], value: inWords(field, texts[field] ?? "") }))
              .filter(({ value }) => value !== "")}
          />
        </Card>
      ))}
    </>
  );
}

function Switch({ action, name, isOn }: { action: string | null; name: ModuleName; isOn: boolean }): JSX.Element {
  const state = isOn ? <State tone="done" word="activé" /> : <State tone="ended" word="désactivé" />;
  if (action === null) return state;
  return (
    <Form action={action} hidden={{ module: name, state: isOn ? "off" : "on" }} class="actions">
      {state}
      <Button
        small
        kind="quiet"
        attrs={{ "aria-label": `${isOn ? "Désactiver" : "Activer"} : ${MODULES_OFFERED[name]}` }}
      >
        {isOn ? "Désactiver" : "Activer"}
      </Button>
    </Form>
  );
}

const SECTIONS: readonly (readonly [keyof typeof COMPANY_SECTIONS, readonly CompanyField[]])[] = [
  ["identite", [
    "name",
    "tradingName",
    "legalForm",
    "siren",
    "siret",
    "isRegistrationPending",
    "capitalCents",
    "hasVariableCapital",
    "registryCity",
    "enterpriseNumber",
  ]],
  ["adresse", [
    "addressLine1",
    "addressLine2",
    "addressLine3",
    "postcode",
    "city",
    "country",
    "email",
    "phone",
    "website",
  ]],
  ["tva", ["vatRegime", "vatNumber", "vatOnDebits"]],
  ["banque", ["iban", "bic", "bankName"]],
  ["documents", [
    "quotePrefix",
    "invoicePrefix",
    "creditNotePrefix",
    "accentColor",
    "logoPosition",
    "language",
    "timeZone",
    "fiscalYearStart",
    "footerNote",
  ]],
  ["conditions", [
    "paymentTerms",
    "paymentDays",
    "quoteValidityDays",
    "latePenaltyBp",
    "latePenaltyText",
    "earlyDiscountText",
    "insuranceText",
    "mediatorText",
  ]],
];

const CHOICES: Readonly<Partial<Record<CompanyField, (value: string) => string | undefined>>> = {
  legalForm: (value) => LEGAL_FORMS[value as LegalFormCode]?.label,
  vatRegime: (value) => (VAT_REGIMES as Readonly<Record<string, string>>)[value],
  country: countryName,
  logoPosition: (value) => (LOGO_POSITIONS as Readonly<Record<string, string>>)[value],
  language: (value) => (LANGUAGES as Readonly<Record<string, string>>)[value],
  timeZone: (value) => TIME_ZONES[value],
  fiscalYearStart: (value) => FISCAL_YEAR_STARTS[value],
  paymentTerms: (value) => (TERMS_KINDS as Readonly<Record<string, string>>)[value],
  capitalCents: (value) => `${value}\u00a0€`,
  latePenaltyBp: (value) => `${value}\u00a0%`,
  hasVariableCapital: () => "oui",
  isRegistrationPending: () => "oui",
  vatOnDebits: () => "oui",
};

function inWords(field: CompanyField, text: string): string {
  return text === "" ? "" : CHOICES[field]?.(text) ?? text;
}
