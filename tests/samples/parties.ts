/** Who sells and who buys in the samples: invented people, with identifiers whose keys are right. */
import type { CompanyForm } from "../../lib/company/mod.ts";
import type { CustomerForm } from "../../lib/parties/mod.ts";

/** A seller: what he typed in his company's page. */
export const SELLERS = {
  atelier: {
    legalForm: "sarl",
    website: "atelier-dupre.fr",
    bic: "PSSTFRPPLYO",
    accentColor: "#24428f",
    insuranceText: "Garantie décennale n° 4512 873 – MAAF Pro, 79180 Chauray – France métropolitaine",
    mediatorText: "CM2C, 49 rue de Ponthieu, 75008 Paris – www.cm2c.net",
  },
  photographe: {
    name: "Claire Vasseur",
    tradingName: "Lumière d’Aunis",
    legalForm: "micro",
    capitalCents: "",
    registryCity: "",
    siren: "412 984 734",
    siret: "412 984 734 00019",
    vatNumber: "",
    vatRegime: "franchise",
    addressLine1: "7 quai Duperré",
    postcode: "17000",
    city: "La Rochelle",
    email: "claire@lumiere-aunis.fr",
    phone: "06 12 34 56 78",
    accentColor: "#8a3b12",
  },
} as const satisfies Record<string, CompanyForm>;

/** The logo of the first seller, as a designer hands it over. */
export const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 260 64" width="260" height="64">
<rect x="2" y="2" width="60" height="60" rx="12" fill="#24428f"/>
<path d="M18 44 32 18l14 26M24 35h16" fill="none" stroke="#fff" stroke-width="5" stroke-linecap="round"
 stroke-linejoin="round"/>
<path d="M78 20h60M78 32h92M78 44h44" stroke="#24428f" stroke-width="6" stroke-linecap="round"/>
</svg>`;

const BILLS = { receivesInvoices: "on", receivesQuotes: "on" } as const;

/** A buyer: what was typed on his card. */
export const BUYERS = {
  boulangerie: {
    fields: {
      kind: "professional",
      name: "Boulangerie Noël-Château SARL",
      siren: "552 100 554",
      vatNumber: "FR96552100554",
      addressLine1: "3 place de l’Hôtel de Ville",
      postcode: "42000",
      city: "Saint-Étienne",
      country: "FR",
    },
    contacts: [{ name: "Anne Noël", email: "compta@noel-chateau.example", ...BILLS }],
    deliveryAddresses: [],
  },
  entrepriseGenerale: {
    fields: {
      kind: "professional",
      name: "Bâtisseurs du Rhône SAS",
      siren: "404 833 048",
      vatNumber: "FR83404833048",
      addressLine1: "118 avenue Jean Jaurès",
      postcode: "69007",
      city: "Lyon",
      country: "FR",
      isConstructionPrincipal: "on",
    },
    contacts: [{ name: "Karim Benali", email: "factures@batisseurs-rhone.example", ...BILLS }],
  },
  allemand: {
    fields: {
      kind: "eu_business",
      name: "Möbelhaus Grünwald GmbH",
      vatNumber: "DE136695976",
      addressLine1: "Königstraße 42",
      postcode: "70173",
      city: "Stuttgart",
      country: "DE",
    },
    contacts: [{ name: "Jürgen Weiß", email: "rechnung@gruenwald.example", ...BILLS }],
    deliveryAddresses: [{
      label: "Entrepôt",
      addressLine1: "Hafenstraße 8",
      postcode: "70376",
      city: "Stuttgart",
      country: "DE",
    }],
  },
  belge: {
    fields: {
      kind: "eu_business",
      name: "Imprimerie De Smet SA",
      vatNumber: "BE0403170701",
      addressLine1: "Chaussée de Wavre 210",
      postcode: "1050",
      city: "Bruxelles",
      country: "BE",
    },
    contacts: [{ name: "Lotte De Smet", email: "facturen@desmet.example", ...BILLS }],
  },
  suisse: {
    fields: {
      kind: "foreign",
      name: "Chalets du Léman SA",
      addressLine1: "Route de Lausanne 15",
      postcode: "1260",
      city: "Nyon",
      country: "CH",
    },
    contacts: [{ name: "Noémie Rochat", email: "achats@chalets-leman.example", ...BILLS }],
  },
  particulier: {
    fields: {
      kind: "person",
      firstName: "Élodie",
      lastName: "Garnier",
      name: "Élodie Garnier",
      addressLine1: "24 rue des Fleurs",
      postcode: "69006",
      city: "Lyon",
      country: "FR",
    },
    contacts: [{ name: "Élodie Garnier", email: "elodie.garnier@courriel.example", ...BILLS }],
  },
} as const satisfies Record<string, CustomerForm>;
