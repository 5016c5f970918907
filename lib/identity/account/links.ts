/** How long the link of a forgotten password works. */
export const RESET_LINK_MINUTES = 30;
/** How long the link works that confirms a new address. */
export const ADDRESS_LINK_HOURS = 24;
/** How long the former address may take its account back. */
export const RESTORE_LINK_HOURS = 72;
