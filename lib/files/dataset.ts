/** What datasets do with this module's tables, and what a restore brings back of them. */
export const dataset = {
  files: {
    restore: "rewind",
    keptRows: { column: "purpose", values: ["issued_document", "attestation", "archive"] },
    // The bytes stand in the cell's store under `dossier/id`.
    blob: { id: "id", bytes: "bytes", sha256: "sha256", mime: "mime" },
  },
  file_usage: { restore: "rewind" },
} as const;
