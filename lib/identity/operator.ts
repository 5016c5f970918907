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
export { ACT_REASON } from "./acts/operator_act.ts";
export { isAtLeast, OPERATOR_ROLES, type OperatorRole } from "./operator_roles.ts";
export type { OperatorSession } from "./operator_store.ts";
