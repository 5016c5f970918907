export {
  type Address,
  type Contact,
  type Customer,
  CUSTOMER_KINDS,
  type CustomerCard,
  type CustomerField,
  type CustomerKind,
  type CustomerSettings,
  type DeliveryAddress,
  type Mailing,
  ownTermsOf,
  recipientsOf,
} from "./customer.ts";
export { type Buyer, type Seller, type Supply, type TreatmentRule } from "./vat_treatment.ts";
export { VAT_TREATMENTS, type VatTreatment, vatTreatment } from "./vat_treatment.ts";
export { type CustomerGap, customerGaps } from "./completeness.ts";
export { offeredVatNumber } from "./customer_rules.ts";
export { CUSTOMER_FIELDS, type CustomerForm, MAX_CONTACTS, MAX_DELIVERY_ADDRESSES } from "./customer_form.ts";
export {
  type CustomerFilter,
  type CustomerLine,
  type CustomerPage,
  CUSTOMERS_PAGE,
  type Duplicate,
  type ListCursor,
  MAX_SUGGESTIONS,
  type Role,
  ROLES,
} from "./list.ts";
export { createCustomer, type SavedCustomer } from "./create_customer.ts";
export { type CustomerUpdate, updateCustomer } from "./update_customer.ts";
export { archiveCustomer, restoreCustomer } from "./archive_customer.ts";
export { deleteCustomer } from "./delete_customer.ts";
export { getCustomer, loadCustomer } from "./get_customer.ts";
export { loadCustomers } from "./load_customers.ts";
export { findCustomers } from "./find_customers.ts";
export { suggestCustomers } from "./suggest_customers.ts";
