import type { IsoDate } from "../base/dates.ts";

/** Day of the version of the terms of subscription (CGA) in force; whoever accepts them accepts this one. */
export const TERMS_VERSION = "2026-11-21" as IsoDate;
