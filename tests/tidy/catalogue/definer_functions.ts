/**
 * Definer functions that the product may call and that answer for the scope: each with a call that finds the sample row
 * of its own dossier. `words` is what a visitor typed, its quotes doubled.
 */
export const SCOPED_FUNCTIONS: Readonly<Record<string, (words: string) => string>> = {
  "cell.search_parties": (words) =>
    `select * from cell.search_parties('%${words}%', null, null, null, null, false, '', null, null, false, 50)`,
  "cell.search_items": (words) =>
    `select * from cell.search_items('%${words}%', null, null, null, null, false, '', null, null, false, 50)`,
  "cell.search_sales_documents": (words) => `select * from cell.search_sales_documents('quote', '${words}', null, 50)`,
  "control.members": () => "select * from control.members()",
  "control.my_dossiers": () => "select * from control.my_dossiers() where slug <> ''",
};

/** Definer functions that answer without a dossier in scope, or write it alone, and what holds them. */
export const UNSCOPED_FUNCTIONS: Readonly<Record<string, string>> = {
  "cell.found_dossier": "adds the row of a new dossier and returns nothing",
  "control.account_mail": "by the id of a mail, which its job alone knows",
  "control.ask_reset": "writes one link and one mail and returns nothing",
  "control.address_captcha": "by the id of a code; says whether it is alive, nothing of the address",
  "control.attempts_used": "counts by hash",
  "control.captcha_mail": "by the id of a code, whose mail its job alone writes",
  "control.open_captcha": "writes one code and returns nothing",
  "control.spend_captcha": "by the id of a code and the HMAC of its answer; says yes or no",
  "control.view_captcha": "by the id of a code; says yes or no",
  "control.block_password": "blocks by a person's id; says yes or no",
  "control.blocked_members": "members of the dossier in scope alone; tested in tests/routes/d/password_policy_test.ts",
  "control.clear_password_tries": "forgets the tries of a person; gives the key his account is counted under",
  "control.find_block": "by the hash of a link's secret",
  "control.password_policies_of": "what is asked of a person's password, by his id; no name of a dossier",
  "control.spend_block": "by the hash of a link's secret",
  "control.take_password_try": "counts by a person's id; says yes or no",
  "control.credentials_of": "sign-in: one address, before anybody is known",
  "control.drop_account_mail": "drops one mail and returns nothing",
  "control.enter_dossier": "by the hash of a session's token, joined with that person's membership",
  "control.find_account_link": "by the hash of a link's secret",
  "control.find_invitation": "by the hash of a link's secret",
  "control.find_session": "by the hash of a session's token",
  "control.find_sign_up": "by the hash of a link's secret",
  "control.forget_attempts": "counts by hash; returns nothing",
  "control.hold_modules": "locks the dossier in scope alone and returns nothing",
  "control.instance_by_public_id": "links to the public: where a dossier is, by its public id; no name, no content",
  "control.my_credentials": "the person in scope alone",
  "control.make_person": "makes a person of a free address; says yes or no",
  "control.note_security": "writes one line and returns nothing",
  "control.open_instance": "writes the dossier in scope alone",
  "control.open_session": "writes one session and returns nothing",
  "control.prove_session": "by the hash of a session's token, of the person in scope alone",
  "control.post_account_mail": "writes one mail and returns nothing",
  "control.record_sign_up": "writes one request and returns nothing",
  "control.rename_me": "writes the person in scope alone",
  "control.replace_password": "needs the hash that it replaces",
  "control.reserve_instance": "writes the dossier in scope alone",
  "control.revoke_session": "by the hash of a session's token",
  "control.set_modules_off": "writes the dossier in scope alone",
  "control.spend_reset": "by the hash of a link's secret",
  "control.rights_held": "names of rights, by dossier and person that the entrance has just found",
  "control.spend_sign_up": "by the hash of a link's secret",
  "control.sweep_accounts": "drops what is over and returns nothing",
  "control.sso_dossier": "company sign-in: the id of a dossier that has one, by its slug; no name, no content",
  "control.sweep_identity": "drops what is over and returns nothing",
  "control.take_attempt": "counts by hash; says yes or no",
  "control.touch_session": "by the hash of a session's token",
};
