import { EU_COUNTRIES } from "../base/identifiers.ts";
import type { Company } from "../company/mod.ts";
import type { Customer } from "./customer.ts";

/** What is supplied; a document with both is treated line by line. */
export type Supply = "goods" | "services";

/** How VAT applies to a supply; the details of each stand in VAT_TREATMENTS. */
export type VatTreatment =
  | "domestic"
  | "franchise"
  | "construction_reverse_charge"
  | "intra_eu_goods"
  | "eu_services"
  | "export"
  | "foreign_services";

/** What a treatment means for a line. */
export interface TreatmentRule {
  /** Category of EN 16931 where the line carries no VAT; `S` lets the item's own rate stand. */
  readonly category: "S" | "E" | "AE" | "K" | "G" | "O";
  /** VATEX code of the reason, or null. */
  readonly exemptionCode: string | null;
  /** The words of our form. */
  readonly label: string;
  /** Where it is written. */
  readonly source: string;
}

/** The treatments as a table that an accountant can read. */
export const VAT_TREATMENTS: Readonly<Record<VatTreatment, TreatmentRule>> = {
  domestic: { category: "S", exemptionCode: null, label: "TVA du pays", source: "CGI art. 259, 258, 269" },
  franchise: {
    category: "E",
    exemptionCode: "VATEX-FR-FRANCHISE",
    label: "Franchise de TVA",
    source: "CGI art. 293 B",
  },
  construction_reverse_charge: {
    category: "AE",
    exemptionCode: "VATEX-FR-AE",
    label: "Autoliquidation, sous-traitance du bâtiment",
    source: "CGI art. 283-2 nonies",
  },
  intra_eu_goods: {
    category: "K",
    exemptionCode: "VATEX-EU-IC",
    label: "Livraison intracommunautaire",
    source: "CGI art. 262 ter I",
  },
  eu_services: {
    category: "AE",
    exemptionCode: "VATEX-EU-AE",
    label: "Autoliquidation, service à une entreprise de l’Union européenne",
    source: "CGI art. 259 1° et 283-2 ; directive 2006/112 art. 44 et 196",
  },
  export: { category: "G", exemptionCode: "VATEX-EU-G", label: "Exportation", source: "CGI art. 262 I" },
  foreign_services: {
    category: "O",
    exemptionCode: "VATEX-EU-O",
    label: "Service hors de France, non soumis à la TVA française",
    source: "CGI art. 259 1°",
  },
};

/** What the rule looks at in the seller. */
export type Seller = Pick<Company, "country" | "vatRegime" | "vatNumber">;
/** What the rule looks at in the customer. */
export type Buyer = Pick<Customer, "kind" | "country" | "vatNumber" | "isConstructionPrincipal">;

/** Overseas departments: goods sent there leave the VAT territory of the mainland (CGI art. 294). */
const OVERSEAS: ReadonlySet<string> = new Set(["GP", "MQ", "RE", "GF", "YT"]);

/**
 * The VAT treatment proposed for a customer; people may choose another on the document.
 * A customer of the Union is only treated as a business there once both VAT numbers are known (CGI art. 262 ter I 1°).
 */
export function vatTreatment(seller: Seller, buyer: Buyer, supply: Supply): VatTreatment {
  const place = placeOf(seller, buyer);
  const isBusiness = buyer.kind !== "person";
  if (place === "european" && isBusiness && supply === "services" && areIdentified(seller, buyer)) return "eu_services";
  // CGI art. 293 B: the franchise covers what it would otherwise tax at home or exempt as an export.
  if (seller.vatRegime === "franchise") return "franchise";
  switch (place) {
    case "home":
      return supply === "services" && isBusiness && buyer.isConstructionPrincipal
        ? "construction_reverse_charge"
        : "domestic";
    case "overseas":
      return supply === "goods" ? "export" : "domestic";
    case "european":
      return supply === "goods" && isBusiness && areIdentified(seller, buyer) ? "intra_eu_goods" : "domestic";
    case "abroad":
      if (supply === "goods") return "export";
      return isBusiness ? "foreign_services" : "domestic";
  }
}

type Place = "home" | "overseas" | "european" | "abroad";

function placeOf(seller: Seller, buyer: Buyer): Place {
  // Monaco counts as France for VAT (convention of 18 May 1963).
  const home = seller.country, there = buyer.country === "MC" ? "FR" : buyer.country;
  if (home === there) return "home";
  if (home === "FR" && OVERSEAS.has(there)) return "overseas";
  return EU_COUNTRIES.has(there) && EU_COUNTRIES.has(home) ? "european" : "abroad";
}

function areIdentified(seller: Seller, buyer: Buyer): boolean {
  return Boolean(seller.vatNumber) && Boolean(buyer.vatNumber);
}
