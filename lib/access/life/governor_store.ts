import { sql } from "drizzle-orm";
import type { Uuid } from "../../base/ids.ts";
import { rows, type Tx } from "../../platform/db/transaction.ts";
import { OWNER_PROFILE } from "../profiles.ts";

/** An owner or administrator, who is told of the life of his dossier. */
export interface Governor {
  readonly personId: Uuid;
  readonly email: string;
  readonly language: "fr" | "en" | null;
}

/** Owners and administrators of the dossier in scope. */
export async function loadGovernors(tx: Tx): Promise<Governor[]> {
  return await rows<Governor>(
    tx,
    sql`select person_id as "personId", email, language from control.governors(${OWNER_PROFILE})`,
  );
}
