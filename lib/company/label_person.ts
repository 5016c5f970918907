import type { Ctx } from "../base/ctx.ts";
import type { Uuid } from "../base/ids.ts";
import { cleanLine, shorten } from "../base/text.ts";
import type { Tx } from "../platform/db/transaction.ts";
import { findLabel, writeLabel } from "./activity_store.ts";

/** Longest name shown. */
const MAX_LABEL = 80;
/** What stands where a person was erased. */
export const ERASED_LABEL = "Personne effacée";

/** Gives a person the name that « Qui a fait quoi » shows in this dossier; erasure calls it with `ERASED_LABEL`. */
export async function labelPerson(tx: Tx, ctx: Ctx, person: { id: Uuid; label: string }): Promise<void> {
  await writeLabel(tx, ctx, { id: person.id, label: cleanLabel(person.label) });
}

/** A name as « Qui a fait quoi » shows it. */
export function cleanLabel(label: string): string {
  return shorten(cleanLine(label), MAX_LABEL);
}

/** The name shown for a person of this dossier; null for nobody, and for one it does not know. */
export async function nameOf(tx: Tx, ctx: Ctx, personId: Uuid | null): Promise<string | null> {
  return personId === null ? null : await findLabel(tx, ctx, personId);
}
