import type { PersonCtx } from "../../base/ctx.ts";
import { type Issue, refuseAll } from "../../base/refusal.ts";
import { cleanLine, cleanText, hasForbiddenCharacters, MAX_TEXT } from "../../base/text.ts";
import { withControl } from "../../platform/db/tenant.ts";
import { readAddress } from "../_typed_address.ts";
import { takeAttempt } from "../attempt_store.ts";
import { addressKey, MESSAGES_PER_ADDRESS } from "../rate_limits.ts";
import { issue as identityIssue } from "../refusals.ts";
import { MAX_PERSON_NAME, personName } from "../rename.ts";
import { postMail } from "./post_mail.ts";
import { issue, refuse } from "./refusals.ts";

/** Longest message of the contact form, in characters. */
export const MAX_CONTACT_MESSAGE = MAX_TEXT;

/** The contact form, as typed. */
export interface ContactInput {
  readonly name: string;
  /** Where the answer goes; not verified. */
  readonly email: string;
  readonly message: string;
}

/**
 * Sends a message to the support team, whoever writes it.
 * Refuses: `identity.email`, `contact_name`, `message_*` (422, at the fields), `too_many_messages` (429).
 */
export async function writeToSupport(ctx: PersonCtx, input: ContactInput, to: string): Promise<void> {
  const replyTo = readAddress(input.email);
  const name = personName(input.name);
  const message = cleanText(input.message);
  refuseAll([
    ...(name === null ? [issue("contact_name", { values: { max: String(MAX_PERSON_NAME) } })] : []),
    ...(replyTo === null ? [identityIssue("email")] : []),
    ...messageIssues(message),
  ]);
  const facts = { name: cleanLine(name!), replyTo: replyTo!, message };
  const taken = await withControl({}, async (tx) => {
    const isFirst = await takeAttempt(tx, MESSAGES_PER_ADDRESS, { keyHash: addressKey(ctx.request.ip), at: ctx.now });
    if (isFirst) await postMail(tx, ctx, { kind: "contact", email: to, language: "fr", facts });
    return isFirst;
  });
  if (!taken) throw refuse("too_many_messages");
}

function messageIssues(message: string): Issue[] {
  if (message === "") return [issue("message_missing")];
  if (message.length > MAX_CONTACT_MESSAGE) {
    return [issue("message_long", { values: { max: String(MAX_CONTACT_MESSAGE) } })];
  }
  return hasForbiddenCharacters(message) ? [issue("message_characters")] : [];
}
