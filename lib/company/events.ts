import type { Uuid } from "../base/ids.ts";
import { defineEvent, type EventKind } from "../platform/events.ts";
import type { FiscalSettings } from "./policy.ts";

/** Settings that an inspector wants to see have changed; each side names the changed ones only. */
export interface FiscalSettingsChanged {
  readonly before: FiscalSettings;
  readonly after: FiscalSettings;
}

/** An IBAN that customers may have noted was replaced; the row of the change says by which. */
export interface IbanChanged {
  readonly changeId: Uuid;
}

/** Announced when a changed IBAN takes effect, in that transaction: customers are told. */
export const ibanChanged: EventKind<IbanChanged> = defineEvent("iban_changed");

/** Announced by `updateCompany` in its transaction; the sealed log writes it down. */
export const fiscalSettingsChanged: EventKind<FiscalSettingsChanged> = defineEvent("fiscal_settings_changed");
