/** How a column is shown: texts as they are, amounts and figures as French spreadsheets read them. */
export type SheetKind = "text" | "cents" | "figure" | "day" | "instant" | "percent" | "yes";

/** One column of a sheet. */
export interface SheetColumn {
  readonly title: string;
  /** Column of the table; for what another table tells, the one that names its row. */
  readonly from: string;
  readonly kind: SheetKind;
  /** What stands for each of the values that the program uses. */
  readonly words?: Readonly<Record<string, string>>;
  /** Another table, by its only key, and its column. */
  readonly through?: { readonly table: string; readonly column: string };
}

/** One file of the folder `tableurs/`: a table that means something to a person. */
export interface Sheet {
  /** Name of the file, without its ending. */
  readonly name: string;
  /** What it holds, for the notice. */
  readonly holds: string;
  readonly table: string;
  readonly columns: readonly SheetColumn[];
}

type Options = Pick<SheetColumn, "words" | "through">;

function column(kind: SheetKind) {
  return (title: string, from: string, options: Options = {}): SheetColumn => ({ title, from, kind, ...options });
}
const text = column("text"), cents = column("cents"), figure = column("figure"), day = column("day");
const instant = column("instant"), percent = column("percent"), yes = column("yes");

const KINDS = { quote: "Devis", invoice: "Facture", credit_note: "Avoir" };
const STATES = {
  draft: "Brouillon",
  sent: "Envoyé",
  accepted: "Accepté",
  declined: "Refusé",
  issued: "Émis",
};
const MODES = {
  transfer: "Virement",
  card: "Carte",
  cheque: "Chèque",
  cash: "Espèces",
  direct_debit: "Prélèvement",
  other: "Autre",
};
const CUSTOMERS = {
  professional: "Professionnel",
  public_body: "Secteur public",
  person: "Particulier",
  eu_business: "Entreprise de l’Union européenne",
  foreign: "Hors Union européenne",
};
const NATURES = { goods: "Bien", service: "Service", product: "Bien" };
const ADDRESS = [
  text("Adresse", "address_line1"),
  text("Adresse (suite)", "address_line2"),
  text("Adresse (fin)", "address_line3"),
  text("Code postal", "postcode"),
  text("Ville", "city"),
  text("Pays", "country"),
];
const ofDocument = (title: string, name: string) =>
  text(title, "document_id", { through: { table: "sales_documents", column: name } });

