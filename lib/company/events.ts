import { defineEvent, type EventKind } from "../platform/events.ts";
import type { FiscalSettings } from "./policy.ts";

/** Settings that an inspector wants to see have changed; each side names the changed ones only. */
export interface FiscalSettingsChanged {
  readonly before: FiscalSettings;
  readonly after: FiscalSettings;
}

/** Announced by `updateCompany` in its transaction; the sealed log writes it down. */
export const fiscalSettingsChanged: EventKind<FiscalSettingsChanged> = defineEvent("fiscal_settings_changed");
