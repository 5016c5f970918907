/**
 * Every table of both databases, module by module, with what datasets do with it: what exports walk, and what tests
 * compare with the migrations.
 */
export * as access from "./access/schema.ts";
export { dataset as accessDataset } from "./access/dataset.ts";
export * as anchors from "./anchors/schema.ts";
export { dataset as anchorsDataset } from "./anchors/dataset.ts";
export * as antifraud from "./antifraud/schema.ts";
export { dataset as antifraudDataset } from "./antifraud/dataset.ts";
export * as archives from "./archives/schema.ts";
export { dataset as archivesDataset } from "./archives/dataset.ts";
export * as catalog from "./catalog/schema.ts";
export { dataset as catalogDataset } from "./catalog/dataset.ts";
export * as company from "./company/schema.ts";
export { dataset as companyDataset } from "./company/dataset.ts";
export * as files from "./files/schema.ts";
export { dataset as filesDataset } from "./files/dataset.ts";
export * as identity from "./identity/schema.ts";
export { dataset as identityDataset } from "./identity/dataset.ts";
export * as instances from "./instances/schema.ts";
export { dataset as instancesDataset } from "./instances/dataset.ts";
export * as parties from "./parties/schema.ts";
export { dataset as partiesDataset } from "./parties/dataset.ts";
export * as sales from "./sales/schema.ts";
export { dataset as salesDataset } from "./sales/dataset.ts";
