import { sql } from "drizzle-orm";
import type { IsoDate, IsoInstant } from "../base/dates.ts";
import type { Uuid } from "../base/ids.ts";
import type { InstanceState, TrialMails } from "../instances/mod.ts";
import { instantFromDriver } from "../platform/db/columns.ts";
import { askControl } from "../platform/db/ask.ts";
import { rows, type Tx } from "../platform/db/transaction.ts";
import { memberships } from "./schema.ts";

/** The answer to the one question of each request. */
export interface Entrance {
  readonly sessionId: Uuid;
  readonly personId: Uuid;
  readonly email: string;
  readonly name: string | null;
  readonly lastSeenAt: IsoInstant;
  readonly tenantId: Uuid;
  readonly publicId: string;
  readonly slug: string;
  readonly companyName: string;
  readonly cell: string;
  readonly epoch: number;
  readonly state: InstanceState;
  readonly trialEndsOn: IsoDate | null;
  readonly timeZone: string;
  readonly profile: string;
  readonly isOwner: boolean;
  readonly modulesOff: readonly string[];
  /** What a trial may mail; null for a dossier that is none. */
  readonly trialMails: TrialMails | null;
  /** When the person last proved who he is. */
  readonly provedAt: IsoInstant;
  /** True when the dossier wants a second factor that this session has not seen. */
  readonly factorWanted: boolean;
  /** True when the password of this sign-in falls short of rules that the dossier had set before it. */
  readonly passwordWanted: boolean;
  /** Of a profile of the dossier's own; null for a ready one. */
  readonly heldRights: readonly string[] | null;
  /** Until when the members may object to a recovery of the dossier; null when none waits. */
  readonly recoveryUntil: IsoInstant | null;
  readonly sizeWarned: number | null;
}

/** The moments of an entrance as the driver gives them. */
type Moments = Record<"lastSeenAt" | "provedAt", string> & { readonly recoveryUntil: string | null };

/** A dossier in the chooser. */
export interface DossierChoice {
  readonly tenantId: Uuid;
  readonly slug: string;
  readonly companyName: string;
  readonly state: InstanceState;
  readonly trialEndsOn: IsoDate | null;
  readonly profile: string;
  readonly isOwner: boolean;
}

/** A membership to write. */
export interface MembershipRecord {
  readonly tenantId: Uuid;
  readonly personId: Uuid;
  readonly profile: string;
  readonly isOwner: boolean;
  readonly createdAt: IsoInstant;
  /** The profile when it is one of the dossier's own, with `custom` for its key. */
  readonly customProfileId?: Uuid | null;
}

/** Session, person, dossier and profile in one statement; null when any of them is not, without saying which. */
export async function findEntrance(
  asked: { tokenHash: Uint8Array; slug: string; at: IsoInstant },
): Promise<Entrance | null> {
  const found = await askControl<Omit<Entrance, keyof Moments> & Moments>("product", {
    call: "control.enter_dossier",
    args: [asked.tokenHash, asked.slug, asked.at],
    columns: `session_id as "sessionId", person_id as "personId", email, name, last_seen_at as "lastSeenAt",
      tenant_id as "tenantId", public_id as "publicId", slug, company_name as "companyName", cell_id as cell, epoch,
      state, trial_ends_on as "trialEndsOn", time_zone as "timeZone", profile, is_owner as "isOwner",
      modules_off as "modulesOff", proved_at as "provedAt", factor_wanted as "factorWanted",
      password_wanted as "passwordWanted",
      case when state = 'trial' then control.trial_mails(tenant_id) end as "trialMails",
      case when profile = 'custom' then control.rights_held(tenant_id, person_id) end as "heldRights",
      control.recovery_until(tenant_id) as "recoveryUntil", control.size_warned(tenant_id) as "sizeWarned"`,
  });
  if (!found) return null;
  return {
    ...found,
    lastSeenAt: instantFromDriver(found.lastSeenAt),
    provedAt: instantFromDriver(found.provedAt),
    recoveryUntil: found.recoveryUntil === null ? null : instantFromDriver(found.recoveryUntil),
  };
}

/** The dossiers of the person in scope, by name. */
export async function loadMyDossiers(tx: Tx): Promise<DossierChoice[]> {
  return await rows<DossierChoice>(
    tx,
    sql`select tenant_id as "tenantId", slug, company_name as "companyName", state, trial_ends_on as "trialEndsOn",
      profile, is_owner as "isOwner" from control.my_dossiers()`,
  );
}

/** Writes a membership; a person who is a member already stays what he is. */
export async function insertMembership(tx: Tx, membership: MembershipRecord): Promise<void> {
  await tx.insert(memberships).values(membership).onConflictDoNothing();
}
