import { formatCents } from "../base/money.ts";
import { formatRate } from "../base/rates.ts";
import { type Company, legalFormOf } from "../company/mod.ts";
import { EXEMPTIONS } from "../en16931/mod.ts";
import { type CustomerCard, recipientsOf, VAT_TREATMENTS, type VatTreatment } from "../parties/mod.ts";
import type { AddressSnapshot, BuyerSnapshot, Mentions, SellerSnapshot } from "./snapshot.ts";
import { FR } from "./text.fr.ts";

/** The seller as his documents show him on this day (R123-237, R123-238, R526-27 C. com.). */
export function freezeSeller(company: Company): SellerSnapshot {
  const form = legalFormOf(company);
  return {
    // The law wants « EI » right before or after the name of a sole trader.
    name: form?.isSoleTrader && form.mention ? `${company.name} ${form.mention}` : company.name,
    tradingName: company.tradingName,
    legal: legalLines(company),
    siren: company.siren,
    siret: company.siret,
    enterpriseNumber: company.enterpriseNumber,
    vatNumber: company.vatNumber,
    isFranchise: company.vatRegime === "franchise",
    vatOnDebits: company.vatOnDebits,
    address: freezeAddress(company),
    email: company.email,
    phone: company.phone,
    website: company.website,
    iban: company.iban,
    bic: company.bic,
    accentColor: company.accentColor,
    logoId: company.logoId,
    logoPosition: company.logoPosition,
  };
}

/** The customer as the document names him on this day. */
export function freezeBuyer(card: CustomerCard): BuyerSnapshot {
  const [delivery] = card.deliveryAddresses;
  const [email] = recipientsOf(card, "invoices");
  return {
    kind: card.kind,
    name: card.name,
    siren: card.siren,
    siret: card.siret,
    serviceCode: card.serviceCode,
    vatNumber: card.vatNumber,
    address: freezeAddress(card),
    deliveryAddress: delivery ? freezeAddress(delivery) : null,
    contactName: card.contacts.find((contact) => contact.name)?.name ?? null,
    email: email ?? null,
    language: card.language,
  };
}

/** What the mentions depend on besides the company. */
export interface MentionsFor {
  readonly treatment: VatTreatment;
  readonly isConsumer: boolean;
}

/** The sentences that the law wants, in today's wording (L441-9, L441-10, D441-5 C. com.; CGI ann. II 242 nonies A). */
export function freezeMentions(company: Company, { treatment, isConsumer }: MentionsFor): Mentions {
  const vatexCode = VAT_TREATMENTS[treatment].exemptionCode;
  const exemption = EXEMPTIONS.find((known) => known.code === vatexCode);
  const rate = company.latePenaltyBp === null ? FR.legalRate : `${formatRate(company.latePenaltyBp)} l’an`;
  return {
    latePenalty: isConsumer ? "" : company.latePenaltyText ?? FR.latePenalty(rate),
    recoveryFee: isConsumer ? "" : FR.recoveryFee,
    earlyDiscount: company.earlyDiscountText ?? FR.noEarlyDiscount,
    vat: VAT_WORDING[treatment] ?? exemption?.wording ?? "",
    vatexCode,
    others: otherMentions(company, isConsumer),
  };
}

/** Wordings more exact than the code list's own. */
const VAT_WORDING: Readonly<Partial<Record<VatTreatment, string>>> = {
  construction_reverse_charge: "Autoliquidation : TVA due par le preneur, art. 283-2 nonies du CGI",
  eu_services: "Autoliquidation : TVA due par le preneur, art. 283-2 du CGI et art. 196 de la directive 2006/112/CE",
  foreign_services: "TVA non applicable, art. 259-1° du CGI",
};

function otherMentions(company: Company, isConsumer: boolean): string[] {
  const form = legalFormOf(company);
  return [
    company.vatOnDebits && company.vatRegime !== "franchise" ? FR.onDebits : null,
    company.insuranceText && FR.insurance(company.insuranceText),
    isConsumer && company.mediatorText ? FR.mediator(company.mediatorText) : null,
    form?.country === "FR" && company.isRegistrationPending && !company.siren ? FR.pendingSiren : null,
    company.footerNote,
  ].filter((mention) => mention !== null && mention !== "") as string[];
}

function legalLines(company: Company): string[] {
  const form = legalFormOf(company);
  const lines: string[] = [];
  if (form && !form.isSoleTrader && form.mention) {
    const capital = company.capitalCents === null
      ? ""
      : ` au capital ${company.hasVariableCapital ? "variable " : ""}de ${formatCents(company.capitalCents)}`;
    lines.push(form.hasCapital ? `${form.mention}${capital}` : form.mention);
  }
  if (form?.isRegistered && company.registryCity) {
    lines.push(`${form.country === "BE" ? "RPM" : "RCS"} ${company.registryCity}`);
  }
  return lines;
}

interface AddressFields {
  readonly addressLine1: string | null;
  readonly addressLine2: string | null;
  readonly addressLine3: string | null;
  readonly postcode: string | null;
  readonly city: string | null;
  readonly country: string;
}

function freezeAddress(from: AddressFields): AddressSnapshot {
  const lines = [from.addressLine1, from.addressLine2, from.addressLine3].filter((line) =>
    line !== null && line !== ""
  );
  return { lines: lines as string[], postcode: from.postcode, city: from.city, country: from.country };
}
