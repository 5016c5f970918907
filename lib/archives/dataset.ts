/** What datasets do with this module's tables, and what a restore brings back of them. */
export const dataset = {
  attestations: { restore: "keep", because: "what was attested and sealed stays told" },
} as const;
