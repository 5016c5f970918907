/** What datasets do with this module's tables, and what a restore brings back of them. */
export const dataset = {
  categories: { restore: "rewind" },
  items: { restore: "rewind" },
} as const;
