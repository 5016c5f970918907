/**
 * What meets what: events and their subscribers, jobs and their handlers, work that comes back and its rhythm. The two
 * programs and the tests load this file; a module knows nothing of who listens to it.
 */
import { carryOutErasure } from "./access/erasure/carry_out_erasure_job.ts";
import { registerErasureHands } from "./access/erasure/erasure.ts";
import {
  BEGIN_RECOVERY,
  CARRY_OUT_ERASURE,
  FINISH_RECOVERY,
  INVITATION_MAIL,
  PLAN_SIGN_IN_DIGESTS,
  RECORD_ACCESS_ACT,
  RECOVERY_MAIL,
  SEAL_ERASURE,
  SEAL_SIGN_INS,
} from "./access/jobs.ts";
import { addOwner } from "./access/on_dossier_ready.ts";
import { RELABEL_PERSON } from "./access/people_jobs.ts";
import { beginRecovery } from "./access/recovery/begin_recovery_job.ts";
import { finishRecovery } from "./access/recovery/finish_recovery_job.ts";
import { sendRecoveryMail } from "./access/recovery/send_recovery_mail_job.ts";
import { ALL_RIGHTS } from "./access/rights.ts";
import { planSignInDigests } from "./access/plan_sign_in_digests_job.ts";
import { sendSizeMail } from "./access/size/send_size_mail_job.ts";
import { sendInvitationMail } from "./access/send_invitation_mail_job.ts";
import { closeDueJob } from "./antifraud/closures/close_due_job.ts";
import { findDueClosures } from "./antifraud/closures/find_due_job.ts";
import { CLOSE_DUE, FIND_DUE } from "./antifraud/closures/jobs.ts";
import { eraseUnderWarrant, erasureReach } from "./antifraud/erase_contents.ts";
import { sealErasureJob } from "./antifraud/seal_erasure_job.ts";
import { sealSignInsJob } from "./antifraud/seal_sign_ins_job.ts";
import { checkLogJob } from "./antifraud/check_log_job.ts";
import { CHECK_LOG } from "./antifraud/jobs.ts";
import { ANCHOR_MAIL, MAKE_ANCHORS, STAMP_ANCHORS } from "./anchors/jobs.ts";
import { makeAnchorsJob } from "./anchors/make_anchors_job.ts";
import { stampAnchors } from "./anchors/stamp_anchors_job.ts";
import { sendAnchorMail } from "./anchors/send_anchor_mail_job.ts";
import { anchorsWitness } from "./anchors/witness.ts";
import {
  closureAgreement,
  onFiscalSettingsChanged,
  openChain,
  registerAgreement,
  registerWitness,
} from "./antifraud/mod.ts";
import { recordStateChange } from "./access/life/record_state_change.ts";
import { sendLifeMail } from "./access/life/send_life_mail_job.ts";
import { tellLife } from "./access/life/tell_life_job.ts";
import { sealStateJob } from "./antifraud/seal_state_job.ts";
import { keepArchiveJob } from "./archives/keep_archive_job.ts";
import { keptSource } from "./archives/keep/kept_source.ts";
import { takenArchive } from "./archives/taken_archive.ts";
import { registerArchiveWitness } from "./instances/life/archive_witness.ts";
import { registerArchiveSource } from "./instances/keep/archive_source.ts";
import { watchKeeping, watchRetention } from "./instances/keep/watch_keeping_job.ts";
import { watchTrials } from "./instances/life/watch_trials_job.ts";
import { sweepAccess } from "./access/sweep_access.ts";
import { expireExitJob } from "./archives/exit/expire_exit_job.ts";
import { makeExitJob } from "./archives/exit/make_exit_job.ts";
import { EXPIRE_EXIT, MAKE_ARCHIVE, MAKE_EXIT, READ_NUMBERS, TELL_LACKING } from "./archives/jobs.ts";
import { makeArchiveJob } from "./archives/make_archive_job.ts";
import { readNumbersJob } from "./archives/numbering/read_numbers_job.ts";
import { applyIbanChangeJob } from "./company/apply_iban_change_job.ts";
import { APPLY_IBAN_CHANGE, MIRROR_MODULES } from "./company/jobs.ts";
import { mirrorModulesJob } from "./company/mirror_modules_job.ts";
import { recordAccessAct } from "./company/record_access_act_job.ts";
import { fiscalSettingsChanged, ibanChanged, labelPerson, openCompany, registerIssuedCheck } from "./company/mod.ts";
import { relabelPersonJob } from "./company/relabel_person_job.ts";
import { sendAccountMail } from "./identity/account/send_account_mail_job.ts";
import { sendCaptchaMail } from "./identity/captcha/send_captcha_mail_job.ts";
import { sendBlockedMail } from "./identity/send_blocked_mail_job.ts";
import { sendFactorMail, sendMailCodeMail } from "./identity/factors/send_factor_mail_job.ts";
import {
  ACCOUNT_MAIL,
  BLOCKED_MAIL,
  CAPTCHA_MAIL,
  FACTOR_MAIL,
  MAIL_CODE_MAIL,
  SIGN_UP_MAIL,
  SWEEP,
  WELCOME_MAIL,
} from "./identity/jobs.ts";
import { sendSignUpMail, sendWelcomeMail } from "./identity/send_sign_up_mail_job.ts";
import { sweepIdentity } from "./identity/sweep_job.ts";
import { presetOf } from "./instances/provision/presets.ts";
import { openCatalog } from "./catalog/open_catalog.ts";
import { advanceProcedureJob } from "./instances/advance_procedure_job.ts";
import { dossierOpened, dossierReady, stateChanged } from "./instances/events.ts";
import { sampleCellsJob } from "./instances/cells/sample_cells_job.ts";
import { watchCellsJob } from "./instances/cells/watch_cells_job.ts";
import {
  ADVANCE_CONSOLE_PROCEDURE,
  ADVANCE_PROCEDURE,
  CALL_WEBHOOK,
  CARRY_OUT_JOB_ORDER,
  CARRY_OUT_MAIL_DECISION,
  CHECK_QUEUE,
  KEEP_ARCHIVE,
  LIFE_MAIL,
  MAIL_ALERT,
  MAIL_SIZE,
  REVIVE_PROCEDURES,
  SAMPLE_CELLS,
  SAMPLE_FIGURES,
  SEAL_STATE,
  TELL_ALERT,
  TELL_LIFE,
  TRY_WEBHOOK,
  WATCH_CELLS,
  WATCH_KEEPING,
  WATCH_RETENTION,
  WATCH_TRIALS,
} from "./instances/jobs.ts";
import { tryWebhookJob } from "./instances/alerts/try_webhook_job.ts";
import { callWebhookJob } from "./instances/alerts/call_webhook_job.ts";
import { checkQueue } from "./instances/alerts/check_queue.ts";
import { mailAlert } from "./instances/alerts/mail_alert_job.ts";
import { tellExitLacks } from "./instances/alerts/tell_exit_lacks_job.ts";
import { tellAlert } from "./instances/alerts/tell_alert_job.ts";
import { advanceConsoleProcedureJob, reviveProcedures } from "./instances/procedures/advance_console_procedure_job.ts";
import { carryOutJobOrder } from "./instances/oversight/carry_out_job_order_job.ts";
import { sampleFiguresJob } from "./instances/sample_figures_job.ts";
import { CONTROL } from "./platform/db/pools.ts";
import { eventsAreWired, subscribe } from "./platform/events.ts";
import { FORGET_JOBS, forgetJobs } from "./platform/forget_jobs.ts";
import type { Work } from "./platform/job_loop.ts";
import { cellJob, controlJob, handlersByName, type Wired } from "./platform/job_runner.ts";
import type { MailTransport } from "./platform/mail.ts";
import { type Schedule, schedule } from "./platform/schedules.ts";
import { documentAgreement, paymentAgreement } from "./sales/agreement.ts";
import { askMailReviewJob } from "./sales/ask_mail_review_job.ts";
import { carryOutMailDecision } from "./sales/carry_out_mail_decision_job.ts";
import { hasIssuedInvoice } from "./sales/iban_notice_query.ts";
import {
  ASK_MAIL_REVIEW,
  RENDER_DOCUMENT,
  SEND_DOCUMENT,
  SEND_IBAN_NOTICE,
  TELL_IBAN_CHANGE,
  TELL_REFUSED_SENDING,
} from "./sales/jobs.ts";
import { tellIbanChange } from "./sales/on_iban_changed.ts";
import { planIbanNotices, sendIbanNotice } from "./sales/send_iban_notice_job.ts";
import { renderDocument } from "./sales/render_document_job.ts";
import { tellRefusedSending } from "./sales/tell_refused_sending_job.ts";
import { sendDocumentMail } from "./sales/send_document_job.ts";

