/**
 * The map of lib/: one row per module with the modules it may use, besides `base` and `platform`.
 * Read top to bottom: a module uses only rows above it. tests/tidy/boundaries.ts holds the code to it.
 */
export const MODULES: Readonly<Record<string, readonly string[]>> = {
  base: [],
  platform: [],
  ui: [],
  en16931: [],
  datasets: [],
  identity: [],
  instances: ["identity", "datasets"],
  access: ["identity", "instances"],
  company: ["identity", "instances", "access"],
  antifraud: ["company"],
  anchors: ["identity", "instances", "access", "company", "antifraud"],
  files: ["company"],
  parties: ["company", "files"],
  catalog: ["company", "files"],
  sales: ["en16931", "company", "antifraud", "files", "parties", "catalog"],
  purchases: ["company", "files", "parties", "catalog"],
  treasury: ["company", "antifraud", "files", "parties", "sales", "purchases"],
  accounting: ["company", "antifraud", "files", "parties", "sales", "purchases", "treasury"],
  archives: ["datasets", "access", "company", "antifraud", "files", "sales", "treasury", "accounting"],
  einvoicing: ["en16931", "company", "files", "parties", "sales", "purchases", "treasury"],
  work: ["company", "files", "parties", "catalog", "sales"],
  cabinet: ["identity", "company", "files", "accounting"],
  subscriptions: ["instances", "company", "sales", "einvoicing", "files"],
  support: ["identity", "instances", "company"],
  imports: [
    "company",
    "antifraud",
    "files",
    "parties",
    "catalog",
    "sales",
    "purchases",
    "treasury",
    "accounting",
  ],
  backups: ["datasets", "instances", "company", "files", "antifraud"],
  reports: [
    "company",
    "antifraud",
    "files",
    "parties",
    "catalog",
    "sales",
    "purchases",
    "treasury",
    "accounting",
  ],
};

/** Modules whose tables live in the control database; those of every other module live in the cells. */
export const CONTROL_MODULES: ReadonlySet<string> = new Set([
  "identity",
  "instances",
  "access",
  "anchors",
  "subscriptions",
  "support",
]);
