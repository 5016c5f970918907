import { assert } from "../base/assert.ts";
import type { PersonCtx } from "../base/ctx.ts";
import { cleanLine, hasForbiddenCharacters } from "../base/text.ts";
import { withControl } from "../platform/db/tenant.ts";
import { renameMe } from "./people_store.ts";
import { refuse } from "./refusals.ts";

/** Longest name of a person. */
export const MAX_PERSON_NAME = 100;

/** Changes the name of the signed-in person. Refuses `name` (422). */
export async function rename(ctx: PersonCtx, input: { name: string }): Promise<void> {
  const { personId } = ctx;
  assert(personId, "only a signed-in person has a name to change");
  const name = personName(input.name);
  if (name === null) throw refuse("name");
  await withControl({ personId }, (tx) => renameMe(tx, name));
}

/** A name as it is kept, or null where it cannot be one. */
export function personName(text: string): string | null {
  const name = cleanLine(text);
  return name !== "" && name.length <= MAX_PERSON_NAME && !hasForbiddenCharacters(name) ? name : null;
}
