export { type AgreementReport, type AgreementSource, registerAgreement, verifyAgreement } from "./agreement.ts";
export { type Canonical, canonicalText } from "./canonical.ts";
export { onFiscalSettingsChanged } from "./on_fiscal_settings_changed.ts";
export { openChain } from "./open_chain.ts";
export { PROOF_PART } from "./chain_store.ts";
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
export { type Seal, seal, type SealedEvent } from "./seal.ts";
export { type BadRecord, type ChainReport, verifyChain, type VerifyOptions } from "./verify.ts";