/** What the handlers need of the outside. */
export interface Senders {
  /** How mail leaves; asked for each time that one does. */
  readonly mail: () => MailTransport;
}

/** Puts everything in its place and gives what the programs run. Called again, it subscribes nobody twice. */
export function wire(senders: Senders): Work {
  wireEvents();
  return { handlers: handlersByName(jobs(senders)), schedules: SCHEDULES, rights: ALL_RIGHTS };
}

let eventsWired = false;

function wireEvents(): void {
  if (eventsWired) return;
  eventsWired = true;
  // The sealed log comes first: what the others do may be sealed.
  subscribe(dossierOpened, (tx, ctx) => openChain(tx, ctx));
  subscribe(dossierOpened, (tx, ctx, { preset, ...opening }) => {
    if (!preset) return openCompany(tx, ctx, opening);
    const { categories: _, items: __, ...settings } = presetOf(preset);
    return openCompany(tx, ctx, { ...opening, preset: settings });
  });
  subscribe(dossierOpened, async (tx, ctx, { preset }) => {
    if (preset) await openCatalog(tx, ctx, presetOf(preset));
  });
  subscribe(
    dossierOpened,
    async (tx, ctx, { ownerId, ownerLabel }) => {
      if (ownerId) await labelPerson(tx, ctx, { id: ownerId, label: ownerLabel });
    },
  );
  subscribe(dossierReady, addOwner);
  subscribe(stateChanged, recordStateChange);
  subscribe(fiscalSettingsChanged, onFiscalSettingsChanged);
  // Before the sealed log: the chain's head is the last lock.
  subscribe(ibanChanged, tellIbanChange);
  registerIssuedCheck(hasIssuedInvoice);
  registerErasureHands({ reach: erasureReach, erase: eraseUnderWarrant });
  registerArchiveWitness(takenArchive);
  registerArchiveSource(keptSource);
  registerAgreement(documentAgreement);
  registerAgreement(paymentAgreement);
  registerAgreement(closureAgreement);
  registerWitness(anchorsWitness);
  eventsAreWired();
}

