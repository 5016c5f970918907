import type { PersonCtx } from "../../base/ctx.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import { refuse } from "../refusals.ts";
import { personName } from "../rename.ts";
import { describeMe } from "./profile_store.ts";
import { refuse as refuseAccount } from "./refusals.ts";

/** The profile, as typed. */
export interface ProfileInput {
  readonly name: string;
  readonly language: string;
}

/** Changes the name and the language of the person in scope. Refuses `identity.name`, `language` (422). */
export async function describePerson(tx: Tx, _ctx: PersonCtx, input: ProfileInput): Promise<void> {
  const name = personName(input.name);
  if (name === null) throw refuse("name");
  const { language } = input;
  if (language !== "fr" && language !== "en") throw refuseAccount("language");
  await describeMe(tx, { name, language });
}
