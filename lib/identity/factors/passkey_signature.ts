import type { PersonCtx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { fromBase64Url, toBase64Url } from "../../platform/crypto.ts";
import { withControl } from "../../platform/db/tenant.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { findPasskey, loadPasskeys, type PasskeyKey, usePasskey } from "./passkey_store.ts";
import {
  type ChallengeUse,
  keepChallenge,
  readAnswer,
  relyingParty,
  type SignedAnswer,
  takeChallenge,
  webAuthn,
} from "./relying_party.ts";

/** A passkey's signature that was found right and is still to be noted. */
export interface RightSignature {
  readonly passkeyId: Uuid;
  readonly personId: Uuid;
  readonly counter: number;
}

/**
 * What a browser gives to `navigator.credentials.get`: for one person his own passkeys, for nobody in particular
 * whichever the device holds. Finger, face or code of the device are asked for in each case.
 */
export async function passkeyRequest(ctx: PersonCtx, use: ChallengeUse): Promise<unknown> {
  const { personId } = use;
  const mine = personId ? await withControl({ personId }, loadPasskeys, { mode: "read" }) : [];
  const { generateAuthenticationOptions } = await webAuthn();
  const options = await generateAuthenticationOptions({
    rpID: relyingParty().id,
    allowCredentials: mine.map(({ credentialId, transports }) => ({
      id: toBase64Url(credentialId),
      transports: [...transports],
    })),
    userVerification: "required",
  });
  await keepChallenge(ctx, options.challenge, use);
  return options;
}

/**
 * Judges what `navigator.credentials.get` gave, in JSON. Its challenge is spent whatever comes of it. Null for whatever
 * is wrong: malformed, unknown, of another person, challenge, origin or host, without the person's own gesture, or of a
 * counter that has not gone on.
 */
export async function judgeSignature(
  ctx: PersonCtx,
  text: string,
  use: ChallengeUse,
): Promise<RightSignature | null> {
  const answer = readAnswer(text);
  const challenge = answer && await takeChallenge(ctx, answer, use);
  const credentialId = answer && fromBase64Url(answer.id);
  if (!answer || !challenge || !credentialId) return null;
  const key = await withControl({}, (tx) => findPasskey(tx, credentialId), { mode: "read" });
  if (!key || (use.personId && key.personId !== use.personId)) return null;
  const counter = await counterOf(answer, { challenge, key });
  return counter === null ? null : { passkeyId: key.passkeyId, personId: key.personId, counter };
}

/** Notes a right signature, in the transaction of what it opens; false where a copy of the device was quicker. */
export async function spendSignature(tx: Tx, ctx: PersonCtx, signature: RightSignature): Promise<boolean> {
  return await usePasskey(tx, { passkeyId: signature.passkeyId, counter: signature.counter, at: ctx.now });
}

async function counterOf(
  answer: SignedAnswer,
  { challenge, key }: { challenge: string; key: PasskeyKey },
): Promise<number | null> {
  const { id, origin } = relyingParty();
  const { verifyAuthenticationResponse } = await webAuthn();
  // The package throws for each of the ways in which a signature may be wrong: to us they are one.
  const outcome = await verifyAuthenticationResponse({
    response: answer as unknown as Parameters<typeof verifyAuthenticationResponse>[0]["response"],
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: id,
    credential: { id: answer.id, publicKey: key.publicKey, counter: Number(key.counter) },
    requireUserVerification: true,
  }).catch(() => null);
  return outcome?.verified ? outcome.authenticationInfo.newCounter : null;
}
