/** What datasets do with this module's tables, and what a restore brings back of them. */
export const dataset = {
  control_views: { restore: "keep", because: "what a guest has seen stays told" },
  attestations: { restore: "keep", because: "what was attested and sealed stays told" },
  // Its parts are among the dossier's files, which carry their bytes.
  archives: { restore: "keep", because: "an archive that was made is sealed in the chain" },
  number_readings: { restore: "keep", because: "it holds of the log it was read from, and is read again of another" },
  exit_archives: { restore: "skip", because: "it holds the dossier itself, for a few days; another is made on demand" },
} as const;
