/**
 * What the console may do with a dossier that nobody governs any more, and with contents whose retention is over: ask,
 * decide, take back, look.
 */
export { askRecovery, isAdministratorSeen, type RecoveryForm } from "./recovery/ask_recovery.ts";
export { approveRecovery, cancelRecovery, refuseRecovery } from "./recovery/decide_recovery.ts";
export { getRecovery, listAllRecoveries, listRecoveries, type RecoveryPage } from "./recovery/list_recoveries.ts";
export { RECOVERY_SORTS, type RecoveryFilter } from "./recovery/recovery_list_query.ts";
export { askErasure, type ErasureForm, lastErasableYearEnd } from "./erasure/ask_erasure.ts";
export { approveErasure, cancelErasure, refuseErasure } from "./erasure/decide_erasure.ts";
export { type Erasure, ERASURE_STATES, type ErasureState, RETENTION_YEARS } from "./erasure/erasure.ts";
export { type ErasurePage, getErasure, listAllErasures, listErasures } from "./erasure/list_erasures.ts";
export { ERASURE_SORTS, type ErasureFilter } from "./erasure/erasure_list_query.ts";
export {
  EVIDENCE,
  type Evidence,
  OBJECTION_HOURS,
  type Recovery,
  RECOVERY_STATES,
  type RecoveryState,
} from "./recovery/recovery.ts";
