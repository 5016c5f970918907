/** Countries for which a dossier is opened with settings of its own. */
export const PRESET_COUNTRIES = { fr: "France", be: "Belgique" } as const;
/** A country of the presets. */
export type PresetCountry = keyof typeof PRESET_COUNTRIES;

/** Trades by key, in the words of the form. */
export const TRADES = {
  services: "Services et conseil",
  building: "Bâtiment",
  crafts: "Artisanat et ateliers",
  shop: "Commerce",
  catering: "Restauration et traiteurs",
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
  /** Categories of the catalogue, empty of items. */
  readonly categories: readonly string[];
}

type OfTrade = Omit<Preset, "country">;

const net = (paymentDays: number, quoteValidityDays: number, categories: readonly string[]): OfTrade => {
  return { paymentTerms: "net", paymentDays, quoteValidityDays, categories };
};
const paid = (categories: readonly string[]): OfTrade => {
  return { paymentTerms: "on_receipt", paymentDays: 0, quoteValidityDays: 30, categories };
};

// Thirty days are what the law supposes between professionals where nothing is agreed (L441-10 C. com.; in Belgium the
// act of 2 August 2002, art. 4).
const PRESETS: Readonly<Record<PresetCountry, Readonly<Record<Trade, OfTrade>>>> = {
  fr: {
    services: net(30, 30, ["Prestations", "Forfaits", "Frais de déplacement"]),
    building: net(30, 60, [
      "Main-d’œuvre",
      "Fournitures",
      "Location de matériel",
      "Déplacements",
      "Déchets de chantier",
    ]),
    crafts: net(30, 30, ["Fabrication", "Réparation", "Fournitures"]),
    shop: paid(["Marchandises", "Livraison"]),
    catering: paid(["Plats", "Boissons", "Prestations de service"]),
  },
  be: {
    services: net(30, 30, ["Prestations", "Forfaits", "Frais de déplacement"]),
    building: net(30, 30, ["Main-d’œuvre", "Matériaux", "Location de matériel", "Déplacements"]),
    crafts: net(30, 30, ["Fabrication", "Réparation", "Fournitures"]),
    shop: paid(["Marchandises", "Livraison"]),
    catering: paid(["Plats", "Boissons", "Services traiteur"]),
  },
};

/** The preset of a trade in a country. */
export function presetOf({ country, trade }: PresetKey): Preset {
  return { country: country === "be" ? "BE" : "FR", ...PRESETS[country][trade] };
}

/** Reads a preset's key from what was typed; null when there is none such. */
export function presetKeyOf(typed: { readonly country: string; readonly trade: string }): PresetKey | null {
  const { country, trade } = typed;
  if (!Object.hasOwn(PRESET_COUNTRIES, country) || !Object.hasOwn(TRADES, trade)) return null;
  return { country: country as PresetCountry, trade: trade as Trade };
}
