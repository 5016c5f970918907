/** Tables that belong to no dossier, and why that opens nothing. They hold ids, names of jobs or closed rows. */
export const TABLES_OF_NO_DOSSIER: Readonly<Record<string, string>> = {
  "cell.job_slots": "slots of the scheduled jobs: a job's name and an instant",
  "control.job_slots": "slots of the scheduled jobs: a job's name and an instant",
  "control.cells": "which databases there are; the product reads it through definer functions alone",
  "control.alerts": "of cells, queues and dossiers by their ids; closed wall, and the console",
  "control.alert_events": "what operators did about alerts; closed wall, and the console",
  "control.people": "one person works in several dossiers; closed wall, reached by hash or address through functions",
  "control.sign_up_requests": "asked before there is a dossier or a person; closed wall",
  "control.sign_up_choices": "beside a sign-up, before there is a dossier; closed wall",
  "control.consents": "a person accepts, whatever his dossiers; closed wall, read by himself through a function",
  "control.one_time_tokens": "found by the hash of their secret, before anybody is known; closed wall",
  "control.account_links": "found by the hash of their secret, before anybody is known; closed wall",
  "control.account_mails": "mails of people, some of whom are gone; closed wall, reached by a mail's id",
  "control.known_devices": "digests of what a person signed in with; closed wall",
  "control.sessions": "found by the hash of their token, before anybody is known; closed wall",
  "control.second_factors": "of a person, reached by the person in scope; closed wall",
  "control.recovery_codes": "of a person, by the hash of a code; closed wall",
  "control.passkeys": "of a person, by its credential before anybody is known; closed wall",
  "control.passkey_challenges": "by the hash of a challenge, before anybody is known; closed wall",
  "control.pending_sign_ins": "by the hash of a token, before anybody is known; closed wall",
  "control.mail_codes": "of a person who signs in; ids and instants; closed wall",
  "control.rate_limits": "counts attempts by hash, before anybody is known; closed wall",
  "control.security_log": "refused sign-ins, before anybody is known; closed wall",
  "control.captchas": "asked for before anybody is known; closed wall",
  "control.password_tries": "a person signs in before any dossier is known; closed wall",
  "control.anchor_keys": "the operator's own keys; closed wall, and the console",
  "control.anchor_key_history": "published to everybody: public keys, and what each signed of the next",
  "control.anchors": "published to everybody, and names no dossier",
  "control.anchor_levels": "hashes of published trees, which tell nothing of what they were made of",
  "control.anchor_stamps": "timestamps of published statements",
  "control.operators": "the operator's own staff; closed wall",
  "control.operator_acts": "what operators did; the console adds to it and reads it, nobody changes it",
  "control.operator_sessions": "the operator's own staff; closed wall",
};

/** Tables without row security: whoever holds a privilege on them may see every row. */
export const TABLES_WITHOUT_ROW_SECURITY: Readonly<Record<string, string>> = {
  "cell.job_slots": "only the queues' roles hold privileges, and nothing in it belongs to anybody",
  "control.job_slots": "only the queues' roles hold privileges, and nothing in it belongs to anybody",
};

/** Indexes and keys of a dossier's tables that do not start with the dossier, and what asks for them. */
export const INDEXES_ACROSS_DOSSIERS: Readonly<Record<string, string>> = {
  jobs_due: "the queue takes the next job of any dossier",
  jobs_parked: "the console lists what is parked in any dossier",
  jobs_finished: "finished jobs of every dossier are purged by age",
  instances_public_id_unique: "links to the public name a dossier by this id before any scope is known",
  instances_slug_unique: "addresses name a dossier by its slug before any scope is known",
  instances_trials: "the product looks for the trials whose end is near, in every dossier",
  instances_by_cell: "the console counts the dossiers of a cell",
  procedures_under_way: "the console lists what is under way in any dossier",
  held_mails_waiting: "the console lists the mails that wait in any dossier",
  sso_subjects_by_person: "a person who is deleted takes his ties along, in every dossier",
  passes_link_unique: "a guest's link is found by the hash of its secret, before any dossier is known",
  pass_sessions_token_unique: "a guest's session is found by the hash of its token, before any dossier is known",
  recoveries_by_age: "the console lists the recoveries of every dossier",
  erasures_by_age: "the console lists the erasures of every dossier",
  recovery_notices_hash_unique: "a member's link is found by the hash of its secret, before anybody is known",
  recovery_notices_by_person: "a person who is deleted takes his notices along, in every dossier",
  invitations_hash_unique: "an invitation is found by the hash of its link's secret, before anybody is known",
  entered_dossiers_by_person: "an erasure starts from the person, not from the dossier",
  memberships_by_person: "the chooser starts from the person, not from the dossier",
};

