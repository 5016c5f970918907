export { type AttestationForm, makeAttestation } from "./attestation/make_attestation.ts";
export { listAttestations, type ListedAttestation, openAttestation } from "./attestation/read_attestations.ts";
export { attestationTexts } from "./attestation/texts.ts";
export { canonicalJson } from "./reader/canonical.js";
export {
  csvHeader,
  csvLine,
  documentFiles,
  indexFrame,
  indexRows,
  jsonLine,
  monthsFile,
  payloadOf,
  SECTIONS,
  tableRows,
  TABLES,
} from "./reader/rows.js";
export { type Archive, archiveFileName, type ArchiveState } from "./archive.ts";
export { advanceArchive } from "./advance_archive.ts";
export { type ArchiveWish, askArchive, MOST_A_DAY } from "./ask_archive.ts";
export { archiveYears } from "./archive_years.ts";
export { listArchives } from "./list_archives.ts";
export { getArchive, openArchive, type OpenedArchive } from "./open_archive.ts";
export { verifyArchive } from "./reader/verify.js";
export { openZip } from "./reader/zip.js";
export { readerPage } from "./reader_page.ts";
