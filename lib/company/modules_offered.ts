/** A part of the product that a dossier may switch on or off. */
export type ModuleName = keyof typeof MODULES_OFFERED;

/** The parts that can be switched, with the words of the settings page. A new dossier has them all on. */
export const MODULES_OFFERED = {
  quotes: "Devis",
  invoices: "Factures et avoirs",
  catalog: "Produits et services",
} as const;
