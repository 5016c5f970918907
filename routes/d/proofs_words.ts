/** What the records of the sealed log are called, by their type. */
export const RECORD_WORDS: Readonly<Record<string, string>> = {
  chain_opened: "Ouverture du journal",
  version_changed: "Nouvelle version du logiciel",
  invoice_issued: "Facture émise",
  credit_note_issued: "Avoir émis",
  payment_recorded: "Règlement reçu",
  payment_reversed: "Règlement annulé",
  document_rendered: "Fichier du document",
  document_sent: "Envoi du document",
  duplicate_made: "Duplicata",
  fiscal_settings_changed: "Réglages fiscaux changés",
  day_closed: "Clôture d’un jour",
  month_closed: "Clôture d’un mois",
  year_closed: "Clôture d’un exercice",
  key_rotated: "Changement de clé",
  sign_in_failures: "Connexions refusées du jour",
  log_verified: "Vérification du journal",
  contents_erased: "Contenus hors conservation effacés",
  dossier_state_changed: "État du dossier changé",
  archive_made: "Archive",
  attestation_made: "Attestation",
  control_opened: "Accès d’un contrôle ouvert",
  control_viewed: "Consultation d’un contrôle",
  control_closed: "Accès d’un contrôle fermé",
};

/** A type of record in words. */
export function recordWord(type: string): string {
  return Object.hasOwn(RECORD_WORDS, type) ? RECORD_WORDS[type]! : "Enregistrement";
}
