/** What datasets do with this module's tables: all stand in control, outside of every dossier's export. */
export const dataset = {
  memberships: { restore: "keep", because: "who was shown out stays out" },
} as const;
