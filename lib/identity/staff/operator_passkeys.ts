import type { PersonCtx } from "../../base/ctx.ts";
import type { Uuid } from "../../base/ids.ts";
import { fromBase64Url, toBase64Url } from "../../platform/crypto.ts";
import { newId } from "../../platform/random.ts";
import { MAX_PASSKEYS, passkeyName, transportsOf } from "../factors/enrol_passkey.ts";
import { readAnswer, type SignedAnswer, webAuthn } from "../factors/relying_party.ts";
import { onOperators } from "../operator_access.ts";
import type { OperatorSession } from "../operator_store.ts";
import { refuse } from "../refusals.ts";
import { sessionHash } from "../sessions.ts";
import { type ConsoleParty, keepOperatorChallenge, takeOperatorChallenge } from "./operator_challenge.ts";
import {
  deleteOperatorPasskey,
  insertOperatorPasskey,
  type OperatorPasskey,
  type OwnScope,
  selectOwnPasskeys,
} from "./operator_passkey_store.ts";

/** The session of an operator who changes his own means of signing in. */
export interface OwnSession {
  readonly operator: OperatorSession;
  readonly token: string;
}

/** The passkeys of a signed-in operator. */
export async function listOwnPasskeys(ctx: PersonCtx, own: OwnSession): Promise<readonly OperatorPasskey[]> {
  return await onOperators((tx) => selectOwnPasskeys(tx, scope(ctx, own)));
}

/** What his browser gives to `navigator.credentials.create`. Refuses `too_many_passkeys` (409). */
export async function operatorPasskeyEnrolment(ctx: PersonCtx, own: OwnSession, party: ConsoleParty): Promise<unknown> {
  const known = await listOwnPasskeys(ctx, own), { operatorId, name } = own.operator;
  if (known.length >= MAX_PASSKEYS) throw refuse("too_many_passkeys");
  const { generateRegistrationOptions } = await webAuthn();
  const options = await generateRegistrationOptions({
    rpName: "Paraphe, exploitation",
    rpID: party.id,
    userName: name,
    userID: new TextEncoder().encode(operatorId),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    excludeCredentials: known.map(({ credentialId }) => ({ id: toBase64Url(credentialId) })),
  });
  await keepOperatorChallenge(ctx, options.challenge, { purpose: "enrol", operatorId });
  return options;
}

/**
 * Adds a passkey to a signed-in operator: it signs in by itself. Refuses: `passkey_name` (422), `passkey` (401).
 */
export async function addOperatorPasskey(
  ctx: PersonCtx,
  own: OwnSession,
  { party, ...input }: { readonly party: ConsoleParty; readonly answer: string; readonly name: string },
): Promise<void> {
  const name = passkeyName(input.name), answer = readAnswer(input.answer);
  const use = { purpose: "enrol", operatorId: own.operator.operatorId } as const;
  const challenge = answer && await takeOperatorChallenge(ctx, answer, use);
  const credential = answer && challenge ? await verified(answer, { challenge, party }) : null;
  const credentialId = credential && fromBase64Url(credential.id);
  if (!answer || !credential || !credentialId) throw refuse("passkey");
  const { publicKey, counter } = credential, transports = transportsOf(answer);
  const passkey = { id: newId(), credentialId, publicKey, counter, transports, name };
  if (!await onOperators((tx) => insertOperatorPasskey(tx, scope(ctx, own), passkey))) throw refuse("passkey");
}

/** Takes one of his passkeys away; his password and code stay. Refuses `passkey_unknown` (404). */
export async function removeOperatorPasskey(ctx: PersonCtx, own: OwnSession, passkeyId: Uuid): Promise<void> {
  const isHis = await onOperators((tx) => deleteOperatorPasskey(tx, scope(ctx, own), passkeyId));
  if (!isHis) throw refuse("passkey_unknown");
}

function scope(ctx: PersonCtx, { token }: OwnSession): OwnScope {
  return { sessionHash: sessionHash(token), at: ctx.now };
}

async function verified(answer: SignedAnswer, { challenge, party }: { challenge: string; party: ConsoleParty }) {
  const { verifyRegistrationResponse } = await webAuthn();
  // The package throws for each of the twenty ways in which an answer may be wrong: to us they are one.
  const outcome = await verifyRegistrationResponse({
    response: answer as unknown as Parameters<typeof verifyRegistrationResponse>[0]["response"],
    expectedChallenge: challenge,
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
  }).catch(() => null);
  return outcome?.verified ? outcome.registrationInfo.credential : null;
}
