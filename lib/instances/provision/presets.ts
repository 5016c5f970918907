/** Countries for which a dossier is opened with settings of its own. */
export const PRESET_COUNTRIES = { fr: "France", be: "Belgique" } as const;
/** A country of the presets. */
export type PresetCountry = keyof typeof PRESET_COUNTRIES;

/** Trades by key, in the words of the form. */
export const TRADES = {
  services: "Conseil, services, indépendants",
  building: "Bâtiment : maçonnerie, peinture, rénovation",
  plumbing: "Plomberie et chauffage",
  electricity: "Électricité",
  crafts: "Artisanat et ateliers",
  shop: "Commerce de détail",
  catering: "Restauration et traiteurs",
  association: "Association",
} as const;
/** A trade of the presets. */
export type Trade = keyof typeof TRADES;

/** A trade in a country: what a dossier may be opened for. */
export interface PresetKey {
  readonly country: PresetCountry;
  readonly trade: Trade;
}

/** What a preset gives a new dossier. Its people change all of it as they like. */
export interface Preset {
  /** Of the company's address, ISO 3166-1. */
  readonly country: "FR" | "BE";
  readonly paymentTerms: "on_receipt" | "net" | "end_of_month";
  readonly paymentDays: number;
  readonly quoteValidityDays: number;
  /** Categories of the catalogue. */
  readonly categories: readonly string[];
  /** Items to be given their price: what a unit of the trade is called and counted in. */
  readonly items: readonly PresetItem[];
}

/** An item of a trade: no preset invents a price. */
export interface PresetItem {
  readonly kind: "product" | "service";
  readonly name: string;
  /** UN/ECE recommendation 20. */
  readonly unitCode: string;
  /** One of the preset's categories. */
  readonly category: string;
}

interface Terms {
  readonly paymentTerms: Preset["paymentTerms"];
  readonly paymentDays: number;
  readonly quoteValidityDays: number;
}

const net = (paymentDays: number, quoteValidityDays: number): Terms => {
  return { paymentTerms: "net", paymentDays, quoteValidityDays };
};
const PAID: Terms = { paymentTerms: "on_receipt", paymentDays: 0, quoteValidityDays: 30 };

// Thirty days are what the law supposes between professionals where nothing is agreed (L441-10 C. com.; in Belgium the
// act of 2 August 2002, art. 4). Prices of building move: French quotes of these trades usually hold for two months.
const TERMS: Readonly<Record<Trade, Readonly<Record<PresetCountry, Terms>>>> = {
  services: { fr: net(30, 30), be: net(30, 30) },
  building: { fr: net(30, 60), be: net(30, 30) },
  plumbing: { fr: net(30, 60), be: net(30, 30) },
  electricity: { fr: net(30, 60), be: net(30, 30) },
  crafts: { fr: net(30, 30), be: net(30, 30) },
  shop: { fr: PAID, be: PAID },
  catering: { fr: PAID, be: PAID },
  association: { fr: net(30, 30), be: net(30, 30) },
};

const service = (name: string, unitCode: string, category: string): PresetItem => {
  return { kind: "service", name, unitCode, category };
};
const product = (name: string, unitCode: string, category: string): PresetItem => {
  return { kind: "product", name, unitCode, category };
};
const [HOUR, DAY, PIECE, METRE, SQUARE, LUMP, KILOMETRE] = ["HUR", "DAY", "C62", "MTR", "MTK", "LS", "KMT"] as const;

type Catalog = Pick<Preset, "categories" | "items">;

const SITE = ["Main-d’œuvre", "Fournitures", "Location de matériel", "Déplacements", "Déchets de chantier"];
/** What every trade of a building site counts. */
const ON_SITE = [
  service("Main-d’œuvre", HOUR, "Main-d’œuvre"),
  service("Déplacement", LUMP, "Déplacements"),
  service("Évacuation des déchets de chantier", LUMP, "Déchets de chantier"),
];

const CATALOGS: Readonly<Record<Trade, Catalog>> = {
  services: {
    categories: ["Prestations", "Forfaits", "Frais de déplacement"],
    items: [
      service("Journée de conseil", DAY, "Prestations"),
      service("Heure de conseil", HOUR, "Prestations"),
      service("Frais kilométriques", KILOMETRE, "Frais de déplacement"),
    ],
  },
  building: {
    categories: SITE,
    items: [...ON_SITE, service("Peinture, murs et plafonds", SQUARE, "Main-d’œuvre")],
  },
  plumbing: {
    categories: SITE,
    items: [
      ...ON_SITE,
      product("Tube et raccords", METRE, "Fournitures"),
      service("Entretien annuel de chaudière", LUMP, "Main-d’œuvre"),
    ],
  },
  electricity: {
    categories: SITE,
    items: [
      ...ON_SITE,
      product("Câble", METRE, "Fournitures"),
      product("Prise ou interrupteur", PIECE, "Fournitures"),
      service("Mise en sécurité d’un tableau électrique", LUMP, "Main-d’œuvre"),
    ],
  },
  crafts: {
    categories: ["Fabrication", "Réparation", "Fournitures"],
    items: [service("Heure d’atelier", HOUR, "Réparation"), product("Pièce sur mesure", PIECE, "Fabrication")],
  },
  shop: {
    categories: ["Marchandises", "Livraison"],
    items: [service("Livraison", LUMP, "Livraison")],
  },
  catering: {
    categories: ["Plats", "Boissons", "Prestations de service"],
    items: [service("Service en salle", HOUR, "Prestations de service")],
  },
  // Whether an association owes VAT depends on what it does: nothing that bears a rate is given.
  association: { categories: ["Adhésions", "Activités", "Locations de salle"], items: [] },
};

/** The preset of a trade in a country. */
export function presetOf({ country, trade }: PresetKey): Preset {
  return { country: country === "be" ? "BE" : "FR", ...TERMS[trade][country], ...CATALOGS[trade] };
}

/** Reads a preset's key from what was typed; null when there is none such. */
export function presetKeyOf(typed: { readonly country: string; readonly trade: string }): PresetKey | null {
  const { country, trade } = typed;
  if (!Object.hasOwn(PRESET_COUNTRIES, country) || !Object.hasOwn(TRADES, trade)) return null;
  return { country: country as PresetCountry, trade: trade as Trade };
}
