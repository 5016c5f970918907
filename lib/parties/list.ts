import type { Uuid } from "../base/ids.ts";
import type { CustomerKind } from "./customer.ts";

/** What a party is to us. */
export type Role = "customer" | "prospect" | "supplier";

/** Roles in the words of our filters. */
export const ROLES: Readonly<Record<Role, string>> = {
  customer: "Clients",
  prospect: "Prospects",
  supplier: "Fournisseurs",
};

/** Lines of a list page. */
export const CUSTOMERS_PAGE = 25;
/** Proposals made while somebody types. */
export const MAX_SUGGESTIONS = 10;

/** Where a page begins: behind or before the line that was last or first on the page shown. */
export interface ListCursor {
  readonly key: string;
  readonly id: Uuid;
  readonly backwards: boolean;
}

/** What a list shows. */
export interface CustomerFilter {
  /** What was typed in the search box: name, reference, e-mail, SIREN, city. */
  readonly text?: string | undefined;
  readonly role?: Role | undefined;
  /** True for the archived cards alone. */
  readonly archived?: boolean | undefined;
  readonly cursor?: ListCursor | undefined;
}

/** A line of the list. */
export interface CustomerLine {
  readonly id: Uuid;
  readonly name: string;
  readonly nameKey: string;
  readonly code: string | null;
  readonly kind: CustomerKind;
  readonly city: string | null;
  /** First e-mail address known. */
  readonly email: string | null;
  readonly isCustomer: boolean;
  readonly isProspect: boolean;
  readonly isSupplier: boolean;
}

/** A page of the list, by name, and where its neighbours begin. */
export interface CustomerPage {
  readonly customers: readonly CustomerLine[];
  readonly previous: ListCursor | null;
  readonly next: ListCursor | null;
}

/** Another card that seems to be the same customer. */
export interface Duplicate {
  readonly id: Uuid;
  readonly name: string;
  readonly because: "siren" | "email";
}
