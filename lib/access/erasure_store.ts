import { sql } from "drizzle-orm";
import { present } from "../base/assert.ts";
import { row, rows, type Tx } from "../platform/db/transaction.ts";
import type { ProfileKey } from "./profiles.ts";

/** A dossier that would be left without owner or administrator. */
export interface LastPost {
  readonly slug: string;
  readonly companyName: string;
}

/** The dossiers that have nobody but the person in scope, by name. */
export async function loadLastPosts(tx: Tx, administrator: ProfileKey): Promise<LastPost[]> {
  return await rows<LastPost>(
    tx,
    sql`select slug, company_name as "companyName" from control.my_last_posts(${administrator})`,
  );
}

/** Erases the person in scope; false when a dossier would be left alone. */
export async function eraseMe(tx: Tx, administrator: ProfileKey): Promise<boolean> {
  const answer = await row<{ erased: boolean }>(tx, sql`select control.erase_me(${administrator}) as erased`);
  return present(answer, "answer of erase_me").erased;
}
