/** What the console may do with a dossier that nobody governs any more: ask, decide, take back, look. */
export { askRecovery, isAdministratorSeen, type RecoveryForm } from "./recovery/ask_recovery.ts";
export { approveRecovery, cancelRecovery, refuseRecovery } from "./recovery/decide_recovery.ts";
export { getRecovery, listRecoveries } from "./recovery/list_recoveries.ts";
export {
  EVIDENCE,
  type Evidence,
  OBJECTION_HOURS,
  type Recovery,
  RECOVERY_STATES,
  type RecoveryState,
} from "./recovery/recovery.ts";
