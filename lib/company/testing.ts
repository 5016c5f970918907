import type { Ctx } from "../base/ctx.ts";
import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { withTenant } from "../platform/db/tenant.ts";
import type { Company } from "./company.ts";
import type { CompanyForm } from "./company_form.ts";
import { getCompany } from "./get_company.ts";
import { openCompany } from "./open_company.ts";
import { updateCompany } from "./update_company.ts";

/** Alice's company, complete enough to issue. */
export function aCompany(over: Partial<Company> = {}): Company {
  return { ...ATELIER_DUPRE, ...over };
}

/** The same as typed in the form. */
export function aCompanyForm(over: CompanyForm = {}): CompanyForm {
  return {
    name: "Atelier Dupré",
    legalForm: "sarl",
    capitalCents: "5 000,00",
    registryCity: "Lyon",
    siren: "732 829 320",
    siret: "732 829 320 00074",
    vatNumber: "FR44 732829320",
    vatRegime: "normal",
    addressLine1: "12 rue des Lilas",
    postcode: "69003",
    city: "Lyon",
    country: "FR",
    email: "contact@atelier-dupre.fr",
    phone: "04 78 00 00 00",
    iban: "FR14 2004 1010 0505 0001 3M02 606",
    ...over,
  };
}

/** Opens and completes the company of a dossier through the verbs; `ctx` needs `company:read` and `company:write`. */
export async function openTestCompany(ctx: Ctx, over: CompanyForm = {}): Promise<Company> {
  await withTenant(ctx, (tx) => openCompany(tx, ctx, { companyName: "Atelier Dupré", email: "alice@dupre.fr" }));
  const { version } = await getCompany(ctx);
  return await updateCompany(ctx, { version, form: aCompanyForm(over) });
}

const ATELIER_DUPRE: Company = {
  tenantId: "018f0000-0000-7000-8000-000000000001" as Uuid,
  version: 1,
  name: "Atelier Dupré",
  tradingName: null,
  legalForm: "sarl",
  capitalCents: 500_000n,
  hasVariableCapital: false,
  registryCity: "Lyon",
  siren: "732829320",
  siret: "73282932000074",
  isRegistrationPending: false,
  enterpriseNumber: null,
  vatNumber: "FR44732829320",
  vatRegime: "normal",
  vatOnDebits: false,
  addressLine1: "12 rue des Lilas",
  addressLine2: null,
  addressLine3: null,
  postcode: "69003",
  city: "Lyon",
  country: "FR",
  email: "contact@atelier-dupre.fr",
  phone: "04 78 00 00 00",
  website: null,
  iban: "FR1420041010050500013M02606",
  bic: null,
  bankName: null,
  paymentTerms: "net",
  paymentDays: 30,
  latePenaltyBp: null,
  latePenaltyText: null,
  earlyDiscountText: null,
  quoteValidityDays: 30,
  insuranceText: null,
  mediatorText: null,
  footerNote: null,
  accentColor: "#1f4e79",
  logoId: null,
  logoPosition: "left",
  quotePrefix: "DE",
  invoicePrefix: "FA",
  creditNotePrefix: "AV",
  showsPaymentState: false,
  language: "fr",
  timeZone: "Europe/Paris",
  fiscalYearStart: "01-01",
  updatedAt: "2026-11-21T08:00:00.000Z" as IsoInstant,
  updatedBy: null,
};
