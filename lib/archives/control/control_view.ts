/** What a guest may look at, and how his dossier is told. */
export const CONTROL_VIEWS = {
  home: "la page d’accueil",
  documents: "la liste des factures et avoirs",
  document: "le fichier d’une facture ou d’un avoir",
  payments: "la liste des règlements",
  closures: "les clôtures",
  numbering: "le journal de numérotation",
  attestations: "les attestations",
  archives: "les archives",
  bundle: "le dossier de contrôle",
  help: "le mode d’emploi",
} as const;

/** One kind of page. */
export type ControlView = keyof typeof CONTROL_VIEWS;

/** A look is sealed once in this time for each kind of page. */
export const SEALED_EVERY_S = 3_600;
