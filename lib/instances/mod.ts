export { confirmSignUp, type StartedSignUp } from "./confirm_sign_up.ts";
export { findPlan, type Plan, type PlanKey, PLANS } from "./plans.ts";
export { type Preset, type PresetKey, presetOf } from "./provision/presets.ts";
export { hurryProcedure } from "./advance_procedure.ts";
export { startOpening } from "./open_dossier.ts";
export { type FurtherDossier, openFurtherDossier } from "./open_further_dossier.ts";
export type { ProcedureKey } from "./procedure_store.ts";
export { findPlace } from "./find_place.ts";
export { reportAbuse } from "./trial/report_abuse.ts";
export { ABUSE_KINDS } from "./trial/trial_mails.ts";
export { findTrialMails, type HeldMailKey, mailDecision, queueHeldMail } from "./trial/held_mails.ts";
export type { HeldReason, MailDecision, TrialMails } from "./trial/trial_mails.ts";
export { findInstanceByPublicId } from "./find_instance.ts";
export { holdModules, type PublicPlace, writeModulesOff } from "./directory_store.ts";
export { dossierOpened, dossierReady, type Opening } from "./events.ts";
export { type InstanceState, type Openness, opennessOf, TRIAL_DAYS } from "./states.ts";
export { ADVANCE_PROCEDURE, CARRY_OUT_MAIL_DECISION, SAMPLE_FIGURES } from "./jobs.ts";
export { KEEP_ARCHIVE, LIFE_MAIL, type LifeNews, SEAL_STATE, TELL_LIFE, WATCH_TRIALS } from "./jobs.ts";
export { stateChanged } from "./events.ts";
export { closeOwnDossier, type ClosingForm, MAX_OWN_REASON, reopenOwnDossier } from "./life/change_own_state.ts";
export { COOLING_OFF_DAYS, type Ending, ENDINGS, type Life, UNUSED_TRIAL_DAYS } from "./life/life.ts";
export type { ChangedState, PlannedMove, StateChange } from "./life/life.ts";
export { type Notice, unusedUntil } from "./life/notices.ts";
export { actsOpenTo, type Asker, type LifeAct } from "./life/transitions.ts";
export { findChanges, findLife, findPlannedMove } from "./life/find_life.ts";
export { findOpenness } from "./life/find_openness.ts";
export { findOwnKept, type OpenedKept, openKept } from "./keep/open_kept.ts";
export { KEPT_YEARS, type KeptArchive } from "./keep/kept.ts";
export {
  type ArchiveSource,
  registerArchiveSource,
  type SourceArchive,
  type TravellingDigest,
  type WantedArchive,
} from "./keep/archive_source.ts";
export { registerArchiveWitness } from "./life/archive_witness.ts";
export { type LifeView, viewOwnLife } from "./life/view_life.ts";
export type { Act, ActSubjectKind } from "./acts/acts.ts";
export { noteAct, type NotedAct } from "./acts/note_act.ts";
export { findOwnSize } from "./size/find_own_size.ts";
export { type OwnSize, type SizePart } from "./size/size.ts";
export { MAIL_SIZE } from "./jobs.ts";
