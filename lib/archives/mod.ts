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
export { takenArchive } from "./taken_archive.ts";
export { verifyArchive } from "./reader/verify.js";
export { openZip } from "./reader/zip.js";
export { readerPage } from "./reader_page.ts";
export { exportNumbers } from "./numbering/read_numbering.ts";
export { listNumbers, NUMBERS_PAGE, type NumbersAsked, type NumbersPage } from "./numbering/list_numbers.ts";
export { lookAtNumbers, type NumberingLook, rereadNumbers } from "./numbering/look_at_numbers.ts";
export { type NumberedSeries, type NumberFault, type NumberingProof } from "./numbering/numbered_series.ts";
export { type NumberedKind, type SealedNumber } from "./numbering/sealed_number.ts";
export { bundleName, controlBundle } from "./control/bundle.ts";
export { type ControlDays, daysInWords } from "./control/control_days.ts";
export { type ControlYear, controlYears } from "./control/control_years.ts";
export { type ControlFile, describeControlFile, prepareControl } from "./control/prepare_control.ts";
export { type CountedView } from "./control/control_store.ts";
export { CONTROL_VIEWS, type ControlView } from "./control/control_view.ts";
export { noteView } from "./control/note_view.ts";
export {
  closeControl,
  type Control,
  type ControlArchives,
  type ControlForm,
  listControls,
  openControl,
  type OpenedControl,
} from "./control/open_control.ts";
export { openSealedPdf, openSealedXml } from "./control/open_sealed_file.ts";
export { listSealedPieces, type PieceKind, type PiecesPage, type SealedPiece } from "./control/sealed_pieces.ts";
export { openGuestArchive } from "./control/control_archives.ts";
export { EXIT_DAYS, type ExitArchive, type ExitState } from "./exit/exit.ts";
export { startExitArchive } from "./exit/start_exit.ts";
export { findExitArchive, type OpenedExit, openExitArchive } from "./exit/open_exit.ts";
export { advanceExit } from "./exit/advance_exit.ts";
export { exitParts } from "./exit/exit_parts.ts";
