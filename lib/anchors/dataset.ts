/** What datasets do with this module's tables: all stand in control, outside of every dossier's export. */
export const dataset = {
  anchor_keys: { restore: "keep", because: "published roots were signed with them" },
  anchor_key_history: { restore: "keep", because: "what a key signed of the next one stays published" },
  anchors: { restore: "keep", because: "what was published stays published" },
  anchor_levels: { restore: "keep", because: "proofs of published roots are made of them" },
  anchor_leaves: { restore: "keep", because: "a restored dossier is held against where it stood" },
  anchor_stamps: { restore: "keep", because: "a timestamp cannot be asked again for the past" },
  anchor_choices: { restore: "keep", because: "a restore must not write to an address that was taken off" },
  anchor_mails: { restore: "keep", because: "a restore must not send a proof a second time" },
} as const;
