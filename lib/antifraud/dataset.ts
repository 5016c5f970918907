/** What datasets do with this module's tables, and what a restore brings back of them. */
export const dataset = {
  // Wrapped for the dossier they were made in: under another tenant id they verify and no longer sign.
  signing_keys: { restore: "keep", because: "sealed records were signed with them" },
  chains: { restore: "keep", because: "the sealed log only grows" },
  sealed_records: { restore: "keep", because: "the sealed log only grows" },
  log_checks: { restore: "keep", because: "what was verified was verified, and is sealed" },
  closures: { restore: "keep", because: "a closed period stays closed" },
} as const;
