import { sha256 } from "../platform/crypto.ts";

/** How often something may be tried by one address or on one account. */
export interface RateLimit {
  readonly bucket: string;
  readonly attempts: number;
  readonly windowSeconds: number;
}

/** Sign-ins from one internet address. */
export const SIGN_INS_PER_ADDRESS: RateLimit = { bucket: "sign_in_address", attempts: 60, windowSeconds: 900 };
/** Wrong sign-ins in a row on one account, known or not. */
export const SIGN_INS_PER_ACCOUNT: RateLimit = { bucket: "sign_in_account", attempts: 10, windowSeconds: 900 };
/** Wrong sign-ins from one internet address, counted so that a code is asked for; the limit itself is never reached. */
export const WRONG_SIGN_INS_PER_ADDRESS: RateLimit = {
  bucket: "sign_in_wrong_address",
  attempts: 1_000_000,
  windowSeconds: 900,
};
/** Codes to copy drawn for one internet address. */
export const CAPTCHAS_PER_ADDRESS: RateLimit = { bucket: "captcha_address", attempts: 60, windowSeconds: 900 };
/** Codes sent by mail at the demand of one internet address. */
export const CAPTCHA_MAILS_PER_ADDRESS: RateLimit = {
  bucket: "captcha_mail_address",
  attempts: 20,
  windowSeconds: 3_600,
};
/** Codes sent to one mailbox; beyond, none is sent and the page says the same. */
export const CAPTCHA_MAILS_PER_MAILBOX: RateLimit = {
  bucket: "captcha_mail_mailbox",
  attempts: 10,
  windowSeconds: 3_600,
};
/** Sign-ups from one internet address. */
export const SIGN_UPS_PER_ADDRESS: RateLimit = { bucket: "sign_up_address", attempts: 20, windowSeconds: 3_600 };
/** Sign-up mails to one mailbox; beyond, none is sent and the page says the same. */
export const SIGN_UPS_PER_MAILBOX: RateLimit = { bucket: "sign_up_mailbox", attempts: 5, windowSeconds: 3_600 };
/** Wrong proofs in a row of one person who is signed in, whatever he proves himself with. */
export const PROOFS_PER_PERSON: RateLimit = { bucket: "proof_person", attempts: 8, windowSeconds: 900 };
/** Forgotten passwords asked for from one internet address. */
export const RESETS_PER_ADDRESS: RateLimit = { bucket: "reset_address", attempts: 20, windowSeconds: 3_600 };
/** Wishes of one person for another address. */
export const ADDRESS_CHANGES_PER_PERSON: RateLimit = { bucket: "address_person", attempts: 5, windowSeconds: 3_600 };
/** Messages of the contact form from one internet address. */
export const MESSAGES_PER_ADDRESS: RateLimit = { bucket: "contact_address", attempts: 5, windowSeconds: 3_600 };
/** Mails about passwords and new addresses to one mailbox; beyond, none is sent and the page says the same. */
export const ACCOUNT_MAILS_PER_MAILBOX: RateLimit = { bucket: "account_mailbox", attempts: 5, windowSeconds: 3_600 };
/** Reports of abuse from one internet address. */
export const ABUSE_REPORTS_PER_ADDRESS: RateLimit = { bucket: "abuse_address", attempts: 5, windowSeconds: 3_600 };
/** Dossiers opened by one person who is signed in. */
export const OPENINGS_PER_PERSON: RateLimit = { bucket: "dossier_opening", attempts: 10, windowSeconds: 3_600 };
/** Second steps tried in a row for one person, over however many sign-ins. */
export const SECOND_STEPS_PER_PERSON: RateLimit = { bucket: "second_step_person", attempts: 10, windowSeconds: 900 };
/** Codes by mail sent to one person. */
export const MAIL_CODES_PER_PERSON: RateLimit = { bucket: "mail_code_person", attempts: 5, windowSeconds: 900 };
/** Console sign-ins from one internet address. */
export const OPERATOR_SIGN_INS_PER_ADDRESS: RateLimit = {
  bucket: "operator_address",
  attempts: 20,
  windowSeconds: 900,
};
/** Wrong console sign-ins in a row on one account. */
export const OPERATOR_SIGN_INS_PER_ACCOUNT: RateLimit = {
  bucket: "operator_account",
  attempts: 5,
  windowSeconds: 900,
};

/** Sign-ins that leave for a company's identity provider, from one internet address. */
export const COMPANY_SIGN_INS_PER_ADDRESS: RateLimit = {
  bucket: "company_sign_in_address",
  attempts: 60,
  windowSeconds: 900,
};
/** Invitations mailed by one dossier. */
export const INVITATIONS_PER_DOSSIER: RateLimit = { bucket: "invitation_dossier", attempts: 50, windowSeconds: 86_400 };
/** Invitations mailed to one address, from whichever dossier. */
export const INVITATIONS_PER_MAILBOX: RateLimit = { bucket: "invitation_mailbox", attempts: 5, windowSeconds: 3_600 };

/** Public links that lead nowhere, asked for by one address. */
export const LINK_MISSES_PER_ADDRESS: RateLimit = { bucket: "link_miss_address", attempts: 20, windowSeconds: 60 };

/** Under what an internet address is counted: IPv4 whole, IPv6 by its /64, which is one household or server. */
export function addressKey(ip: string): Uint8Array {
  return sha256(ip.includes(":") && !ip.includes(".") ? network64(ip) : ip.replace(/^::ffff:/i, ""));
}

/** The network of an address as people are shown it: `192.0.2.0/24`, `2001:db8:0:1::/64`. */
export function networkOf(ip: string): string {
  if (ip.includes(":") && !ip.includes(".")) return `${network64(ip)}::/64`;
  const [a, b, c, d] = ip.replace(/^::ffff:/i, "").split(".");
  return d === undefined ? "" : `${a}.${b}.${c}.0/24`;
}

/** Under what an account is counted, whether it exists or not. */
export function accountKey(emailKey: string): Uint8Array {
  return sha256(emailKey);
}

function network64(ip: string): string {
  const [head = "", tail = ""] = ip.toLowerCase().split("::");
  const groups = head === "" ? [] : head.split(":");
  const after = tail === "" ? [] : tail.split(":");
  const zeros = ip.includes("::") ? Array<string>(Math.max(0, 8 - groups.length - after.length)).fill("0") : [];
  return [...groups, ...zeros, ...after].slice(0, 4).map((group) => group.replace(/^0+(?=.)/, "")).join(":");
}
