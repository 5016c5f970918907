import type { IsoDate } from "../base/dates.ts";

/** States of a dossier in the directory, in the order of a life. */
export const INSTANCE_STATES = [
  "provisioning",
  "trial",
  "active",
  "suspended",
  "closed",
  "kept",
  "erased",
  "copy",
] as const;

/** State of a dossier in the directory. */
export type InstanceState = typeof INSTANCE_STATES[number];

/** What the pages of a dossier let its people do. */
export type Openness = "open" | "expired" | "suspended" | "closed" | "kept" | "read_only";

/** Days of a trial, the day of its opening not counted. */
export const TRIAL_DAYS = 30;

/**
 * What a dossier's state means on a given business day. `open`: everything. `expired` (trial over), `suspended` and
 * `closed`: the subscriber area and export only. `kept`: the sealed archive is all that is left. `read_only`: a copy,
 * to be looked at.
 */
export function opennessOf(
  instance: { state: InstanceState; trialEndsOn: IsoDate | null },
  today: IsoDate,
): Openness {
  switch (instance.state) {
    case "trial":
      return instance.trialEndsOn !== null && today > instance.trialEndsOn ? "expired" : "open";
    case "active":
      return "open";
    case "suspended":
      return "suspended";
    case "copy":
      return "read_only";
    case "kept":
      return "kept";
    case "provisioning":
    case "closed":
    case "erased":
      return "closed";
  }
}
