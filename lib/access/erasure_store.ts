import { sql } from "drizzle-orm";
import { present } from "../base/assert.ts";
import type { IsoDate } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import type { InstanceState } from "../instances/mod.ts";
import { row, rows, type Tx } from "../platform/db/transaction.ts";
import type { ProfileKey } from "./profiles.ts";

/** A dossier that would be left without owner or administrator, as it stands in the directory. */
export interface HeldPost {
  readonly slug: string;
  readonly companyName: string;
  readonly state: InstanceState;
  readonly trialEndsOn: IsoDate | null;
  readonly timeZone: string;
  readonly isAdministrator: boolean;
  readonly isOnlyOwner: boolean;
  readonly isOnlyAdministrator: boolean;
  /** Members besides the person. */
  readonly others: number;
}

/** The dossiers that have nobody but the person in scope, by name. */
export async function loadLastPosts(tx: Tx, administrator: ProfileKey): Promise<HeldPost[]> {
  return await rows<HeldPost>(
    tx,
    sql`select slug, company_name as "companyName", state, trial_ends_on as "trialEndsOn", time_zone as "timeZone",
      is_administrator as "isAdministrator", only_owner as "isOnlyOwner", only_administrator as "isOnlyAdministrator", others
      from control.my_last_posts(${administrator})`,
  );
}

/** Every dossier that the person in scope ever entered: each may know his name. */
export async function loadEnteredDossiers(tx: Tx): Promise<Uuid[]> {
  const found = await rows<{ tenantId: Uuid }>(
    tx,
    sql`select tenant_id as "tenantId" from control.my_entered_dossiers()`,
  );
  return found.map(({ tenantId }) => tenantId);
}

/** Erases the person in scope; false when a dossier would be left alone. */
export async function eraseMe(tx: Tx, administrator: ProfileKey): Promise<boolean> {
  const answer = await row<{ erased: boolean }>(tx, sql`select control.erase_me(${administrator}) as erased`);
  return present(answer, "answer of erase_me").erased;
}
