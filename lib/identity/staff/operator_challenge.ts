import type { PersonCtx } from "../../base/ctx.ts";
import { addSeconds } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { sha256 } from "../../platform/crypto.ts";
import { CHALLENGE_S, challengeIn, type SignedAnswer } from "../factors/relying_party.ts";
import { onOperators } from "../operator_access.ts";
import { insertOperatorChallenge, spendOperatorChallenge } from "./operator_passkey_store.ts";

/** For whom and what a challenge is drawn; nobody is known yet where it signs in. */
export interface OperatorChallengeUse {
  readonly purpose: "enrol" | "sign_in";
  readonly operatorId: Uuid | null;
}

/** Who the console is to an authenticator. */
export interface ConsoleParty {
  readonly id: string;
  readonly origin: string;
}

/** The console's name to authenticators; null where its address is a number (WebAuthn §5.1.2 wants a domain). */
export function consoleParty(baseUrl: string): ConsoleParty | null {
  const { hostname, origin } = new URL(baseUrl);
  return /^[\d.]+$|^\[/.test(hostname) ? null : { id: hostname, origin };
}

/** Keeps the hash of a challenge for one signature within five minutes. */
export async function keepOperatorChallenge(
  ctx: PersonCtx,
  challenge: string,
  use: OperatorChallengeUse,
): Promise<void> {
  const kept = { ...use, hash: sha256(challenge), at: ctx.now, expiresAt: addSeconds(ctx.now, CHALLENGE_S) };
  await onOperators((tx) => insertOperatorChallenge(tx, kept));
}

/** Uses up the challenge that an answer has signed, whatever comes of the answer; null where it is none of ours. */
export async function takeOperatorChallenge(
  ctx: PersonCtx,
  answer: SignedAnswer,
  use: OperatorChallengeUse,
): Promise<string | null> {
  const challenge = challengeIn(answer);
  if (challenge === null) return null;
  const spent = { ...use, hash: sha256(challenge), at: ctx.now };
  return await onOperators((tx) => spendOperatorChallenge(tx, spent)) ? challenge : null;
}
