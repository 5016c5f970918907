/** What datasets do with this module's tables, and what a restore brings back of them. */
export const dataset = {
  // Documents that were printed with a logo keep it.
  company_logos: { restore: "keep", because: "issued documents show them" },
  companies: {
    restore: "rewind",
    // What a restore must not bring back: an account that was replaced, and what fiscal records were sealed under.
    keptColumns: [
      "iban",
      "bic",
      "bank_name",
      "siren",
      "siret",
      "vat_number",
      "vat_regime",
      "vat_on_debits",
      "quote_prefix",
      "invoice_prefix",
      "credit_note_prefix",
      "time_zone",
      "fiscal_year_start",
    ],
  },
  iban_changes: { restore: "keep", because: "an account that was refused or replaced must not come back" },
  company_modules: { restore: "rewind" },
  people_labels: { restore: "keep", because: "an erased name must not come back" },
  activity: { restore: "keep", because: "who did what stays told" },
} as const;
