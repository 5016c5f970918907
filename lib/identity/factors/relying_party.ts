import { addSeconds } from "../../base/dates.ts";
import type { PersonCtx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { fromBase64Url, sha256 } from "../../platform/crypto.ts";
import { withControl } from "../../platform/db/tenant.ts";
import { baseUrl } from "../../platform/outside.ts";
import { type ChallengePurpose, type ChallengeRecord, insertChallenge, spendChallenge } from "./passkey_store.ts";

/** How long a challenge may be signed. */
export const CHALLENGE_S = 300;
/** Longest answer of an authenticator that is looked at; real ones are about 1 kB. */
const MAX_ANSWER = 20_000;

/** What every answer of an authenticator has, of which nothing is believed before it is verified. */
export interface SignedAnswer {
  readonly id: string;
  readonly response: { readonly clientDataJSON: string; readonly transports?: unknown };
}

/** For whom a challenge is drawn. */
export interface ChallengeUse {
  readonly purpose: ChallengePurpose;
  readonly personId: Uuid | null;
  /** Of `act` alone: what the act is about. A signature for one is worth nothing for another. */
  readonly about?: Uuid;
}

/** Who we are to an authenticator: our host's name, and the one origin that pages come from. */
export function relyingParty(): { readonly id: string; readonly origin: string } {
  const { hostname, origin } = new URL(baseUrl());
  return { id: hostname, origin };
}

/** The package that speaks WebAuthn: it takes 0.2 s to load, which only a program that meets a passkey pays. */
export function webAuthn(): Promise<typeof import("@simplewebauthn/server")> {
  return import("@simplewebauthn/server");
}

/** Keeps the hash of a challenge for one signature within five minutes. */
export async function keepChallenge(ctx: PersonCtx, challenge: string, use: ChallengeUse): Promise<void> {
  const expiresAt = addSeconds(ctx.now, CHALLENGE_S);
  await withControl({}, (tx) => insertChallenge(tx, { ...recordOf(ctx, challenge, use), expiresAt }));
}

/**
 * Uses up the challenge that an answer has signed, in a transaction of its own: it is spent even where the answer is
 * then refused. Null for one that is unknown, spent, over, or of another purpose or person.
 */
export async function takeChallenge(ctx: PersonCtx, answer: SignedAnswer, use: ChallengeUse): Promise<string | null> {
  const challenge = challengeIn(answer);
  if (challenge === null) return null;
  const isAlive = await withControl({}, (tx) => spendChallenge(tx, recordOf(ctx, challenge, use)));
  return isAlive ? challenge : null;
}

/** Reads the answer of an authenticator out of a form's field; null for what cannot be one. */
export function readAnswer(text: string): SignedAnswer | null {
  const read = text.length > MAX_ANSWER ? null : parsed(text);
  if (typeof read !== "object" || read === null || !("id" in read) || !("response" in read)) return null;
  const { id, response } = read;
  if (typeof id !== "string" || typeof response !== "object" || response === null) return null;
  const { clientDataJSON } = response as Record<string, unknown>;
  return typeof clientDataJSON === "string" ? read as unknown as SignedAnswer : null;
}

function recordOf(ctx: PersonCtx, challenge: string, { purpose, personId, about }: ChallengeUse): ChallengeRecord {
  return { hash: sha256(about ? `${challenge} ${about}` : challenge), purpose, personId, at: ctx.now };
}

/** The challenge that an answer says it signed; null where it says none. */
export function challengeIn({ response }: SignedAnswer): string | null {
  const bytes = fromBase64Url(response.clientDataJSON);
  const read = bytes && parsed(new TextDecoder().decode(bytes));
  const challenge = typeof read === "object" && read !== null && "challenge" in read ? read.challenge : null;
  return typeof challenge === "string" ? challenge : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
