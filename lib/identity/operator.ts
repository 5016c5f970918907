/** What the console may ask of identity: its own staff's sign-in, and nothing of the people of the dossiers. */
export {
  type EnrolledOperator,
  enrolOperator,
  findOperatorSession,
  OPERATOR_SESSION_IDLE_S,
  OPERATOR_SESSION_LIFETIME_S,
  signInOperator,
  signOutOperator,
} from "./operator_access.ts";
export { type AwaitedOperator, peekOperatorLink, settleOperator } from "./staff/settle_operator.ts";
export { STAFF_ACTS, type StaffAct } from "./staff/staff_acts.ts";
export { STAFF_LINK_HOURS } from "./staff/staff_link.ts";
export type { StaffMember } from "./staff/staff_store.ts";
export {
  changeOperatorRole,
  endOperatorSessions,
  getOperator,
  inviteOperator,
  listOperatorPage,
  listOperators,
  type OperatorPage,
  resetOperator,
  shutOperatorOut,
} from "./staff/govern_operators.ts";
export { OPERATOR_SORTS, type OperatorFilter } from "./staff/staff_list_query.ts";
export { endPersonSessions } from "./staff/end_person_sessions.ts";
export { type ConsoleParty, consoleParty } from "./staff/operator_challenge.ts";
export {
  addOperatorPasskey,
  listOwnPasskeys,
  operatorPasskeyEnrolment,
  type OwnSession,
  removeOperatorPasskey,
} from "./staff/operator_passkeys.ts";
export type { OperatorPasskey } from "./staff/operator_passkey_store.ts";
export { operatorPasskeyRequest, signInOperatorByPasskey } from "./staff/sign_in_operator_by_passkey.ts";
export { MAX_PASSKEY_NAME } from "./factors/enrol_passkey.ts";
export { MAX_PERSON_NAME } from "./rename.ts";
export { MIN_PASSWORD_LENGTH } from "./password_policy.ts";
export { type ActPage, listActs } from "./acts/list_acts.ts";
export { type ActFilter, type ActRow, ACTS_PER_PAGE } from "./acts/operator_act_query.ts";
export { ACT_REASON } from "./acts/operator_act.ts";
export { isAtLeast, OPERATOR_ROLES, type OperatorRole } from "./operator_roles.ts";
export type { OperatorSession } from "./operator_store.ts";
