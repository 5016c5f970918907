export { acceptInvitation, peekInvitation, type PendingInvitation, type Visitor } from "./accept_invitation.ts";
export { enterByPass, findGuest, leaveAsGuest, type PassSession } from "./passes/enter_by_pass.ts";
export { getPass, type GrantedPass, grantPass, listPasses, type PassWish, revokePass } from "./passes/grant_pass.ts";
export {
  type Guest,
  isPassOpen,
  MAX_PASS_DAYS,
  MAX_WRONG_CODES,
  newPassSecrets,
  type Pass,
  PASS_PATH,
  passCodeHash,
  type PassSecrets,
} from "./passes/pass.ts";
export { addressOfMember } from "./address_of_member.ts";
export { addressesByProfile } from "./addresses_by_profile.ts";
export { admitMember } from "./admit_member.ts";
export { changeProfile } from "./change_profile.ts";
export {
  createProfile,
  deleteProfile,
  MAX_PROFILE_NAME,
  MAX_PROFILES,
  type ProfileForm,
  updateProfile,
} from "./custom_profiles.ts";
export type { CustomProfile } from "./custom_profile_store.ts";
export { enterDossier, type Entered } from "./enter_dossier.ts";
export { enterByLink, LINK_ACTOR, type LinkParts, parsePublicToken } from "./enter_by_link.ts";
export { editProfile } from "./edit_profile.ts";
export { eraseAccount, type LastPost, listLastPosts } from "./erase_account.ts";
export { exportAccount, type PersonalData } from "./export_account.ts";
export { RELABEL_PERSON } from "./people_jobs.ts";
export { listDossiers } from "./list_dossiers.ts";
export type { DossierChoice } from "./membership_store.ts";
export { getPasswordPolicy, setPasswordPolicy } from "./password_policy.ts";
export { getSecondFactorRule, type SecondFactorRule, setSecondFactorRule } from "./second_factor_rule.ts";
export type { BlockedMember } from "./password_policy_store.ts";
export { describeWeakPassword, type WeakPassword } from "./weak_password.ts";
export { listBlockedMembers, unblockMember } from "./unblock_member.ts";
export { beginCompanySignIn, type Departure } from "./sso/begin_company_sign_in.ts";
export { ATTEMPT_LIFETIME_S } from "./sso/connection.ts";
export { finishCompanySignIn } from "./sso/finish_company_sign_in.ts";
export { sentenceOf as companySignInSentence } from "./sso/refusals.ts";
export {
  type CompanySignIn,
  getCompanySignIn,
  type LastSignIn,
  removeCompanySignIn,
  setCompanySignIn,
  untiePeople,
} from "./sso/set_company_sign_in.ts";
export { DEFAULT_PROFILES, type SsoForm } from "./sso/settings.ts";
export { tryCompanySignIn, WORKS } from "./sso/try_company_sign_in.ts";
export { INVITATION_DAYS, INVITATION_PATH } from "./invitation_link.ts";
export type { Invitation } from "./invitation_store.ts";
export { type InvitationForm, inviteMember, resendInvitation, withdrawInvitation } from "./invite_member.ts";
export { INVITATION_MAIL, RECORD_ACCESS_ACT } from "./jobs.ts";
export { listMembers, type Membership } from "./list_members.ts";
export { choiceOf, isAdministrator, labelOfMember, type Member, profileLabelOf } from "./member.ts";
export { grantOwnership, withdrawOwnership } from "./ownership.ts";
export {
  CUSTOM,
  labelOfProfile,
  OWNER_PROFILE,
  type ProfileChoice,
  type ProfileKey,
  PROFILES,
  rightsOf,
} from "./profiles.ts";
export { pendingAct, recordAct, settleAct } from "./record_act.ts";
export { leaveDossier, removeMember } from "./remove_member.ts";
export { ALL_RIGHTS, isGrantable, type KnownRight, labelOfRight, RESOURCES } from "./rights.ts";
export { findOwnObjection, objectToRecovery, peekObjection, type PendingRecovery } from "./recovery/object_recovery.ts";
export { OBJECTION_PATH } from "./recovery/recovery_link.ts";