/** Foreign keys of a dossier's tables that do not carry the dossier, and why they cannot lead into another one. */
export const FOREIGN_KEYS_WITHOUT_DOSSIER: Readonly<Record<string, string>> = {
  "control.instances.instances_cell_id_fkey": "a cell holds many dossiers and belongs to none",
  "control.sso_subjects.sso_subjects_person_id_fkey": "a person works in several dossiers",
  "control.recoveries.recoveries_asked_by_fkey": "operators belong to no dossier",
  "control.recoveries.recoveries_decided_by_fkey": "operators belong to no dossier",
  "control.erasures.erasures_asked_by_fkey": "operators belong to no dossier",
  "control.erasures.erasures_decided_by_fkey": "operators belong to no dossier",
  "control.recovery_notices.recovery_notices_person_id_fkey": "a person works in several dossiers",
  "control.entered_dossiers.entered_dossiers_person_id_fkey": "a person works in several dossiers",
  "control.memberships.memberships_person_id_fkey": "a person works in several dossiers",
  "control.anchor_leaves.anchor_leaves_day_fkey": "an anchor is over all dossiers and belongs to none",
  "control.anchor_mails.anchor_mails_day_fkey": "an anchor is over all dossiers and belongs to none",
};

/** Foreign keys without an index behind them, because no program ever deletes what they point to row by row. */
export const FOREIGN_KEYS_NEVER_FOLLOWED: Readonly<Record<string, string>> = {
  "control.security_log.security_log_operator": "operators are disabled, never deleted",
  "control.recoveries.recoveries_asked_by_fkey": "operators are disabled, never deleted",
  "control.recoveries.recoveries_decided_by_fkey": "operators are disabled, never deleted",
  "control.erasures.erasures_asked_by_fkey": "operators are disabled, never deleted",
  "control.erasures.erasures_decided_by_fkey": "operators are disabled, never deleted",
  "control.anchor_leaves.anchor_leaves_day_fkey": "an anchor is never deleted",
  "control.anchor_mails.anchor_mails_day_fkey": "an anchor is never deleted",
  "cell.chains.chains_tenant_id_key_id_fkey": "one row a dossier; keys are never deleted",
  "cell.sealed_records.sealed_records_tenant_id_key_id_fkey": "keys are never deleted",
  "cell.companies.companies_logo": "one row a dossier; logos are never deleted",
  "cell.sendings.sendings_tenant_id_link_id_fkey": "a link goes with its document, which has few sendings",
};

/** Functions that anybody may call: they say what the caller has set himself. */
export const PUBLIC_FUNCTIONS: ReadonlySet<string> = new Set([
  "cell.app_tenant_id()",
  "control.app_tenant_id()",
  "control.app_person_id()",
]);

/** Who owns definer functions: roles nobody logs in as. `writes` tells those that may do more than select. */
export const DEFINERS: Readonly<Record<string, { readonly writes: boolean }>> = {
  app_definer: { writes: false },
  app_founder: { writes: true },
  identity_definer: { writes: true },
};

/** Roles that each program's login may take. */
export const ROLES_OF = {
  product_login: ["app_queue", "app_reader", "app_user"],
  console_login: ["ops_control", "ops_mover", "ops_purger", "ops_queue", "ops_reader"],
} as const;

