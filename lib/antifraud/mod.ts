export { type AgreementReport, type AgreementSource, registerAgreement, verifyAgreement } from "./agreement.ts";
export { type Canonical, canonicalText } from "./canonical.ts";
export { hashesAt } from "./hashes_at.ts";
export type { HashAt } from "./hashes_query.ts";
export { onFiscalSettingsChanged } from "./on_fiscal_settings_changed.ts";
export { openChain } from "./open_chain.ts";
export { type Head, PROOF_PART } from "./chain_store.ts";
export type { ErasedContents } from "./erase_store.ts";
export { listErased } from "./list_erased.ts";
export { type BuildState, buildState } from "./perimeter.ts";
export { asProof, proofOf, type ProofRecord } from "./proof.ts";
export {
  type LogHead,
  type LogKey,
  type LogRecord,
  MAX_RECORDS_READ,
  readLog,
  readLogHead,
  readLogKeys,
} from "./read_log.ts";
export { readLogMarks } from "./log_marks.ts";
export type { LogMarks } from "./marks_query.ts";
export { rotateKey } from "./rotate_key.ts";
export { type LogSpan, readKeyHistory, readLogSpan } from "./read_span.ts";
export { sealedTypesAfter } from "./span_store.ts";
export { type ManifestSignature, signManifest } from "./sign_manifest.ts";
export { holdHead, type Seal, seal, type SealedEvent } from "./seal.ts";
export { checkLog } from "./check_log.ts";
export { type CheckedRecord, checkProof } from "./check_proof.ts";
export { type BadRecord, type ChainFault } from "./faults.ts";
export { describeLog, exportLog, listLog, type LogLine, type LogPage, type LogState } from "./list_log.ts";
export { type CheckFault, type CheckOutcome, type LogCheck, progressOf } from "./log_check.ts";
export { askWitness, registerWitness, type Witness, type WitnessReport } from "./witness.ts";
export { type ChainReport, verifyChain, type VerifyOptions } from "./verify.ts";
export { closureAgreement } from "./closures/agreement.ts";
export { closeDay } from "./closures/close_day.ts";
export { type Closed, closeDue, nextDue } from "./closures/close_due.ts";
export { closeMonth } from "./closures/close_month.ts";
export { closeYear } from "./closures/close_year.ts";
export { closingRecord } from "./closures/closing_record.ts";
export { closedYears } from "./closures/closed_years.ts";
export { closedTo } from "./closures/closed_to.ts";
export { type Closure } from "./closures/closure.ts";
export { describePeriod, firstDayOf, type Period, type PeriodKind, yearPeriod } from "./closures/period.ts";
export { type ClosureList, exportClosures, listClosures, type ListedClosure } from "./closures/list_closures.ts";
