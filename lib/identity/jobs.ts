import type { IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { jobKind } from "../platform/jobs.ts";

/** Writes to somebody who signed up; the link's id says which of the three mails. */
export const SIGN_UP_MAIL = jobKind<{ tokenId: Uuid }>("identity.sign_up_mail", { runner: "product", in: "control" });

/** Welcomes a new person and recalls the address of the account. */
export const WELCOME_MAIL = jobKind<{ tokenId: Uuid }>("identity.welcome_mail", { runner: "product", in: "control" });

/** Writes to a person about his account; the mail's id says what. */
export const ACCOUNT_MAIL = jobKind<{ mailId: Uuid }>("identity.account_mail", { runner: "product", in: "control" });

/** Tells a person that his account is blocked, with the link that opens it. */
export const BLOCKED_MAIL = jobKind<{ blockId: Uuid }>("identity.blocked_mail", { runner: "product", in: "control" });
/** What changed in how a person signs in. */
export type FactorEvent =
  | "totp_added"
  | "totp_removed"
  | "mail_code_added"
  | "mail_code_removed"
  | "passkey_added"
  | "passkey_removed"
  | "recovery_codes_drawn"
  | "recovery_code_used";

/** Tells a person what changed in how he signs in. */
export const FACTOR_MAIL = jobKind<{ personId: Uuid; event: FactorEvent; at: IsoInstant }>("identity.factor_mail", {
  runner: "product",
  in: "control",
});

/** Sends the six digits of a second step. */
export const MAIL_CODE_MAIL = jobKind<{ personId: Uuid; codeId: Uuid }>("identity.mail_code_mail", {
  runner: "product",
  in: "control",
});

/** Sends the code of the sign-in page by mail; the code's id says which, and to whom if to anybody. */
export const CAPTCHA_MAIL = jobKind<{ captchaId: Uuid }>("identity.captcha_mail", {
  runner: "product",
  in: "control",
  maxAttempts: 3,
});

/** Drops what is over; once a day. */
export const SWEEP = jobKind<Record<string, never>>("identity.sweep", { runner: "product", in: "control" });
