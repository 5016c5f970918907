import type { Uuid } from "../base/ids.ts";
import type { PresetKey } from "./provision/presets.ts";
import { defineEvent } from "../platform/events.ts";
import type { ChangedState } from "./life/life.ts";

/** Who opens a dossier, and for which company. */
export interface Opening {
  readonly companyName: string;
  /** The owner's address, as first address of the company. */
  readonly email: string;
  /** Null where the team opens it: the owner is invited at `email` once it stands. */
  readonly ownerId: Uuid | null;
  /** Name or address under which « Qui a fait quoi » shows the owner. */
  readonly ownerLabel: string;
  readonly timeZone: string;
  /** Chosen on the page of the offers; absent for the short sign-up. */
  readonly plan?: string | null;
  /** The trade that it is opened for; absent for a sign-up. */
  readonly preset?: PresetKey | null;
}

/**
 * A dossier's row stands in its cell: subscribers give it what every dossier starts with (settings, sealed log), in one
 * transaction of the cell, once.
 */
export const dossierOpened = defineEvent<Opening>("dossier_opened");

/** A dossier is whole: in the transaction of control that makes it a trial, its owner becomes a member. */
export const dossierReady = defineEvent<Opening>("dossier_ready");

/** The state of a dossier has changed, in the transaction of control that changes it. */
export const stateChanged = defineEvent<ChangedState>("state_changed");
