export { admitMember } from "./admit_member.ts";
export { enterDossier, type Entered } from "./enter_dossier.ts";
export { enterByLink, LINK_ACTOR, type LinkParts, parsePublicToken } from "./enter_by_link.ts";
export { listDossiers } from "./list_dossiers.ts";
export type { DossierChoice } from "./membership_store.ts";
export { getPasswordPolicy, setPasswordPolicy } from "./password_policy.ts";
export type { BlockedMember } from "./password_policy_store.ts";
export { OWNER_PROFILE, type ProfileKey, PROFILES, rightsOf } from "./profiles.ts";
export { ALL_RIGHTS, type KnownRight, labelOfRight, RESOURCES } from "./rights.ts";
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
