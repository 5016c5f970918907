export { companyNameIssues, MAX_COMPANY_NAME, signUp, type SignUpInput } from "./sign_up.ts";
export { type FullSignUpInput, signUpFully } from "./sign_up_fully.ts";
export { TERMS_VERSION } from "./terms.ts";
export type { Consent } from "./consent_store.ts";
export { countOpening } from "./count_opening.ts";
export {
  countInvitation,
  type InvitedPerson,
  type InvitedPersonForm,
  makeInvitedPerson,
  prepareInvitedPerson,
} from "./invited_person.ts";
export { countAbuseReport } from "./count_abuse_report.ts";
export { countLinkMiss } from "./count_link_miss.ts";
export { confirmAddress, peekSignUp, type PendingSignUp } from "./confirm_address.ts";
export { type ConfirmedSignUp, type Language, loadMyPasswordShape } from "./people_store.ts";
export { MAX_PERSON_NAME, rename } from "./rename.ts";
export { signIn, type SignInInput } from "./sign_in.ts";
export {
  findSession,
  type OpenedSession,
  openSession,
  SESSION_IDLE_S,
  SESSION_LIFETIME_S,
  sessionHash,
  signOut,
  touchSession,
} from "./sessions.ts";
export {
  addPasskey,
  MAX_PASSKEY_NAME,
  passkeyEnrolment,
  removePasskey,
  renamePasskey,
} from "./factors/enrol_passkey.ts";
export { type Factors, listFactors } from "./factors/list_factors.ts";
export { setMailCode } from "./factors/mail_code.ts";
export { mailProof, passkeyForProof, proveByFactor } from "./factors/prove_by_factor.ts";
export { newRecoveryCodes } from "./factors/recovery_codes.ts";
export {
  type AwaitedStep,
  finishSecondStep,
  mailSecondStep,
  passkeyForSecondStep,
  peekSecondStep,
  SECOND_STEP_S,
  type StepProof,
  type StepWays,
} from "./factors/second_step.ts";
export { passkeyForAct, signAct } from "./factors/sign_act.ts";
export { passkeyForSignIn, signInByPasskey } from "./factors/sign_in_by_passkey.ts";
export { beginTotp, confirmTotp, peekTotpDraft, removeTotp, type TotpDraft } from "./factors/totp_factor.ts";
export { proveByPassword } from "./prove_self.ts";
export { onlyDossierOf } from "./_company_token.ts";
export { countCompanySignIn, endCompanySessions, openCompanySession, personOfAddress } from "./company_session.ts";
export type { Session } from "./session_store.ts";
export { MIN_PASSWORD_LENGTH } from "./password_policy.ts";
export {
  bitsOf,
  bitsOfShape,
  CNIL_BITS,
  DEFAULT_PASSWORD_POLICY,
  type PasswordPolicy,
  type PasswordShape,
  POLICY_BOUNDS,
  policyIssues,
  type SignClass,
  type Strength,
  strengthOf,
} from "./password_strength.ts";
export { CAPTCHA_LENGTH } from "./captcha/captcha_code.ts";
export {
  type CaptchaRule,
  isCaptchaWanted,
  mailCaptcha,
  openCaptcha,
  passCaptcha,
  viewCaptcha,
} from "./captcha/captcha.ts";
export { CAPTCHA_SIZE, captchaPicture } from "./captcha/captcha_picture.ts";
export { liftBlock, UNBLOCK_LINK_HOURS } from "./password_tries.ts";
export { peekBlock, unblockAccount } from "./unblock_account.ts";
export { SIGN_UP_LINK_HOURS } from "./one_time_token.ts";
export { IDENTITY_PATHS } from "./links.ts";
export { type ContactInput, MAX_CONTACT_MESSAGE, writeToSupport } from "./account/write_to_support.ts";
export { askReset } from "./account/ask_reset.ts";
export { peekReset, resetPassword } from "./account/reset_password.ts";
export { ACCOUNT_MAIL, BLOCKED_MAIL, CAPTCHA_MAIL, SIGN_UP_MAIL, SWEEP, WELCOME_MAIL } from "./jobs.ts";
export { closeOtherSessions, closeSession, listSessions } from "./account/own_sessions.ts";
export { deviceWords } from "./account/device.ts";
export type { OwnSession } from "./account/device_store.ts";
export { getAccount, getIdentityData, type IdentityData, labelOf } from "./account/get_account.ts";
export type { KeptThing } from "./account/kept_data_store.ts";
export type { Account } from "./account/profile_store.ts";
export { describePerson, type ProfileInput } from "./account/describe_person.ts";
export { changePassword, type PasswordChange } from "./account/change_password.ts";
export {
  askAddressChange,
  confirmAddressChange,
  peekAddressChange,
  peekAddressRestore,
  restoreAddress,
} from "./account/change_address.ts";
export { postMail } from "./account/post_mail.ts";
export { ADDRESS_LINK_HOURS, RESET_LINK_MINUTES, RESTORE_LINK_HOURS } from "./account/links.ts";
export {
  ACT_REASON,
  type Actor,
  actReasonIssues,
  type ActSubject,
  type OperatorAct,
  readActReason,
} from "./acts/operator_act.ts";
export { insertOperatorAct } from "./acts/operator_act_store.ts";
export { type ActiveOperator, listActiveOperators, operatorAddress } from "./active_operators_query.ts";
