import type { PersonCtx } from "../base/ctx.ts";
import { addSeconds } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import { type Issue, refuseAll } from "../base/refusal.ts";
import { cleanLine, emailKey, hasForbiddenCharacters } from "../base/text.ts";
import { withControl } from "../platform/db/tenant.ts";
import { enqueue, NO_TENANT } from "../platform/jobs.ts";
import { hashPassword, verifyNobody, verifyPassword } from "../platform/password_hash.ts";
import { newId } from "../platform/random.ts";
import { readAddress } from "./_typed_address.ts";
import { noteSecurity, takeAttempt } from "./attempt_store.ts";
import { insertChoices, type SignUpChoices } from "./consent_store.ts";
import { SIGN_UP_MAIL } from "./jobs.ts";
import { hashOf, secretOf, SIGN_UP_LINK_HOURS } from "./one_time_token.ts";
import { passwordIssues } from "./password_policy.ts";
import { type Credentials, findCredentials, insertSignUp, type Language, type SignUpPurpose } from "./people_store.ts";
import { accountKey, addressKey, SIGN_UPS_PER_ADDRESS, SIGN_UPS_PER_MAILBOX } from "./rate_limits.ts";
import { issue, refuse } from "./refusals.ts";

/** Longest name of a company at sign-up. */
export const MAX_COMPANY_NAME = 100;

/** The three fields of the sign-up page, as typed. */
export interface SignUpInput {
  readonly email: string;
  readonly companyName: string;
  readonly password: string;
  /** Of the mails that answer, and of the account; what the browser asks for unless said, else French. */
  readonly language?: Language;
}

/**
 * Takes a sign-up. Whoever asks gets the same answer after the same work, whether the address is known or not: one
 * hash, one comparison, one request, one link, one mail; the mail tells the difference to the mailbox's owner alone.
 * Refuses: `email`, `company_name_*`, `password_*` (422, at the fields), `too_many_sign_ups` (429).
 */
export async function signUp(ctx: PersonCtx, input: SignUpInput): Promise<void> {
  await takeSignUp(ctx, input);
}

/** The same, for seeds: returns the id of the link that the mail will carry, or null when no mail will leave. */
export async function takeSignUp(
  ctx: PersonCtx,
  input: SignUpInput,
  { choices = null, issues = [] }: { choices?: SignUpChoices | null; issues?: readonly Issue[] } = {},
): Promise<Uuid | null> {
  const wish = checked({ language: ctx.request.language ?? "fr", ...input }, issues);
  const { known, mayMail } = await begin(ctx, wish.emailKey);
  const newHash = await hashPassword(wish.password);
  const isOwner = known ? await verifyPassword(known.passwordHash, wish.password) : await verifyNobody(wish.password);
  if (!mayMail) return null;
  const purpose: SignUpPurpose = !known ? "confirm_signup" : isOwner ? "open_second_dossier" : "refused_signup";
  const tokenId = newId(), requestId = newId();
  await withControl({}, async (tx) => {
    await insertSignUp(tx, {
      requestId,
      tokenId,
      tokenHash: hashOf(secretOf(tokenId)),
      purpose,
      at: ctx.now,
      expiresAt: addSeconds(ctx.now, SIGN_UP_LINK_HOURS * 3_600),
      email: wish.email,
      emailKey: wish.emailKey,
      companyName: wish.companyName,
      language: wish.language,
      passwordHash: known ? null : newHash,
      personId: known && isOwner ? known.personId : null,
    });
    if (choices) await insertChoices(tx, { ...choices, requestId, at: ctx.now, ip: ctx.request.ip });
    const mail = { tenantId: NO_TENANT, payload: { tokenId }, dedupeKey: tokenId, priority: 10 };
    await enqueue(tx, SIGN_UP_MAIL, mail);
  });
  return tokenId;
}

interface Wish extends SignUpInput {
  readonly emailKey: string;
  readonly language: Language;
}

function checked(input: SignUpInput, others: readonly Issue[]): Wish {
  const email = readAddress(input.email);
  const companyName = cleanLine(input.companyName);
  refuseAll([
    ...(email === null ? [issue("email")] : []),
    ...companyNameIssues(companyName),
    ...passwordIssues(input.password, { email: email ?? "", companyName }),
    ...others,
  ]);
  const { password, language = "fr" } = input;
  return { email: email!, emailKey: emailKey(email!), companyName, password, language };
}

/** The faults of a company's name, for its form field; none when a dossier may bear it. */
export function companyNameIssues(name: string): Issue[] {
  if (name === "") return [issue("company_name_missing")];
  if (hasForbiddenCharacters(name)) return [issue("company_name_characters")];
  if (name.length <= MAX_COMPANY_NAME) return [];
  return [issue("company_name_long", { values: { max: String(MAX_COMPANY_NAME) } })];
}

/** Counts the attempt in a transaction of its own: what is counted must stay counted whatever follows. */
async function begin(
  ctx: PersonCtx,
  key: string,
): Promise<{ known: Credentials | null; mayMail: boolean }> {
  const begun = await withControl({}, async (tx) => {
    const at = ctx.now;
    if (!await takeAttempt(tx, SIGN_UPS_PER_ADDRESS, { keyHash: addressKey(ctx.request.ip), at })) {
      await noteSecurity(tx, ctx, { event: "sign_up_limited" });
      return null;
    }
    const mayMail = await takeAttempt(tx, SIGN_UPS_PER_MAILBOX, { keyHash: accountKey(key), at });
    return { known: await findCredentials(tx, key), mayMail };
  });
  if (!begun) throw refuse("too_many_sign_ups");
  return begun;
}