function jobs({ mail }: Senders): readonly Wired[] {
  return [
    controlJob(SIGN_UP_MAIL, sendSignUpMail(mail)),
    controlJob(WELCOME_MAIL, sendWelcomeMail(mail)),
    controlJob(ACCOUNT_MAIL, sendAccountMail(mail)),
    controlJob(BLOCKED_MAIL, sendBlockedMail(mail)),
    controlJob(INVITATION_MAIL, sendInvitationMail(mail)),
    controlJob(RECORD_ACCESS_ACT, recordAccessAct),
    controlJob(BEGIN_RECOVERY, beginRecovery),
    controlJob(RECOVERY_MAIL, sendRecoveryMail(mail)),
    controlJob(FINISH_RECOVERY, finishRecovery),
    controlJob(CARRY_OUT_ERASURE, carryOutErasure),
    controlJob(SEAL_ERASURE, sealErasureJob),
    controlJob(CAPTCHA_MAIL, sendCaptchaMail(mail)),
    controlJob(FACTOR_MAIL, sendFactorMail(mail)),
    controlJob(MAIL_CODE_MAIL, sendMailCodeMail(mail)),
    controlJob(RELABEL_PERSON, relabelPersonJob),
    controlJob(SWEEP, async (ctx) => {
      await sweepIdentity(ctx);
      await sweepAccess(ctx);
    }),
    controlJob(ADVANCE_PROCEDURE, advanceProcedureJob),
    controlJob(ADVANCE_CONSOLE_PROCEDURE, advanceConsoleProcedureJob),
    controlJob(REVIVE_PROCEDURES, reviveProcedures),
    controlJob(SEAL_STATE, sealStateJob),
    controlJob(KEEP_ARCHIVE, keepArchiveJob),
    controlJob(WATCH_KEEPING, watchKeeping),
    controlJob(WATCH_RETENTION, watchRetention),
    controlJob(TELL_LIFE, tellLife),
    controlJob(LIFE_MAIL, sendLifeMail(mail)),
    controlJob(WATCH_TRIALS, watchTrials),
    controlJob(SAMPLE_FIGURES, sampleFiguresJob),
    controlJob(SAMPLE_CELLS, sampleCellsJob),
    controlJob(WATCH_CELLS, watchCellsJob),
    controlJob(TELL_LACKING, tellExitLacks),
    controlJob(TELL_ALERT, tellAlert),
    controlJob(MAIL_SIZE, sendSizeMail(mail)),
    controlJob(MAIL_ALERT, mailAlert(mail)),
    controlJob(CALL_WEBHOOK, callWebhookJob),
    controlJob(TRY_WEBHOOK, tryWebhookJob),
    controlJob(CHECK_QUEUE, (ctx, { database }) => checkQueue(ctx, database)),
    controlJob(CARRY_OUT_JOB_ORDER, carryOutJobOrder),
    controlJob(MAKE_ANCHORS, makeAnchorsJob),
    controlJob(STAMP_ANCHORS, stampAnchors),
    controlJob(ANCHOR_MAIL, sendAnchorMail(mail)),
    controlJob(FORGET_JOBS.product, forgetJobs("product")),
    controlJob(FORGET_JOBS.console, forgetJobs("console")),
    controlJob(PLAN_SIGN_IN_DIGESTS, planSignInDigests),
    controlJob(SEAL_SIGN_INS, sealSignInsJob),
    cellJob(CHECK_LOG, checkLogJob),
    cellJob(APPLY_IBAN_CHANGE, applyIbanChangeJob),
    cellJob(TELL_IBAN_CHANGE, planIbanNotices),
    cellJob(SEND_IBAN_NOTICE, sendIbanNotice(mail)),
    cellJob(MIRROR_MODULES, mirrorModulesJob),
    cellJob(RENDER_DOCUMENT, renderDocument),
    controlJob(FIND_DUE, findDueClosures),
    cellJob(CLOSE_DUE, closeDueJob),
    cellJob(MAKE_ARCHIVE, makeArchiveJob),
    cellJob(MAKE_EXIT, makeExitJob),
    cellJob(EXPIRE_EXIT, expireExitJob),
    cellJob(READ_NUMBERS, readNumbersJob),
    cellJob(SEND_DOCUMENT, sendDocumentMail(mail)),
    cellJob(ASK_MAIL_REVIEW, askMailReviewJob),
    cellJob(TELL_REFUSED_SENDING, tellRefusedSending(mail)),
    controlJob(CARRY_OUT_MAIL_DECISION, carryOutMailDecision),
  ];
}