/** Policies that show every dossier's rows, and why. Those named `definer` are not listed: each function filters. */
export const POLICIES_ACROSS_DOSSIERS: Readonly<Record<string, string>> = {
  "cell.jobs.product_queue": "the queue serves every dossier, and sees no business table",
  "cell.jobs.console_queue": "the queue serves every dossier, and sees no business table",
  "cell.dossiers.queue": "the queue hands each job the epoch of its dossier",
  "cell.dossiers.founder": "makes the row of a new dossier",
  "cell.dossiers.founder_sees": "says nothing when the row is there already",
  "control.jobs.app": "work of no dossier stands under the nil id; the program only inserts",
  "control.jobs.product_queue": "the queue serves every dossier, and sees no business table",
  "control.jobs.console_queue": "the queue serves every dossier, and sees no business table",
  "control.jobs.console": "the console shows what is parked",
  "control.cells.console": "the console registers cells",
  "control.instances.console": "the console lists dossiers: name, cell, state",
  "control.jobs.console_asks": "the console asks the product for work in any dossier; it never runs it",
  "control.held_mails.console": "the console shows the mails that wait, and decides",
  "control.abuse_reports.console": "the console counts the reports of any dossier, and marks them as looked at",
  "control.operator_acts.console": "the console reads what its operators did",
  "control.operator_acts.console_adds": "the console adds to what its operators did",
  "control.state_changes.console": "the console shows how states followed each other; it writes none",
  "control.life_notices.console": "no privilege goes with it: the wall is the same for every table",
  "control.instance_acts.console": "the console shows and writes what operators did",
  "control.alerts.console_sees": "the console lists what went wrong",
  "control.alerts.console_raises": "the console raises alerts",
  "control.alerts.console_changes": "the console changes what is not over",
  "control.alert_events.console_sees": "the console shows an alert's history",
  "control.alert_events.console_adds": "the console adds to an alert's history, and rewrites none",
  "control.jobs.console_tells": "the console asks its own program to tell of an alert, and nothing else",
  "control.procedure_log.console": "the console shows what its procedures did, and adds to it",
  "control.procedures.product_begins": "narrows what the product may write down; the wall stands beside it",
  "control.procedures.product_advances": "narrows what the product may write down; the wall stands beside it",
  "control.jobs.console_advances": "the console asks its own program to advance a procedure, and nothing else",
  "control.procedures.console": "the console shows what is under way",
  "control.instance_figures.console": "the console shows sizes",
  "control.dossier_security.console": "no privilege goes with it: the wall is the same for every table",
  "control.passes.console": "no privilege goes with it: the wall is the same for every table",
  "control.pass_sessions.console": "no privilege goes with it: the wall is the same for every table",
  "control.password_policies.console": "no privilege goes with it: the wall is the same for every table",
  "control.sso_attempts.console": "no privilege goes with it: the wall is the same for every table",
  "control.sso_connections.console": "no privilege goes with it: the wall is the same for every table",
  "control.sso_subjects.console": "no privilege goes with it: the wall is the same for every table",
  "control.entered_dossiers.console": "no privilege goes with it: the wall is the same for every table",
  "control.memberships.console": "no privilege goes with it: the wall is the same for every table",
  "control.profiles.console": "no privilege goes with it: the wall is the same for every table",
  "control.invitations.console": "no privilege goes with it: the wall is the same for every table",
  "control.access_acts.console": "the console adds its own acts, and reads none",
  "control.recoveries.console": "the console asks for recoveries and lists them",
  "control.erasures.console": "the console asks for erasures and lists them",
  "control.jobs.console_erases": "the console asks its own program to carry out an erasure, and nothing else",
  "cell.purge_warrants.contents_only": "narrows what the purger may write down; the wall stands beside it",
  "control.anchor_key_history.console": "the console publishes its keys",
  "control.anchor_key_history.published": "published to everybody, and names no dossier",
  "control.anchor_keys.console": "the console signs anchors",
  "control.anchors.console": "the console makes anchors",
  "control.anchors.published": "published to everybody, and names no dossier",
  "control.anchor_levels.console": "the console makes anchors",
  "control.anchor_levels.published": "published to everybody, and names no dossier",
  "control.anchor_stamps.console": "the console asks for timestamps",
  "control.anchor_stamps.published": "published to everybody, and names no dossier",
  "control.anchor_leaves.console": "the console writes where each chain stood, and compares with the day before",
  "control.anchor_choices.console": "the console asks for the mails that are due",
  "control.anchor_mails.console": "the console asks for the mails that are due",
  "control.recovery_notices.console": "no privilege goes with it: the wall is the same for every table",
};
