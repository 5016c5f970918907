/** What datasets do with this module's tables, and what a restore brings back of them. */
export const dataset = {
  parties: { restore: "rewind" },
  party_contacts: { restore: "rewind" },
  party_addresses: { restore: "rewind" },
} as const;
