/** What the console may do with cells, dossiers, procedures and jobs: the directory and figures, no business data. */
export { abandonProcedure } from "./abandon_procedure.ts";
export { type InstancePage, listInstances } from "./oversight/list_instances.ts";
export {
  INSTANCE_SORTS,
  type InstanceFilter,
  type InstanceRow,
  type InstanceSort,
} from "./oversight/instance_query.ts";
export { JOB_ORDER_ACTS, type JobOrder, type JobOrderAct, type ParkedJobKey } from "./oversight/job_order.ts";
export { orderJob, type ParkedJobView, viewParkedJob } from "./oversight/order_job.ts";
export { type JobPage, listCellJobs, listParkedJobs } from "./oversight/list_jobs.ts";
export { type CellJobs, JOB_SORTS, type JobFigures, type JobFilter, type ParkedJob } from "./oversight/job_query.ts";
export {
  listProcedures,
  PROCEDURE_KINDS,
  type ProcedureLine,
  type ProcedurePage,
  type ProcedureView,
  type StepLine,
  viewProcedure,
} from "./oversight/list_procedures.ts";
export { changeQuietHour, type QuietHour, viewQuietHour } from "./oversight/quiet_hour.ts";
export { askMove, MOVE_AHEAD_DAYS, MOVE_TIMES, type MoveForm, type MoveView, viewMove } from "./oversight/ask_move.ts";
export { type Story, viewStory } from "./oversight/view_story.ts";
export { type StoryLine, type StorySource } from "./oversight/story_query.ts";
export { cancelProcedure } from "./oversight/cancel_procedure.ts";
export {
  PROCEDURE_SORTS,
  type ProcedureFilter,
  type ProcedureLogRow,
  type ProcedureState,
} from "./oversight/procedure_query.ts";
export { confirmSiret, withdrawSiret } from "./trial/confirm_siret.ts";
export { clearAbuse, listReported, type ReportedPage, viewReported } from "./trial/clear_abuse.ts";
export {
  HELD_MAIL_SORTS,
  type HeldMailFilter,
  REPORTED_SORTS,
  type ReportedDossier,
  type ReportedFilter,
} from "./trial/review_query.ts";
export { decideHeldMail, type HeldMailPage, listHeldMails, viewHeldMail } from "./trial/decide_held_mail.ts";
export type { HeldMail } from "./trial/held_mail_store.ts";
export { viewInstance } from "./trial/view_instance.ts";
export type { InstanceCard } from "./trial/siret_store.ts";
export { sampleSirets } from "./trial/sample_sirets.ts";
export { ABUSE_KINDS, type Decision, type HeldReason, type Operator } from "./trial/trial_mails.ts";
export { type Act, ACT_SUBJECTS, ACTS, type ActSubjectKind } from "./acts/acts.ts";
export { noteAct, type NotedAct } from "./acts/note_act.ts";
export { hastenPurge } from "./moves/hasten_purge.ts";
export { type MoveRequest, startMove } from "./moves/start_move.ts";
export type { Destination } from "./moves/move.ts";
export { MOVE_PHASES, type MovePhase, type MoveProgress, moveProgress, type Share } from "./moves/move_progress.ts";
export { startConsoleProcedure } from "./procedures/start_console_procedure.ts";
export { cancelConsoleProcedure } from "./procedures/cancel_console_procedure.ts";
export {
  type ConsoleProcedureKind,
  type Figures,
  PROCEDURE_EVENTS,
  type ProcedureEvent,
  RollBack,
  type Slice,
  type SliceInfo,
} from "./procedures/console_procedure.ts";
export { INSTANCE_STATES, type InstanceState } from "./states.ts";
export { approvePurge, askPurge, dropPurge, listPurges, mayBeErased } from "./life/ask_purge.ts";
export type { Purge, PurgeKey } from "./life/purge.ts";
export { secondKeeping } from "./keep/start_keeping.ts";
export { viewKept } from "./keep/open_kept.ts";
export type { KeptArchive } from "./keep/kept.ts";
export { changeState, type StateForm } from "./life/change_state.ts";
export { COOLING_OFF_DAYS, type Ending, ENDINGS, type Life, type StateChange } from "./life/life.ts";
export { actsOpenTo, type Asker, type LifeAct } from "./life/transitions.ts";
export { type LifeView, viewLife } from "./life/view_life.ts";
export { clearAlert, raiseAlert } from "./alerts/raise_alert.ts";
export {
  type Alarm,
  type Alert,
  ALERT_KINDS,
  ALERT_LEVELS,
  type AlertAct,
  type AlertFigures,
  type AlertKey,
  type AlertKind,
  type AlertLevel,
  type AlertSubject,
  isMuted,
} from "./alerts/alert.ts";
export { acknowledgeAlert } from "./alerts/acknowledge_alert.ts";
export { assignAlert } from "./alerts/assign_alert.ts";
export { MUTE_HOURS, muteAlert } from "./alerts/mute_alert.ts";
export { resolveAlert } from "./alerts/resolve_alert.ts";
export { type AlertPage, type AlertView, listAlerts, viewAlert } from "./alerts/list_alerts.ts";
export { ALERT_SORTS, type AlertEventRow, type AlertFilter } from "./alerts/alert_query.ts";
export type { AlertForm } from "./alerts/_act_on_alert.ts";
export { ALERT_ACT_WORDS, alertTitle, figuresText, SUBJECT_WORDS } from "./alerts/alert_words.ts";
export { type CellPage, type CellView, listCellPage, listCells, viewCell } from "./cells/view_cells.ts";
export { CELL_SORTS, type CellFilter } from "./cells/cell_list_query.ts";
export { registerCell, registerNewCell } from "./cells/register_cell.ts";
export { type CellAct, changeCell, closeCell, openCell } from "./cells/change_cell.ts";
export { type TypedLimits, typedOf } from "./cells/cell_form.ts";
export {
  type Cell,
  CELL_KINDS,
  CELL_STATES,
  type CellKind,
  type CellSample,
  type CellState,
  USUAL_LIMITS,
} from "./cells/cell.ts";
export type { Curve, CurvePoint, CurveSpan } from "./cells/curve_query.ts";
export { provisionDossier, type ProvisionForm } from "./provision/provision_dossier.ts";
export { PRESET_COUNTRIES, TRADES } from "./provision/presets.ts";
export { ALERTS_PATH } from "./alerts/mail_alert_job.ts";
export { changeChannels, type Channels, viewChannels } from "./alerts/channels.ts";
export { tryWebhook } from "./alerts/try_webhook.ts";
export { changeThreshold, dropThreshold, listThresholds } from "./alerts/change_threshold.ts";
export { type DecidedThreshold, thresholdOf } from "./alerts/threshold_store.ts";
export { DEFAULT_THRESHOLDS, levelOf, type Metric, METRICS, type Threshold } from "./alerts/thresholds.ts";
export { sampleSizes } from "./size/sample_sizes.ts";
