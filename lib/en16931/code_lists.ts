/** The codes that we offer, with the French words that people choose them by. All of them stand in _codes.ts. */

/** Specifications that an invoice may follow (BT-24). */
export const GUIDELINES = {
  /** Factur-X EN 16931, and plain EN 16931 in CII or UBL. */
  en16931: "urn:cen.eu:en16931:2017",
  /** Factur-X EXTENDED. */
  extended: "urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended",
  /** The French extension of the reform, XP Z12-012. */
  extendedCtcFr: "urn:cen.eu:en16931:2017#conformant#urn.cpro.gouv.fr:1p0:extended-ctc-fr",
  /** Peppol BIS Billing 3.0. */
  peppolBis3: "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0",
} as const;

/** Business process (BT-23) of Peppol BIS Billing 3.0. */
export const PEPPOL_BILLING_PROCESS = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0";

/** Identifier schemes that French parties use. */
export const SCHEMES = {
  /** SIREN (ISO 6523). */
  siren: "0002",
  /** SIRET (ISO 6523). */
  siret: "0009",
  /** Electronic address of the French directory (EAS). */
  frenchAddress: "0225",
  /** Belgian enterprise number (EAS). */
  belgianEnterprise: "0208",
  /** E-mail address (EAS). */
  email: "EM",
} as const;

/** A VAT category that a French invoice may have (BR-FR-15). */
export type VatCategory = "S" | "Z" | "E" | "AE" | "K" | "G" | "O";

/** VAT categories by code, in words. */
export const VAT_CATEGORIES: Readonly<Record<VatCategory, string>> = {
  S: "TVA au taux indiqué",
  Z: "Taux zéro",
  E: "Exonéré de TVA",
  AE: "Autoliquidation par le client",
  K: "Livraison intracommunautaire",
  G: "Exportation hors de l’Union européenne",
  O: "Hors du champ de la TVA",
};

/** Why there is no VAT: VATEX code, category, and the words on the invoice (CGI ann. II 242 nonies A). */
export interface Exemption {
  readonly code: string;
  readonly category: VatCategory;
  readonly wording: string;
}

/** The exemptions that small firms meet, most usual first. */
export const EXEMPTIONS: readonly Exemption[] = [
  { code: "VATEX-FR-FRANCHISE", category: "E", wording: "TVA non applicable, art. 293 B du CGI" },
  { code: "VATEX-EU-AE", category: "AE", wording: "Autoliquidation" },
  { code: "VATEX-EU-IC", category: "K", wording: "Exonération de TVA, art. 262 ter I du CGI" },
  { code: "VATEX-EU-G", category: "G", wording: "Exonération de TVA, art. 262 I du CGI" },
  { code: "VATEX-FR-CGI261-4", category: "E", wording: "Exonération de TVA, art. 261, 4 du CGI" },
  { code: "VATEX-FR-CGI261-5", category: "E", wording: "Exonération de TVA, art. 261, 5 du CGI" },
  { code: "VATEX-FR-CGI261-7", category: "E", wording: "Exonération de TVA, art. 261, 7 du CGI" },
  { code: "VATEX-FR-CGI261C-2", category: "E", wording: "Exonération de TVA, art. 261 C, 2° du CGI" },
  { code: "VATEX-FR-CGI261E-1", category: "E", wording: "Exonération de TVA, art. 261 E, 1° du CGI" },
  { code: "VATEX-FR-CNWVAT", category: "E", wording: "Avoir net de taxe" },
  { code: "VATEX-EU-O", category: "O", wording: "Opération hors du champ de la TVA" },
  { code: "VATEX-EU-F", category: "E", wording: "Régime particulier - Biens d’occasion" },
  { code: "VATEX-EU-I", category: "E", wording: "Régime particulier - Objets d’art" },
  { code: "VATEX-EU-J", category: "E", wording: "Régime particulier - Objets de collection et d’antiquité" },
  { code: "VATEX-EU-D", category: "E", wording: "Régime particulier - Agences de voyages" },
];

/** BT-81 that the public portal takes in flux 1 at the start of the reform (AIFE, rules v0.2). */
export const PORTAL_PAYMENT_MEANS: ReadonlySet<string> = new Set(["10", "20", "30", "42", "48", "49", "97"]);

/** Units that our forms offer (UN/ECE recommendation 20), most usual first, with what a line shows. */
export const UNITS: Readonly<Record<string, { readonly label: string; readonly short: string }>> = {
  C62: { label: "unité", short: "u" },
  H87: { label: "pièce", short: "pce" },
  HUR: { label: "heure", short: "h" },
  DAY: { label: "jour", short: "j" },
  WEE: { label: "semaine", short: "sem." },
  MON: { label: "mois", short: "mois" },
  ANN: { label: "année", short: "an" },
  MIN: { label: "minute", short: "min" },
  LS: { label: "forfait", short: "forf." },
  MTR: { label: "mètre", short: "m" },
  MTK: { label: "mètre carré", short: "m²" },
  MTQ: { label: "mètre cube", short: "m³" },
  KMT: { label: "kilomètre", short: "km" },
  CMT: { label: "centimètre", short: "cm" },
  MMT: { label: "millimètre", short: "mm" },
  KGM: { label: "kilogramme", short: "kg" },
  GRM: { label: "gramme", short: "g" },
  TNE: { label: "tonne", short: "t" },
  LTR: { label: "litre", short: "l" },
  KWH: { label: "kilowattheure", short: "kWh" },
  XBX: { label: "boîte", short: "bte" },
  XCT: { label: "carton", short: "ct" },
  XPX: { label: "palette", short: "pal." },
  XRO: { label: "rouleau", short: "rl" },
  XBG: { label: "sac", short: "sac" },
  SET: { label: "lot", short: "lot" },
  PR: { label: "paire", short: "paire" },
  E48: { label: "prestation", short: "prest." },
  P1: { label: "pour cent", short: "%" },
};

/** Documents that an attachment may be, the closed list of BR-FR-17 (BT-123). */
export const ATTACHMENT_KINDS: ReadonlySet<string> = new Set([
  "RIB",
  "LISIBLE",
  "FEUILLE_DE_STYLE",
  "PJA",
  "BORDEREAU_SUIVI",
  "DOCUMENT_ANNEXE",
  "BON_LIVRAISON",
  "BON_COMMANDE",
  "BORDEREAU_SUIVI_VALIDATION",
  "ETAT_ACOMPTE",
  "FACTURE_PAIEMENT_DIRECT",
  "RECAPITULATIF_COTRAITANCE",
]);

/** « Cadres de facturation » (BT-23), BR-FR-08. */
export const FRENCH_PROCESSES: ReadonlySet<string> = new Set(
  "B1 S1 M1 B2 S2 M2 S3 B4 S4 M4 S5 S6 B7 S7 B8 S8 M8 B9 S9 M9".split(" "),
);

/** Types that an invoice may have in France (BR-FR-04). */
export const FRENCH_TYPES: ReadonlySet<string> = new Set(
  "380 389 393 501 386 500 384 471 472 473 261 262 381 396 502 503".split(" "),
);

/** Types that a credit note has; UBL writes them with another root element. */
export const CREDIT_NOTE_CODES: ReadonlySet<string> = new Set(
  "81 83 261 262 296 308 381 396 420 458 502 503 532".split(" "),
);

/** BT-8 in CII: UNTDID 2475 by the UNTDID 2005 code that the model and UBL have. */
export const EVENT_CODE_OF_TAX_POINT: Readonly<Record<string, string>> = { "3": "5", "35": "29", "432": "72" };