const SCHEDULES: readonly Schedule[] = [
  schedule(PLAN_SIGN_IN_DIGESTS, "day", () => [{ word: "", payload: {} }]),
  schedule(WATCH_TRIALS, "hour", () => [{ word: "", payload: {} }]),
  schedule(WATCH_KEEPING, "hour", () => [{ word: "", payload: {} }]),
  schedule(WATCH_RETENTION, "day", () => [{ word: "", payload: {} }]),
  schedule(SWEEP, "day", () => [{ word: "", payload: {} }]),
  schedule(REVIVE_PROCEDURES, "hour", () => [{ word: "", payload: {} }]),
  schedule(SAMPLE_CELLS, "ten_minutes", () => [{ word: "", payload: {} }]),
  schedule(SAMPLE_FIGURES, "day", (cells) => cells.map((cell) => ({ word: cell, payload: { cell } }))),
  schedule(FIND_DUE, "hour", (cells) => cells.map((cell) => ({ word: cell, payload: { cell } }))),
  schedule(MAKE_ANCHORS, "hour", () => [{ word: "", payload: {} }]),
  schedule(STAMP_ANCHORS, "hour", () => [{ word: "", payload: {} }]),
  schedule(CHECK_QUEUE, "ten_minutes", everyDatabase),
  schedule(FORGET_JOBS.product, "day", everyDatabase),
  schedule(FORGET_JOBS.console, "day", everyDatabase),
];

function everyDatabase(cells: readonly string[]) {
  return [CONTROL, ...cells].map((database) => ({ word: database, payload: { database } }));
}
