import { assert, present } from "../base/assert.ts";
import type { PersonCtx } from "../base/ctx.ts";
import { withControl } from "../platform/db/tenant.ts";
import { confirmAddress } from "./confirm_address.ts";
import { secretOf } from "./one_time_token.ts";
import { rename } from "./rename.ts";
import type { OpenedSession } from "./sessions.ts";
import { signIn, type SignInInput } from "./sign_in.ts";
import { type SignUpInput, takeSignUp } from "./sign_up.ts";

/** A password that the policy accepts, for the cast of tests and demo. */
export const CAST_PASSWORD = "trois petits chats gris";

/** Signs up and takes the secret of the link out of the mail's hands. */
export async function aSignUp(ctx: PersonCtx, input: Partial<SignUpInput> & { email: string }): Promise<string> {
  const tokenId = await takeSignUp(ctx, { companyName: "Atelier Dupré", password: CAST_PASSWORD, ...input });
  return secretOf(present(tokenId, "link of a sign-up"));
}

/** Signs in somebody whose sign-in has no second step. */
export async function inOneStep(ctx: PersonCtx, input: SignInInput): Promise<OpenedSession> {
  const outcome = await signIn(ctx, input);
  assert("token" in outcome, "this sign-in waits for a second step");
  return outcome;
}

/** A person with a confirmed address and a session, who has no dossier. */
export async function aPerson(
  ctx: PersonCtx,
  input: { email: string; password?: string; name?: string },
): Promise<OpenedSession> {
  const { name, ...signUp } = input;
  const secret = await aSignUp(ctx, signUp);
  const { session } = await withControl({}, (tx) => confirmAddress(tx, ctx, secret));
  if (name) await rename({ ...ctx, personId: session.personId }, { name });
  return session;
}
