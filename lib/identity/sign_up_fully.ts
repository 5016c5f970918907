import type { PersonCtx } from "../base/ctx.ts";
import type { Issue } from "../base/refusal.ts";
import { emailKey } from "../base/text.ts";
import { issue } from "./refusals.ts";
import { personName } from "./rename.ts";
import { type SignUpInput, takeSignUp } from "./sign_up.ts";
import { TERMS_VERSION } from "./terms.ts";

/** The sign-up of the offers, as typed: a plan chosen, everything twice, the terms accepted. */
export interface FullSignUpInput extends SignUpInput {
  readonly personName: string;
  readonly emailAgain: string;
  readonly passwordAgain: string;
  /** The version of the terms that the form showed, where its box was ticked; else empty. */
  readonly terms: string;
  readonly plan: string;
}

/**
 * Takes a sign-up from the offers; answers and works like `signUp`, for a known address too. The consent is written
 * with the version shown, and becomes the person's when the address is confirmed.
 * Refuses what `signUp` refuses, and at their fields `person_name`, `email_again`, `password_again`, `terms`.
 */
export async function signUpFully(ctx: PersonCtx, input: FullSignUpInput): Promise<void> {
  const name = personName(input.personName);
  const issues: Issue[] = [
    ...(name === null ? [issue("person_name")] : []),
    ...(emailKey(input.email.trim()) === emailKey(input.emailAgain.trim()) ? [] : [issue("email_again")]),
    ...(input.password === input.passwordAgain ? [] : [issue("password_again")]),
    ...(input.terms === TERMS_VERSION ? [] : [issue("terms")]),
  ];
  const choices = { personName: name ?? "", plan: input.plan, termsVersion: TERMS_VERSION };
  await takeSignUp(ctx, input, { choices, issues });
}