/** Every sheet of an exit archive, in the order of the notice. */
export const SHEETS: readonly Sheet[] = [
  {
    name: "entreprise",
    holds: "l’entreprise et ses réglages",
    table: "companies",
    columns: [
      text("Raison sociale", "name"),
      text("Nom commercial", "trading_name"),
      text("Forme juridique", "legal_form"),
      cents("Capital", "capital_cents"),
      text("SIREN", "siren"),
      text("SIRET", "siret"),
      text("Numéro d’entreprise", "enterprise_number"),
      text("N° de TVA", "vat_number"),
      ...ADDRESS,
      text("Adresse e-mail", "email"),
      text("Téléphone", "phone"),
      text("Site", "website"),
      text("IBAN", "iban"),
      text("BIC", "bic"),
      figure("Délai de paiement (jours)", "payment_days"),
      text("Pied de page", "footer_note"),
    ],
  },
  {
    name: "clients",
    holds: "les clients, prospects et fournisseurs",
    table: "parties",
    columns: [
      text("Code", "code"),
      text("Nom", "name"),
      text("Sorte", "kind", { words: CUSTOMERS }),
      yes("Client", "is_customer"),
      yes("Prospect", "is_prospect"),
      yes("Fournisseur", "is_supplier"),
      text("Prénom", "first_name"),
      text("Nom de famille", "last_name"),
      text("Nom commercial", "trading_name"),
      text("SIREN", "siren"),
      text("SIRET", "siret"),
      text("N° de TVA", "vat_number"),
      ...ADDRESS,
      text("Téléphone", "phone"),
      text("Langue", "language"),
      figure("Délai de paiement (jours)", "payment_days"),
      text("Notes", "notes"),
      instant("Archivé le", "archived_at"),
      instant("Créé le", "created_at"),
      text("Identifiant", "id"),
    ],
  },
  {
    name: "contacts",
    holds: "leurs contacts",
    table: "party_contacts",
    columns: [
      text("Client", "party_id", { through: { table: "parties", column: "name" } }),
      text("Nom", "name"),
      text("Fonction", "role"),
      text("Adresse e-mail", "email"),
      text("Téléphone", "phone"),
      yes("Reçoit les devis", "receives_quotes"),
      yes("Reçoit les factures", "receives_invoices"),
      yes("Reçoit les relances", "receives_reminders"),
    ],
  },
  {
    name: "adresses-de-livraison",
    holds: "leurs adresses de livraison",
    table: "party_addresses",
    columns: [
      text("Client", "party_id", { through: { table: "parties", column: "name" } }),
      text("Libellé", "label"),
      ...ADDRESS,
    ],
  },
  {
    name: "articles",
    holds: "les articles et services",
    table: "items",
    columns: [
      text("Référence", "reference"),
      text("Désignation", "name"),
      text("Sorte", "kind", { words: NATURES }),
      text("Description", "description"),
      text("Catégorie", "category_id", { through: { table: "categories", column: "name" } }),
      text("Unité", "unit_code"),
      figure("Prix unitaire", "unit_price"),
      yes("Prix TTC", "price_includes_vat"),
      percent("Taux de TVA (%)", "vat_rate_bp"),
      instant("Archivé le", "archived_at"),
      instant("Créé le", "created_at"),
    ],
  },
  {
    name: "documents",
    holds: "les devis, factures et avoirs, brouillons compris",
    table: "sales_documents",
    columns: [
      text("Sorte", "kind", { words: KINDS }),
      text("Numéro", "number"),
      text("État", "state", { words: STATES }),
      day("Date", "issue_on"),
      day("Échéance", "due_on"),
      day("Valable jusqu’au", "valid_until"),
      day("Livré le", "delivered_on"),
      text("Client", "customer_name"),
      text("Objet", "subject"),
      text("Bon de commande", "purchase_order"),
      cents("HT", "net_cents"),
      cents("TVA", "vat_cents"),
      cents("TTC", "gross_cents"),
      cents("Payé", "paid_cents"),
      cents("Avoirs imputés", "credited_cents"),
      text("Devise", "currency"),
      day("Soldé le", "settled_on"),
      text("Notes", "notes"),
      text("Fichier", "@file"),
      text("Identifiant", "id"),
    ],
  },
  {
    name: "lignes",
    holds: "les lignes de ces documents",
    table: "sales_lines",
    columns: [
      ofDocument("Document", "number"),
      figure("Ligne", "position"),
      text("Référence", "reference"),
      text("Désignation", "label"),
      text("Nature", "nature", { words: NATURES }),
      figure("Quantité", "quantity"),
      text("Unité", "unit_code"),
      figure("Prix unitaire", "unit_price"),
      percent("Remise (%)", "discount_bp"),
      percent("Taux de TVA (%)", "vat_rate_bp"),
      cents("HT", "net_cents"),
      text("Identifiant du document", "document_id"),
    ],
  },
  {
    name: "tva",
    holds: "la TVA de chaque document, par taux",
    table: "sales_vat_totals",
    columns: [
      ofDocument("Document", "number"),
      text("Catégorie", "vat_category"),
      percent("Taux (%)", "vat_rate_bp"),
      cents("Base HT", "base_cents"),
      cents("TVA", "vat_cents"),
      text("Identifiant du document", "document_id"),
    ],
  },
  {
    name: "paiements",
    holds: "les paiements reçus et leurs annulations",
    table: "payments",
    columns: [
      day("Reçu le", "received_on"),
      text("Client", "customer_id", { through: { table: "parties", column: "name" } }),
      cents("Montant", "amount_cents"),
      text("Devise", "currency"),
      text("Mode", "mode", { words: MODES }),
      text("Référence", "reference"),
      text("Annule le paiement", "reverses_id"),
      text("Motif", "reason"),
      instant("Enregistré le", "recorded_at"),
      text("Identifiant", "id"),
    ],
  },
  {
    name: "imputations",
    holds: "quelle facture chaque paiement solde",
    table: "payment_allocations",
    columns: [
      ofDocument("Document", "number"),
      cents("Montant", "amount_cents"),
      text("Identifiant du paiement", "payment_id"),
      text("Identifiant du document", "document_id"),
    ],
  },
  {
    name: "envois",
    holds: "les documents envoyés par mail",
    table: "sendings",
    columns: [
      ofDocument("Document", "number"),
      instant("Envoyé le", "sent_at"),
      text("Destinataires", "recipients"),
      text("Copies", "copies"),
      text("État", "state", {
        words: { queued: "En attente", sent: "Envoyé", failed: "Échoué", held: "Retenu", refused: "Refusé" },
      }),
    ],
  },
  {
    name: "reponses-aux-devis",
    holds: "ce que les clients ont répondu aux devis",
    table: "quote_answers",
    columns: [
      ofDocument("Devis", "number"),
      text("Réponse", "answer", { words: { accepted: "Accepté", declined: "Refusé" } }),
      text("Signataire", "signer"),
      text("Motif", "reason"),
      instant("Le", "at"),
    ],
  },
  {
    name: "clotures",
    holds: "les clôtures de jour, de mois et d’exercice",
    table: "closures",
    columns: [
      text("Sorte", "kind", { words: { day: "Jour", month: "Mois", year: "Exercice" } }),
      text("Période", "period"),
      day("Du", "from_on"),
      day("Au", "to_on"),
      figure("Factures", "invoices"),
      figure("Avoirs", "credit_notes"),
      figure("Paiements", "payments"),
      instant("Close le", "closed_at"),
    ],
  },
  {
    name: "activite",
    holds: "qui a fait quoi, et quand",
    table: "activity",
    columns: [
      instant("Le", "at"),
      text("Qui", "actor"),
      text("Quoi", "summary"),
    ],
  },
];
