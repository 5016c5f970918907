import type { PersonCtx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { cleanLine, hasForbiddenCharacters } from "../../base/text.ts";
import { fromBase64Url, toBase64Url } from "../../platform/crypto.ts";
import { withControl } from "../../platform/db/tenant.ts";
import { newId } from "../../platform/random.ts";
import { findMyCredentials } from "../people_store.ts";
import { renewProof } from "../prove_self.ts";
import { refuse } from "../refusals.ts";
import type { OpenedSession } from "../sessions.ts";
import { announceFactor } from "./announce_factor.ts";
import { me } from "./list_factors.ts";
import { takeFactorOff } from "./last_factor.ts";
import { deletePasskey, insertPasskey, loadPasskeys, updatePasskeyName } from "./passkey_store.ts";
import {
  keepChallenge,
  readAnswer,
  relyingParty,
  type SignedAnswer,
  takeChallenge,
  webAuthn,
} from "./relying_party.ts";

/** Longest name of a passkey. */
export const MAX_PASSKEY_NAME = 60;
/** How many passkeys one person may have. */
export const MAX_PASSKEYS = 20;
/** Ways to reach an authenticator that are kept (WebAuthn level 3, §5.8.4). */
const TRANSPORTS = ["ble", "cable", "hybrid", "internal", "nfc", "smart-card", "usb"];

/** What a browser gives to `navigator.credentials.create`. Refuses `too_many_passkeys` (409). */
export async function passkeyEnrolment(ctx: PersonCtx): Promise<unknown> {
  const personId = me(ctx);
  const { person, known } = await withControl({ personId }, async (tx) => ({
    person: await findMyCredentials(tx),
    known: await loadPasskeys(tx),
  }), { mode: "read" });
  if (!person) throw refuse("session_over");
  if (known.length >= MAX_PASSKEYS) throw refuse("too_many_passkeys");
  const { generateRegistrationOptions } = await webAuthn();
  const options = await generateRegistrationOptions({
    rpName: "Paraphe",
    rpID: relyingParty().id,
    userName: person.email,
    userID: new TextEncoder().encode(personId),
    // The device keeps the passkey's owner with it, and asks for finger, face or code: a whole sign-in by itself.
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    excludeCredentials: known.map(({ credentialId }) => ({ id: toBase64Url(credentialId) })),
  });
  await keepChallenge(ctx, options.challenge, { purpose: "enrol", personId });
  return options;
}

/**
 * Adds a passkey, which also counts as a proof: the session goes on, strong, under another token. `answer` is what
 * `navigator.credentials.create` gave, in JSON. Refuses: `passkey_name` (422), `passkey` (401), `session_over` (401).
 */
export async function addPasskey(
  ctx: PersonCtx,
  input: { answer: string; name: string; token: string },
): Promise<OpenedSession> {
  const personId = me(ctx);
  const name = passkeyName(input.name);
  const answer = readAnswer(input.answer);
  const challenge = answer && await takeChallenge(ctx, answer, { purpose: "enrol", personId });
  const credential = answer && challenge ? await verified(answer, challenge) : null;
  const credentialId = credential && fromBase64Url(credential.id);
  if (!answer || !credential || !credentialId) throw refuse("passkey");
  const { publicKey, counter } = credential;
  const passkey = {
    id: newId(),
    credentialId,
    publicKey,
    counter,
    transports: transportsOf(answer),
    name,
    at: ctx.now,
  };
  return await withControl({ personId }, async (tx) => {
    if (!await insertPasskey(tx, passkey)) throw refuse("passkey");
    await announceFactor(tx, ctx, "passkey_added");
    return await renewProof(tx, ctx, { token: input.token, isStrong: true });
  });
}

/** Gives a passkey another name. Refuses: `passkey_name` (422), `passkey_unknown` (404). */
export async function renamePasskey(ctx: PersonCtx, input: { passkeyId: Uuid; name: string }): Promise<void> {
  const name = passkeyName(input.name);
  const isMine = await withControl({ personId: me(ctx) }, (tx) => updatePasskeyName(tx, input.passkeyId, name));
  if (!isMine) throw refuse("passkey_unknown");
}

/** Takes a passkey away: from now on it opens nothing. Refuses: `passkey_unknown` (404), `last_factor_wanted` (409). */
export async function removePasskey(ctx: PersonCtx, passkeyId: Uuid): Promise<void> {
  await withControl({ personId: me(ctx) }, async (tx) => {
    if (!await takeFactorOff(tx, ctx, () => deletePasskey(tx, passkeyId))) throw refuse("passkey_unknown");
    await announceFactor(tx, ctx, "passkey_removed");
  });
}

async function verified(answer: SignedAnswer, challenge: string) {
  const { id, origin } = relyingParty();
  const { verifyRegistrationResponse } = await webAuthn();
  // The package throws for each of the twenty ways in which an answer may be wrong: to us they are one.
  const outcome = await verifyRegistrationResponse({
    response: answer as unknown as Parameters<typeof verifyRegistrationResponse>[0]["response"],
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: id,
    requireUserVerification: true,
  }).catch(() => null);
  return outcome?.verified ? outcome.registrationInfo.credential : null;
}

/** The ways to reach a device that it names, of those that the standard knows. */
export function transportsOf({ response: { transports } }: SignedAnswer): readonly string[] {
  return Array.isArray(transports) ? TRANSPORTS.filter((way) => transports.includes(way)) : [];
}

/** The name of a passkey as it is kept. Refuses `passkey_name` (422). */
export function passkeyName(text: string): string {
  const name = cleanLine(text);
  if (name === "" || name.length > MAX_PASSKEY_NAME || hasForbiddenCharacters(name)) {
    throw refuse("passkey_name", { values: { max: String(MAX_PASSKEY_NAME) } });
  }
  return name;
}
