/** What administrators do to operators and people's sessions, in words: « Odile » + words. */
export const STAFF_ACTS = {
  invite_operator: "a invité un exploitant",
  change_operator_role: "a changé le rôle d’un exploitant",
  reset_operator: "a retiré les moyens de connexion d’un exploitant",
  end_operator_sessions: "a terminé les sessions d’un exploitant",
  shut_operator_out: "a fermé l’accès d’un exploitant",
  let_operator_in: "a rouvert l’accès d’un exploitant",
  end_person_sessions: "a terminé les sessions d’une personne",
} as const;

/** Code of such an act. */
export type StaffAct = keyof typeof STAFF_ACTS;
