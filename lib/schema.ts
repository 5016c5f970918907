/** Every table of both databases, module by module: what datasets walk and what tests compare with the migrations. */
export * as access from "./access/schema.ts";
export * as antifraud from "./antifraud/schema.ts";
export * as catalog from "./catalog/schema.ts";
export * as company from "./company/schema.ts";
export * as files from "./files/schema.ts";
export * as identity from "./identity/schema.ts";
export * as instances from "./instances/schema.ts";
export * as parties from "./parties/schema.ts";
export * as sales from "./sales/schema.ts";
