import { type Issue } from "../../base/refusal.ts";
import { hasForbiddenCharacters } from "../../base/text.ts";
import { OWNER_PROFILE, PROFILES } from "../profiles.ts";
import { issue } from "./refusals.ts";

/** The settings as typed. */
export interface SsoForm {
  readonly issuer: string;
  readonly clientId: string;
  /** Empty: the one that is kept stays. */
  readonly clientSecret: string;
  /** Separated by spaces, commas or lines. */
  readonly domains: string;
  /** Empty: nobody is let in who is no member. */
  readonly defaultProfile: string;
  /** `on`: people may come in this way. */
  readonly isOn: string;
}

/** The settings as read; `clientSecret` null keeps the one there is. */
export interface SsoSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | null;
  readonly domains: readonly string[];
  readonly defaultProfile: string | null;
  readonly isOn: boolean;
}

const MAX_ISSUER = 500;
const MAX_CLIENT_ID = 300;
const MAX_SECRET = 500;
const MAX_DOMAINS = 10;
const DOMAIN = /^(?=.{4,190}$)([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

/** Domains where everybody may have an address: an address there says nothing about a company. */
const PUBLIC_DOMAINS: ReadonlySet<string> = new Set([
  "gmail.com",
  "googlemail.com",
  "outlook.com",
  "outlook.fr",
  "hotmail.com",
  "hotmail.fr",
  "live.com",
  "live.fr",
  "msn.com",
  "yahoo.com",
  "yahoo.fr",
  "icloud.com",
  "me.com",
  "proton.me",
  "protonmail.com",
  "gmx.com",
  "gmx.fr",
  "aol.com",
  "orange.fr",
  "wanadoo.fr",
  "free.fr",
  "sfr.fr",
  "neuf.fr",
  "bbox.fr",
  "laposte.net",
  "numericable.fr",
]);

/** Profiles that somebody may be let in with: all but the one that hands out rights. */
export const DEFAULT_PROFILES: readonly string[] = Object.keys(PROFILES).filter((key) => key !== OWNER_PROFILE);

/** Reads the settings, with everything that is to mend in them. `allowLoopback` for a demo on this machine. */
export function readSettings(
  form: SsoForm,
  { allowLoopback, hasSecret }: { allowLoopback: boolean; hasSecret: boolean },
): { readonly settings: SsoSettings; readonly issues: readonly Issue[] } {
  const issues: Issue[] = [];
  const issuer = form.issuer.trim();
  if (!isIssuer(issuer, allowLoopback)) issues.push(issue("issuer_address"));
  const clientId = form.clientId.trim();
  if (clientId === "" || clientId.length > MAX_CLIENT_ID || hasForbiddenCharacters(clientId)) {
    issues.push(issue("client_id_missing"));
  }
  const secret = form.clientSecret.trim();
  if (secret === "" ? !hasSecret : secret.length > MAX_SECRET || !/^[\x21-\x7e]+$/.test(secret)) {
    issues.push(issue("client_secret_missing"));
  }
  const domains = [...new Set(form.domains.toLowerCase().split(/[\s,;]+/).map(withoutAt).filter(Boolean))];
  if (domains.length === 0 || domains.length > MAX_DOMAINS || !domains.every((domain) => DOMAIN.test(domain))) {
    issues.push(issue("domains_missing"));
  }
  const everybodys = domains.find((domain) => PUBLIC_DOMAINS.has(domain));
  if (everybodys) issues.push(issue("domain_public", { values: { domain: everybodys } }));
  if (form.defaultProfile !== "" && !DEFAULT_PROFILES.includes(form.defaultProfile)) issues.push(issue("profile"));
  return {
    settings: {
      issuer,
      clientId,
      clientSecret: secret || null,
      domains,
      defaultProfile: form.defaultProfile || null,
      isOn: form.isOn === "on",
    },
    issues,
  };
}

/** True for an address that we may be led to: https, or this very machine in a demo. */
export function isReachable(text: string, allowLoopback: boolean): boolean {
  const url = URL.parse(text);
  if (!url || url.username || url.password) return false;
  return url.protocol === "https:" || (allowLoopback && url.protocol === "http:" && isLoopback(url));
}

/** True for an address of this machine. */
export function isLoopback(url: URL): boolean {
  return ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
}

/** True when an address is of one of the domains; a domain below one of them is another domain. */
export function isOfDomains(email: string, domains: readonly string[]): boolean {
  return domains.includes(email.slice(email.lastIndexOf("@") + 1).toLowerCase());
}

function isIssuer(text: string, allowLoopback: boolean): boolean {
  // OpenID Connect Discovery 1.0 §2: no query and no fragment in an issuer.
  return text.length <= MAX_ISSUER && /^[\x21-\x7e]+$/.test(text) && !/[?#]/.test(text) &&
    isReachable(text, allowLoopback);
}

function withoutAt(word: string): string {
  return word.replace(/^@/, "");
}
