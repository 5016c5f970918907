export { checkExport, type CheckReport } from "./check_export.ts";
export { exportDossier, type ExportSource } from "./export_dossier.ts";
export { importDossier, type ImportTarget } from "./import_dossier.ts";
export { type ChainHead, FORMAT, type Manifest, type ManifestPart, type ManifestTable } from "./manifest.ts";
export { type Parts, partsIn } from "./parts.ts";
export { type BlobColumns, type ModuleDataset, type RestoreRule } from "./rules.ts";
export { type DatasetColumn, type DatasetTable, datasetTables } from "./tables_query.ts";
