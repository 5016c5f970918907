/** What datasets do with this module's tables: all stand in control, outside of every dossier's export. */
export const dataset = {
  people: { restore: "keep", because: "one person works in several dossiers" },
  sign_up_requests: { restore: "skip", because: "it is over within days" },
  sign_up_choices: { restore: "skip", because: "it goes with its sign-up" },
  consents: { restore: "keep", because: "what was accepted stays accepted" },
  one_time_tokens: { restore: "keep", because: "a spent link must not open again" },
  account_links: { restore: "keep", because: "a spent link must not open again" },
  account_mails: { restore: "skip", because: "a mail that left must not leave again" },
  sessions: { restore: "skip", because: "people sign in again" },
  rate_limits: { restore: "skip", because: "it counts the last hour" },
  password_tries: { restore: "keep", because: "a blocked account must not open by a restore" },
  captchas: { restore: "skip", because: "they are over in minutes" },
  operators: { restore: "keep", because: "they belong to the operator" },
  operator_sessions: { restore: "skip", because: "people sign in again" },
  security_log: { restore: "keep", because: "it tells what happened meanwhile" },
} as const;
