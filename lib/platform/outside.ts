import { Bug } from "../base/assert.ts";
import { type MasterKey, openSignerCache, type SignerCache } from "./crypto.ts";

/** What the program holds of the outside world, handed over once at start by main or by a test. */
export interface Outside {
  /** Address under which people reach the product, without a final slash. */
  readonly baseUrl: string;
  /** Address of the operator's console, without a final slash. */
  readonly consoleBaseUrl: string;
  readonly masterKey: MasterKey;
  /** Version of the program: the tag in deno.json. */
  readonly version: string;
  /** Address that mails leave from; the company's name stands before it. */
  readonly mailFrom: string;
  /** Null where this installation does not say who publishes the program. */
  readonly publisher: Publisher | null;
  /** Authority that stamps anchors (RFC 3161); absent or null: none does. */
  readonly timestampUrl?: string | null;
}

/** Who publishes the program: whoever modifies it becomes its publisher (AGPL; BOI-TVA-DECLA-30-10-30 § 45). */
export interface Publisher {
  readonly company: string;
  /** Name of the legal representative who signs attestations. */
  readonly representative: string;
  readonly city: string;
}

let outside: Outside | null = null;
const signers: SignerCache = openSignerCache();

/** Hands the outside over. */
export function configureOutside(given: Outside): void {
  outside = given;
  signers.clear();
}

/** The product's public address, without a final slash. */
export function baseUrl(): string {
  return told().baseUrl;
}

/** The console's address, without a final slash. */
export function consoleBaseUrl(): string {
  return told().consoleBaseUrl;
}

/** The key that wraps every secret at rest. */
export function masterKey(): MasterKey {
  return told().masterKey;
}

/** Signers of unwrapped keys, each kept for a minute at most. */
export function signerCache(): SignerCache {
  return signers;
}

/** Version of the program, as sealed records and documents name it. */
export function programVersion(): string {
  return told().version;
}

/** Address that mails leave from. */
export function mailFrom(): string {
  return told().mailFrom;
}

/** Address of the authority that stamps anchors, or null. */
export function timestampUrl(): string | null {
  return told().timestampUrl ?? null;
}

/** Who publishes the program, or null. */
export function publisher(): Publisher | null {
  return told().publisher;
}

function told(): Outside {
  if (!outside) throw new Bug("configureOutside was not called");
  return outside;
}
