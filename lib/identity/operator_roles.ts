/**
 * What an operator may do, the least first; each may what the one before may.
 *
 * - `support`: reads every page, looks at what waits, asks for recoveries
 * - `operations`: cells, states, moves, quotas, alerts
 * - `administrator`: decides what two must agree on, and governs the operators
 */
export const OPERATOR_ROLES = ["support", "operations", "administrator"] as const;

/** Role of an operator. */
export type OperatorRole = (typeof OPERATOR_ROLES)[number];

/** True where a role may what `least` may. */
export function isAtLeast(role: OperatorRole, least: OperatorRole): boolean {
  return OPERATOR_ROLES.indexOf(role) >= OPERATOR_ROLES.indexOf(least);
}
