/** What datasets do with this module's tables, and what a restore brings back of them. */
export const dataset = {
  // A quote that left is known to its customer, an issued document to the State: drafts alone go back in time.
  sales_documents: {
    restore: "rewind",
    keptRows: { column: "state", values: ["sent", "accepted", "declined", "issued"] },
  },
  sales_search: { restore: "rewind", follows: "sales_documents" },
  sales_lines: { restore: "rewind", follows: "sales_documents" },
  sales_vat_totals: { restore: "rewind", follows: "sales_documents" },
  number_counters: { restore: "keep", because: "no number is given twice" },
  monthly_totals: { restore: "keep", because: "they add up the issued documents, which are kept" },
  receivables: { restore: "keep", because: "they add up the issued invoices, which are kept" },
  payments: { restore: "keep", because: "money that came in is sealed" },
  payment_allocations: { restore: "keep", because: "money that came in is sealed" },
  document_links: { restore: "keep", because: "a link that was revoked must not open again" },
  sendings: { restore: "keep", because: "what was sent is not sent again" },
  quote_answers: { restore: "keep", because: "customers' answers are theirs" },
} as const;
